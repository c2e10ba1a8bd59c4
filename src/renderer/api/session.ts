import { z } from 'zod'
import { createStore } from 'zustand/vanilla'
import { Role } from '../../contract/user-roles.ts'
import { Scope } from '../../contract/scopes.ts'

export const SessionAnswer = z.object({
  token: z.string().min(1),
  person: z.object({ username: z.string(), roles: z.array(Role) }),
  /** The permissions of this person. Absent if the host does not send them; it then rejects calls itself. */
  scopes: z.array(Scope).optional(),
  expiresAt: z.string(),
  /** `setup`: there is no owner yet. `locked`: the host asks for the password first. */
  state: z.enum(['setup', 'open', 'locked']).optional(),
  /** The session locks after this long without activity. */
  idleLockSeconds: z.number().optional(),
  /** The user of the session; null in the first run. */
  user: z.object({ id: z.string(), revision: z.number() }).nullable().optional(),
  /** Set in the sample workspace; its password is needed to confirm actions. */
  sample: z.object({ password: z.string() }).optional(),
})
/** The answer to a stored sign-in contains the next one. */
export const SavedSignIn = SessionAnswer.extend({ kept: z.object({ code: z.string() }).optional() })
export type Session = z.infer<typeof SessionAnswer>

export type SessionState =
  | { state: 'starting' }
  | { state: 'signed-in'; session: Session }
  /** `why` is shown on the sign-in screen; absent at a first visit. */
  | { state: 'signed-out'; why?: string }

const sessionKey = 'castellan.session'

export const sessionStore = createStore<SessionState>(() => ({ state: 'starting' }))

/** The bearer token, if signed in. */
export function sessionToken(): string | undefined {
  const now = sessionStore.getState()
  return now.state === 'signed-in' ? now.session.token : undefined
}

export function signIn(session: Session) {
  sessionStorage.setItem(sessionKey, JSON.stringify(session))
  sessionStore.setState({ state: 'signed-in', session }, true)
}

/** Records what the host reports about this session: locked or open again. */
export function markSession(state: 'open' | 'locked') {
  const now = sessionStore.getState()
  if (now.state === 'signed-in' && now.session.state !== 'setup') signIn({ ...now.session, state })
}

/** Whether the session is locked. */
export const isLocked = (now: SessionState): boolean => now.state === 'signed-in' && now.session.state === 'locked'
export const sampleOf = (now: SessionState) => (now.state === 'signed-in' ? now.session.sample : undefined)
export const isSetup = (now: SessionState): boolean => now.state === 'signed-in' && now.session.state === 'setup'

export function signOut(why?: string) {
  sessionStorage.removeItem(sessionKey)
  sessionStore.setState(why === undefined ? { state: 'signed-out' } : { state: 'signed-out', why }, true)
}

/** Whether the session has a permission, so that forbidden actions are not offered. The host checks it in any case. */
export function isPermitted(now: SessionState, scope: Exclude<Scope, '*'>): boolean {
  if (now.state !== 'signed-in') return false
  const { scopes } = now.session
  return scopes === undefined || scopes.includes('*') || scopes.includes(scope)
}

/** The session from before a reload of this tab, unless it has expired. */
export function savedSession(now: number): Session | undefined {
  try {
    const saved = SessionAnswer.parse(JSON.parse(sessionStorage.getItem(sessionKey) ?? 'null'))
    return Date.parse(saved.expiresAt) > now ? saved : undefined
  } catch {
    return
  }
}
