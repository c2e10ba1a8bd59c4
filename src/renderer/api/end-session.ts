import { forgetSignIn } from './saved-sign-in.ts'
import { leaveSample } from './sample.ts'
import { sampleOf, sessionStore } from './session.ts'
import { closeSession } from './sign-in.ts'

/**
 * Signs out and deletes the sign-in that this machine keeps. In the sample workspace it returns to the user's own
 * session.
 */
export function endSession(why?: string): void {
  if (sampleOf(sessionStore.getState())) return leaveSample()
  void forgetSignIn()
  closeSession(why)
}
