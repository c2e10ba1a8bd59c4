import { OpenedSample } from '../../contract/sample.ts'
import { Session } from '../../contract/session.ts'
import { request } from './client.ts'
import { SessionAnswer, type Session as Signed, sessionStore, signIn, signOut } from './session.ts'
import { closeSession } from './sign-in.ts'
import { apiPaths } from './paths.ts'

/** Where the user's own session is stored while the sample is open. Like the session, it belongs to this tab. */
const outsideSessionKey = 'castellan.outside'

/** Opens the sample workspace. It then answers all requests until the user leaves it. */
export async function enterSample(): Promise<void> {
  const outside = sessionStore.getState()
  const opened = await request(OpenedSample, apiPaths.sample, { method: 'POST' })
  const { token, password } = opened
  const session = await request(Session, apiPaths.session, { headers: { authorization: `Bearer ${token}` } })
  if (outside.state === 'signed-in') sessionStorage.setItem(outsideSessionKey, JSON.stringify(outside.session))
  signIn({ ...session, token, sample: { password } })
}

/** Ends the session in the sample and returns to the user's own session. */
export function leaveSample(): void {
  const outside = outsideSession(Date.now())
  sessionStorage.removeItem(outsideSessionKey)
  closeSession()
  if (outside) signIn(outside)
  else signOut()
}

function outsideSession(now: number): Signed | undefined {
  try {
    const saved = SessionAnswer.parse(JSON.parse(sessionStorage.getItem(outsideSessionKey) ?? 'null'))
    return Date.parse(saved.expiresAt) > now ? saved : undefined
  } catch {
    return
  }
}
