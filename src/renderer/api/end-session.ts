import { forgetSignIn } from './saved-sign-in.ts'
import { leaveSample } from './sample.ts'
import { sampleOf, sessionStore } from './session.ts'
import { closeSession } from './sign-in.ts'

/** Signs out for good, also on this machine's key store; out of the sample workspace it leads back to one's own. */
export function endSession(why?: string): void {
  if (sampleOf(sessionStore.getState())) return leaveSample()
  void forgetSignIn()
  closeSession(why)
}
