import type { Session } from '../../../contract/session.ts'
import type { Role } from '../../../contract/user-roles.ts'
import type { Environment } from '../shared/environment.ts'
import { stepUpLifetime, scopesOf } from '../authorization/scopes.ts'
import { instant } from '../shared/instant.ts'
import { idleLockAfter, type SessionCaller } from './sessions.ts'
import * as store from './users.store.ts'

/** How a session is shown to whoever has it. The first run shows as an owner, whose rights it has; no user's name has a space. */
export function viewSession(env: Environment, caller: SessionCaller, endsAt: number): Session {
  const now = env.clock()
  const user = caller.kind === 'setup' ? undefined : store.find(env.store.reader, caller.userId)
  const provedAt = caller.kind === 'person' ? caller.provedAt : null
  const until = provedAt === null ? 0 : provedAt + stepUpLifetime
  return {
    state: caller.kind === 'person' ? 'open' : caller.kind,
    person: { username: caller.kind === 'setup' ? 'First run' : caller.username, roles: rolesOf(caller) },
    user: user ? { id: user.guid, revision: user.revision } : null,
    scopes: [...scopesOf(caller)],
    expiresAt: instant(endsAt),
    idleLockSeconds: idleLockAfter / 1000,
    steppedUpUntil: until > now ? instant(until) : null,
  }
}

function rolesOf(caller: SessionCaller): Role[] {
  if (caller.kind === 'setup') return ['owner']
  return caller.kind === 'person' ? [...caller.roles] : []
}
