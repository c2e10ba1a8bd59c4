import type { CallerOf, Channel } from '../authorization/caller.ts'
import { stepUpLifetime } from '../authorization/scopes.ts'
import type { StoredSession } from './sessions.store.ts'
import { rolesFrom } from './users.ts'

const minute = 60_000
export const idleLockAfter = 15 * minute
export const absoluteEnd = 12 * 60 * minute

export type SessionCaller = CallerOf<'person' | 'locked' | 'setup'>

/** What decides about a session besides its row. */
interface SessionMoment {
  readonly now: number
  readonly lastSeen: number
  readonly ownerExists: boolean
  readonly channel: Channel
}

/** Decides without side effects whose session it is now; undefined when it has ended. */
export function evaluateSession(
  session: StoredSession,
  { now, lastSeen, ownerExists, channel }: SessionMoment,
): SessionCaller | undefined {
  if (now >= session.ends_at || session.disabled_at !== null) return
  const { guid, via, user_id: userId, username } = session
  if (userId === null || username === null) {
    if (ownerExists || (via !== 'one-time-link' && via !== 'window')) return
    return { kind: 'setup', channel, session: guid, via }
  }
  if (via === 'window') return
  // A clock that was set back must not keep a session open.
  const idle = Math.abs(now - lastSeen) >= idleLockAfter
  if (session.locked_at !== null || idle) return { kind: 'locked', channel, userId, username, session: guid }
  const roles = rolesFrom(session.roles ?? '[]')
  // Judged here too, by the time that never goes back: what asks later knows only the clock.
  const isFresh = session.proved_at !== null && now - session.proved_at <= stepUpLifetime
  const provedAt = isFresh ? session.proved_at : null
  return { kind: 'person', channel, userId, username, roles, session: guid, via, provedAt }
}
