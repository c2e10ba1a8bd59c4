import type { Scope } from '../../../contract/scopes.ts'
import type { Reader } from '../../storage/open.ts'
import { type CommitScopedCache, commitScoped } from '../../storage/commit-scoped-cache.ts'
import { DomainError } from '../shared/errors.ts'
import { findIdentity } from '../identities/references.service.ts'
import type { Authorship, Caller } from '../authorization/caller.ts'
import type { Giver } from '../authorization/giving.ts'
import { personOf } from './person-of-caller.ts'
import { includes, scopesOf } from '../authorization/scopes.ts'
import type { Principal } from '../roles/principal.ts'
import { rightsOfRoles, rolesOfRights } from '../authorization/internal-roles.ts'
import { findRole, membershipsOf } from '../roles/roles.service.ts'

/** Who takes part in requests: the caller, the person they are, and the roles that they act for. */
export interface Participant extends Giver {
  /** Null for a caller who is no person of the rosters: they may administer, not ask or decide. */
  readonly identity: number | null
  readonly roles: ReadonlySet<number>
}

type Authorization = Omit<Participant, 'actor' | 'caller'>

const authorizations = new WeakMap<Reader, CommitScopedCache<Authorization>>()

/**
 * Rights come from the user's or token's scopes, and from the internal roles that the person holds. What was found is
 * remembered until anything is committed: every call asks for it.
 * @param db a connection that reads, not one within a transaction
 */
export function participantOf(db: Reader, { caller, actor }: Authorship): Participant {
  let cache = authorizations.get(db)
  if (!cache)
    authorizations.set(
      db,
      (cache = commitScoped(db, (key) => authorizationOf(db, JSON.parse(key) as AuthorizationKey))),
    )
  const authorization = cache.ask(JSON.stringify(authorizationKeyOf(caller)))
  if (!authorization) throw new Error('participant has no authorization')
  return { caller, actor, ...authorization }
}

/** What the authorization of a caller depends on, besides the database. */
interface AuthorizationKey {
  readonly user: number | null
  readonly token: number | null
  readonly own: readonly Scope[]
}

const authorizationKeyOf = (caller: Caller): AuthorizationKey => ({
  user: caller.kind === 'person' ? caller.userId : null,
  token: caller.kind === 'token' ? caller.tokenId : null,
  own: scopesOf(caller),
})

function authorizationOf(db: Reader, { user, token, own }: AuthorizationKey): Authorization {
  const guid = personOf(db, { user, token })
  const identity = guid === null ? null : (findIdentity(db, guid)?.id ?? null)
  const held = identity === null ? [] : membershipsOf(db, identity)
  const given =
    user === null ? [] : rightsOfRoles(held.flatMap(({ kind, idmId }) => (kind === 'internal' ? [idmId] : [])))
  const scopes = own.includes('*') ? own : [...new Set([...own, ...given])]
  const implied = rolesOfRights(scopes).flatMap((name) => findRole(db, 'internal', name)?.id ?? [])
  return { identity, scopes, roles: new Set([...held.map(({ roleId }) => roleId), ...implied]) }
}

/** Whether the participant is meant, directly or as a member. */
export const isAmong = (
  { identity, roles }: Pick<Participant, 'identity' | 'roles'>,
  principal: Principal | null,
): boolean =>
  principal !== null && (principal.kind === 'identity' ? principal.id === identity : roles.has(principal.id))

export const hasRight = ({ scopes }: Participant, right: Scope): boolean => includes(scopes, right)

/** @throws DomainError `forbidden` when the caller is no known person */
export function requirePerson({ identity }: Participant): number {
  if (identity === null)
    throw new DomainError(
      'forbidden',
      'Your user is not linked to a person. An owner links it in Settings, under Users.',
    )
  return identity
}

/** @throws DomainError `forbidden` */
export function requireRight(participant: Participant, right: Scope): void {
  if (!hasRight(participant, right)) throw new DomainError('forbidden', 'Your roles don’t allow this.')
}

const takingPart: readonly Scope[] = [
  'requests:make',
  'requests:decide',
  'requests:read',
  'requests:manage',
  'catalogue:read',
  'catalogue:write',
  'policies:manage',
  'repository:manage',
]

/** Whether somebody has to do with requests at all: every person has, a token only when one of its scopes says so. */
export const isParticipant = (participant: Participant): boolean =>
  takingPart.some((scope) => hasRight(participant, scope))
