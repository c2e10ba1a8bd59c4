import type { Scope } from '../../../contract/scopes.ts'
import type { Reader } from '../../storage/open.ts'
import { type CommitScopedCache, commitScoped } from '../../storage/commit-scoped-cache.ts'
import type { Actor } from '../shared/actor.ts'
import { DomainError } from '../shared/errors.ts'
import { findIdentity } from '../identities/references.service.ts'
import type { Authorship, Caller } from '../authorization/caller.ts'
import { personOf } from './person-of-caller.ts'
import { includes, scopesOf } from '../authorization/scopes.ts'
import type { Principal } from '../roles/principal.ts'
import { rightsOfRoles, rolesOfRights } from '../authorization/internal-roles.ts'
import { findRole, membershipsOf } from '../roles/roles.service.ts'

/** Who takes part in requests: the caller, the person they are, and the roles that they act for. */
export interface Participant {
  readonly actor: Actor
  /** Null for a caller who is no person of the rosters: they may administer, not ask or decide. */
  readonly identity: number | null
  readonly roles: ReadonlySet<number>
  readonly scopes: readonly Scope[]
}

type Standing = Omit<Participant, 'actor'>

const standings = new WeakMap<Reader, CommitScopedCache<Standing>>()

/**
 * Rights come from the user's or token's scopes, and from the internal roles that the person holds. What was found is
 * remembered until anything is committed: every call asks for it.
 * @param db a connection that reads, not one within a transaction
 */
export function participantOf(db: Reader, { caller, actor }: Authorship): Participant {
  let known = standings.get(db)
  if (!known) standings.set(db, (known = commitScoped(db, (key) => standingOf(db, JSON.parse(key) as Asking))))
  const standing = known.ask(JSON.stringify(askingOf(caller)))
  if (!standing) throw new Error('everybody stands somewhere')
  return { actor, ...standing }
}

/** What a caller's standing depends on, besides the database. */
interface Asking {
  readonly user: number | null
  readonly token: number | null
  readonly own: readonly Scope[]
}

const askingOf = (caller: Caller): Asking => ({
  user: caller.kind === 'person' ? caller.userId : null,
  token: caller.kind === 'token' ? caller.tokenId : null,
  own: scopesOf(caller),
})

function standingOf(db: Reader, { user, token, own }: Asking): Standing {
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
export const isAmong = ({ identity, roles }: Participant, principal: Principal | null): boolean =>
  principal !== null && (principal.kind === 'identity' ? principal.id === identity : roles.has(principal.id))

export const hasRight = ({ scopes }: Participant, right: Scope): boolean => includes(scopes, right)

/** @throws DomainError `forbidden` when the caller is no known person */
export function requirePerson({ identity }: Participant): number {
  if (identity === null)
    throw new DomainError(
      'forbidden',
      'Your user is not tied to a person. An administrator ties it in Settings, under Users.',
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
export const isParticipant = (who: Participant): boolean => takingPart.some((scope) => hasRight(who, scope))
