import type { Scope } from '../../../contract/scopes.ts'
import type { Reader } from '../../storage/open.ts'
import type { Actor } from '../audit/audit.ts'
import { Refusal } from '../errors.ts'
import { findIdentity } from '../identities/references.service.ts'
import type { By } from '../users/caller.ts'
import { personOfCaller } from '../users/person-of-caller.ts'
import { includes, scopesOf } from '../users/roles.ts'
import type { Principal } from './principal.ts'
import { rightsOfRoles, rolesOfRights } from './role.ts'
import { findRole, membershipsOf } from './roles.service.ts'

/** Who takes part in requests: the caller, the person they are, and the roles that they act for. */
export interface Participant {
  readonly actor: Actor
  /** Null for a caller who is no person of the rosters: they may administer, not ask or decide. */
  readonly identity: number | null
  readonly roles: ReadonlySet<number>
  readonly scopes: readonly Scope[]
}

/** Rights come from the user's or token's scopes, and from the internal roles that the person holds. */
export function participantOf(db: Reader, { caller, actor }: By): Participant {
  const guid = personOfCaller(db, caller)
  const identity = guid === null ? null : (findIdentity(db, guid)?.id ?? null)
  const held = identity === null ? [] : membershipsOf(db, identity)
  const own = scopesOf(caller)
  const given =
    caller.kind === 'person'
      ? rightsOfRoles(held.flatMap(({ kind, idmId }) => (kind === 'internal' ? [idmId] : [])))
      : []
  const scopes = own.includes('*') ? own : [...new Set([...own, ...given])]
  const implied = rolesOfRights(scopes).flatMap((name) => findRole(db, 'internal', name)?.id ?? [])
  return { actor, identity, scopes, roles: new Set([...held.map(({ roleId }) => roleId), ...implied]) }
}

/** Whether the participant is meant, directly or as a member. */
export const isAmong = ({ identity, roles }: Participant, principal: Principal | null): boolean =>
  principal !== null && (principal.kind === 'identity' ? principal.id === identity : roles.has(principal.id))

export const hasRight = ({ scopes }: Participant, right: Scope): boolean => includes(scopes, right)

/** @throws Refusal `forbidden` when the caller is no known person */
export function mustBePerson({ identity }: Participant): number {
  if (identity === null)
    throw new Refusal(
      'forbidden',
      'Your user is not tied to a person. An administrator ties it in Settings, under Users.',
    )
  return identity
}

/** @throws Refusal `forbidden` */
export function mustHave(participant: Participant, right: Scope): void {
  if (!hasRight(participant, right)) throw new Refusal('forbidden', 'Your roles don’t allow this.')
}
