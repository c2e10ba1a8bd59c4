import { z } from 'zod'
import { Session } from '../../contract/session.ts'
import { request } from './client.ts'
import { isSetup, markSession, SessionAnswer, sessionStore, signIn, signOut } from './session.ts'

/** Opens a session with user name and password. @throws ApiProblem 401 for a refusal, 429 when it must wait */
export async function signInWithPassword(username: string, password: string): Promise<void> {
  signIn(await request(SessionAnswer, '/v1/session', { method: 'POST', body: { username, password } }))
}

/** Gives the password again: opens a locked session, and lets through what needs a fresh password. */
export async function stepUp(password: string): Promise<void> {
  await request(Session, '/v1/session/step-up', { method: 'POST', body: { password } })
  markSession('open')
}

/** Locks here at once, and on the host as soon as it hears. */
export function lockNow() {
  const now = sessionStore.getState()
  if (now.state !== 'signed-in' || isSetup(now)) return
  const ended = request(z.unknown(), '/v1/session/lock', { method: 'POST' })
  markSession('locked')
  ended.catch(() => {
    // Out of reach, the host locks by itself when nothing is asked of it.
  })
}

/** Ends the session on the host and here. Here it ends in any case: the token is forgotten first of all. */
export function closeSession(why?: string) {
  const ended = request(z.unknown(), '/v1/session', { method: 'DELETE' })
  signOut(why)
  ended.catch(() => {
    // An unreachable host has nothing to end that would not run out by itself.
  })
}
