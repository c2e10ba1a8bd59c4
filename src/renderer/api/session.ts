import { z } from 'zod'
import { createStore } from 'zustand/vanilla'
import { Role } from '../../contract/user-roles.ts'
import { Scope } from '../../contract/scopes.ts'

export const SessionAnswer = z.object({
  token: z.string().min(1),
  person: z.object({ username: z.string(), roles: z.array(Role) }),
  /** What this person may do; absent from a host that does not say, which then refuses by itself. */
  scopes: z.array(Scope).optional(),
  expiresAt: z.string(),
  /** `setup`: there is no owner yet. `locked`: the host asks for the password before anything else. */
  state: z.enum(['setup', 'open', 'locked']).optional(),
  /** It locks when nothing is done for this long. */
  idleLockSeconds: z.number().optional(),
  /** Who it is as a user; null in the first run. */
  user: z.object({ id: z.string(), revision: z.number() }).nullable().optional(),
  /** This is the sample workspace; the password is for the moments that ask for one again. */
  sample: z.object({ password: z.string() }).optional(),
})
/** The answer to a kept sign-in holds the next one. */
export const SavedSignIn = SessionAnswer.extend({ kept: z.object({ code: z.string() }).optional() })
export type Session = z.infer<typeof SessionAnswer>

export type SessionState =
  | { state: 'starting' }
  | { state: 'signed-in'; session: Session }
  /** `why` is said on the sign-in screen; absent at a plain first visit. */
  | { state: 'signed-out'; why?: string }

const sessionKey = 'castellan.session'

export const sessionStore = createStore<SessionState>(() => ({ state: 'starting' }))

/** The bearer token to send, if there is one. */
export function sessionToken(): string | undefined {
  const now = sessionStore.getState()
  return now.state === 'signed-in' ? now.session.token : undefined
}

export function signIn(session: Session) {
  sessionStorage.setItem(sessionKey, JSON.stringify(session))
  sessionStore.setState({ state: 'signed-in', session }, true)
}

/** Notes what the host says of this very session: that it is locked, or open again. */
export function markSession(state: 'open' | 'locked') {
  const now = sessionStore.getState()
  if (now.state === 'signed-in' && now.session.state !== 'setup') signIn({ ...now.session, state })
}

/** Whether a session is one that the person can use now. */
export const isLocked = (now: SessionState): boolean => now.state === 'signed-in' && now.session.state === 'locked'
export const sampleOf = (now: SessionState) => (now.state === 'signed-in' ? now.session.sample : undefined)
export const isSetup = (now: SessionState): boolean => now.state === 'signed-in' && now.session.state === 'setup'

export function signOut(why?: string) {
  sessionStorage.removeItem(sessionKey)
  sessionStore.setState(why === undefined ? { state: 'signed-out' } : { state: 'signed-out', why }, true)
}

/** Whether this session may do something, so that what would be refused is not offered. The host decides in any case. */
export function isPermitted(now: SessionState, scope: Exclude<Scope, '*'>): boolean {
  if (now.state !== 'signed-in') return false
  const { scopes } = now.session
  return scopes === undefined || scopes.includes('*') || scopes.includes(scope)
}

/** A session that survived a reload of this tab, as long as it has not run out. */
export function savedSession(now: number): Session | undefined {
  try {
    const saved = SessionAnswer.parse(JSON.parse(sessionStorage.getItem(sessionKey) ?? 'null'))
    return Date.parse(saved.expiresAt) > now ? saved : undefined
  } catch {
    return
  }
}
