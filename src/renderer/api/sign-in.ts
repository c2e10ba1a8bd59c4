import { z } from 'zod'
import { Session } from '../../contract/session.ts'
import { request } from './client.ts'
import { isSetup, markSession, SessionAnswer, sessionStore, signIn, signOut } from './session.ts'
import { apiPaths } from './paths.ts'

/** Opens a session with user name and password. @throws ApiProblem 401 if rejected, 429 after too many attempts */
export async function signInWithPassword(username: string, password: string): Promise<void> {
  signIn(await request(SessionAnswer, apiPaths.session, { method: 'POST', body: { username, password } }))
}

/** Confirms the password: unlocks a locked session and permits actions that need a recent password. */
export async function stepUp(password: string): Promise<void> {
  await request(Session, apiPaths.stepUpSession, { method: 'POST', body: { password } })
  markSession('open')
}

/** Locks this page at once, and the session on the host. */
export function lockNow() {
  const now = sessionStore.getState()
  if (now.state !== 'signed-in' || isSetup(now)) return
  const ended = request(z.unknown(), apiPaths.lockSession, { method: 'POST' })
  markSession('locked')
  ended.catch(() => {
    // An unreachable host locks the session itself after the idle time.
  })
}

/** Ends the session here and on the host. The token is deleted here first. */
export function closeSession(why?: string) {
  const ended = request(z.unknown(), apiPaths.session, { method: 'DELETE' })
  signOut(why)
  ended.catch(() => {
    // On an unreachable host the session expires by itself.
  })
}
