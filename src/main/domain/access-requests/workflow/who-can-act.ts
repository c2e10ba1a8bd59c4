import type { Reader } from '../../../storage/open.ts'
import { managedUserOf } from '../../managed-users/managed-users.service.ts'
import type { Principal } from '../../roles/principal.ts'
import { membersOf, roleOf } from '../../roles/roles.service.ts'
import { isPartyTo } from '../model/request.ts'

type Parties = Parameters<typeof isPartyTo>[0]

/** Whether somebody is there to do something: neither gone nor disabled, as a script or their roster says. */
const isThere = (db: Reader, identity: number): boolean => managedUserOf(db, identity).status === 'Active'

/**
 * Whether anybody of a principal can act on a request: somebody who is there and has no part in it. A built-in role
 * always can, since people have it by their rights and not only by membership.
 */
export function canAnybodyAct(db: Reader, principal: Principal, parties: Parties): boolean {
  const able = (identity: number) => !isPartyTo(parties, identity) && isThere(db, identity)
  if (principal.kind === 'identity') return able(principal.id)
  const { kind, removed_at: removedAt } = roleOf(db, principal.id)
  return kind === 'internal' || (removedAt === null && membersOf(db, principal.id).some(able))
}

/** Why nobody of a principal can act, in words for the history. */
export function whyNobodyActs(db: Reader, principal: Principal, parties: Parties): string {
  if (principal.kind === 'role')
    return roleOf(db, principal.id).removed_at === null ? 'nobody in the group can act on it' : 'the group is gone'
  if (isPartyTo(parties, principal.id)) return 'they made the request, or it is for them'
  return managedUserOf(db, principal.id).status === 'Removed' ? 'they have left' : 'they are disabled'
}
