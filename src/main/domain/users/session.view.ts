import type { Session } from '../../../contract/session.ts'
import type { Role } from '../../../contract/people.ts'
import { freshFor, scopesOf } from './roles.ts'
import { idleLockAfter, type SessionCaller } from './sessions.ts'

/** How a session is shown to whoever has it. The first run shows as an owner, whose rights it has; no user's name has a space. */
export function viewSession(caller: SessionCaller, endsAt: number, now: number): Session {
  const provedAt = caller.kind === 'person' ? caller.provedAt : null
  const until = provedAt === null ? 0 : provedAt + freshFor
  return {
    state: caller.kind === 'person' ? 'open' : caller.kind,
    person: { username: caller.kind === 'setup' ? 'First run' : caller.username, roles: rolesOf(caller) },
    scopes: [...scopesOf(caller)],
    expiresAt: new Date(endsAt).toISOString(),
    idleLockSeconds: idleLockAfter / 1000,
    steppedUpUntil: until > now ? new Date(until).toISOString() : null,
  }
}

function rolesOf(caller: SessionCaller): Role[] {
  if (caller.kind === 'setup') return ['owner']
  return caller.kind === 'person' ? [...caller.roles] : []
}
