import { personObjectId } from '../shared/object-ids.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import type { Actor } from '../shared/actor.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError } from '../shared/errors.ts'
import { holdManager } from '../identities/manager-proposals.service.ts'
import { requireMayNameManager } from '../identities/person-attributes.service.ts'
import { findPrincipal } from '../roles/principals.service.ts'
import { membershipProperties, type MembershipProperty, rightsOfRoles } from '../authorization/internal-roles.ts'
import { giveRole, membershipsOf, roleOf, takeRole } from '../roles/roles.service.ts'
import { saveSignIn, enableSignIn } from '../sign-in/managed-sign-in.ts'
import { type Author, requireMayGive } from '../authorization/giving.ts'
import type { ManagedUserInput } from './managed-user.ts'
import { managedUsers } from './managed-users.store.ts'
import { refreshPersonNow } from '../identities/people-now.service.ts'
import { identityOf, managerOf } from '../identities/references.service.ts'
import type { WrittenProperties } from './record-person-change.ts'

/** Who writes a person. Who they are and what they may do limits the rights that they may give. */
export type ManagedUserAuthor = Author

interface WriteManagedUserInput {
  readonly at: number
  readonly identity: number
  readonly input: ManagedUserInput
  /** Of the password; null leaves it as it is. */
  readonly hash: string | null
  /** The person is made by this write. */
  readonly isNew: boolean
}

/**
 * Writes what a script says of a person: sign-in, attributes, properties, roles.
 * @returns the names of what it set and ended, for the log
 * @throws DomainError `conflict`, `forbidden`
 */
export function writeManagedUser(
  env: Environment,
  tx: Writer,
  author: ManagedUserAuthor,
  { at, identity, input, hash, isNew }: WriteManagedUserInput,
): WrittenProperties {
  const { actor } = author
  const other = managedUsers.byUserName(tx, input.userName)
  if (other !== undefined && other !== identity)
    throw new DomainError('conflict', `Another person has the user name ${input.userName}.`)
  const { guid } = identityOf(tx, identity)
  saveSignIn(env, tx, author, { at, identity: guid, username: input.userName, hash, isNew })
  const before = managedUsers.inForce(tx, identity)
  const current = currentValues(tx, identity, input)
  const own = [['userName', input.userName] as const, ...input.own]
  const after = new Map<string, string>([
    ...[...input.columns].filter(([, text]) => text !== ''),
    ...own.map(([name, value]) => [managedUsers.ownAttribute(name), JSON.stringify(value)] as const),
  ])
  // Everything that scripts wrote is replaced: a manager that is not named any more is taken back.
  const manager = input.manager === undefined && before.has('manager') ? null : input.manager
  // A person who is made by the same write has asked for nothing yet.
  if (!isNew && isOtherManager(tx, identity, manager)) requireMayNameManager(author, identity, at)
  if (manager !== undefined && manager !== null) after.set('manager', longIdOf(manager))
  // A value that a roster already has is left to the roster: once set, it would override every later roster.
  let set = [...after].filter(
    ([attribute, value]) => (before.has(attribute) ? before.get(attribute) : current.get(attribute)) !== value,
  )
  const ended = [...before.keys()].filter((attribute) => !after.has(attribute))
  if (!isNew && managerWaits(tx, author, { at, identity, set, ended })) set = set.filter(([name]) => name !== 'manager')
  for (const [attribute, value] of set) managedUsers.set(tx, at, actor, { identity, attribute, value })
  for (const attribute of ended) managedUsers.end(tx, identity, attribute, at)
  requireMayGiveRoles(tx, author, { at, identity, input })
  for (const property of membershipProperties)
    writeRoles(tx, at, actor, { identity, property, ids: input.roles[property] })
  enableSignIn(tx, at, actor, { identity: guid, enabled: input.columns.get('status') !== 'Disabled' })
  refreshPersonNow(tx, identity, at)
  return {
    set: set.map(([attribute]) => managedUsers.propertyOf(attribute)),
    takenBack: ended.map(managedUsers.propertyOf),
  }
}

/** @param manager a long id; null says that there is none, undefined says nothing */
const isOtherManager = (db: Reader, identity: number, manager: string | null | undefined): boolean =>
  manager !== undefined && (manager === null ? undefined : findPrincipal(db, manager)?.id) !== managerOf(db, identity)

/** Whether a manager that differs from a roster's waits for a second person. One that is taken back doesn't. */
function managerWaits(
  tx: Writer,
  author: ManagedUserAuthor,
  write: {
    readonly at: number
    readonly identity: number
    readonly set: readonly (readonly [attribute: string, value: string])[]
    readonly ended: readonly string[]
  },
): boolean {
  const { at, identity, set, ended } = write
  const value = ended.includes('manager') ? null : new Map(set).get('manager')
  return value !== undefined && holdManager(tx, author, { at, identity, value, reason: '' })
}

const longIdOf = (id: string): string => (id.includes('/') ? id : personObjectId(id))

/** The current values of a person from any source, written as a script's values are stored. */
function currentValues(db: Reader, identity: number, input: ManagedUserInput): ReadonlyMap<string, string> {
  const row = managedUsers.get(db, identity)
  if (!row) return new Map()
  const values = new Map<string, string>(
    Object.entries(row).flatMap(([column, value]) => (typeof value === 'string' ? [[column, value] as const] : [])),
  )
  // A roster may know the whole name only, or write it another way round.
  const [first, last] = [input.columns.get('first_name'), input.columns.get('last_name')]
  const fullName = input.columns.get('full_name')
  if (row.full_name !== '' && first === row.first_name && last === row.last_name && fullName !== undefined)
    values.set('full_name', fullName)
  const manager = managerOf(db, identity)
  if (manager !== undefined && input.manager && findPrincipal(db, input.manager)?.id === manager)
    values.set('manager', longIdOf(input.manager))
  return values
}

/**
 * Internal roles are rights in this program, and members of any role may be asked to decide. Nobody gives a role to
 * themselves, and nobody gives an internal one with a right that they lack.
 * @throws DomainError `step-up-needed`, `forbidden`
 */
function requireMayGiveRoles(
  tx: Reader,
  author: ManagedUserAuthor,
  {
    at,
    identity,
    input: { roles },
  }: { readonly at: number; readonly identity: number; readonly input: ManagedUserInput },
): void {
  const held = new Set(membershipsOf(tx, identity).map(({ roleId }) => roleId))
  const internal = membershipProperties
    .flatMap((property) => roles[property] ?? [])
    .flatMap((id) => findPrincipal(tx, id)?.id ?? [])
    .filter((id) => !held.has(id))
    .map((id) => roleOf(tx, id))
    .filter(({ kind }) => kind === 'internal')
  if (internal.length === 0) return
  if (identity === author.identity)
    throw new DomainError('forbidden', 'Nobody gives themselves an internal role. Ask another administrator.')
  requireMayGive(author, { kind: 'rights', rights: rightsOfRoles(internal.map(({ idm_id: name }) => name)) }, at)
}

interface WriteRolesInput {
  readonly identity: number
  readonly property: MembershipProperty
  /** Long ids; undefined leaves the roles as they are. */
  readonly ids: readonly string[] | undefined
}

function writeRoles(tx: Writer, at: number, actor: Actor, { identity, property, ids }: WriteRolesInput): void {
  if (ids === undefined) return
  const roles = new Set(ids.flatMap((id) => findPrincipal(tx, id)?.id ?? []))
  for (const { roleId: role, property: held } of membershipsOf(tx, identity))
    if (held === property && !roles.has(role)) takeRole(tx, at, actor, { identity, role, property })
  for (const role of roles) giveRole(tx, at, actor, { identity, role, property })
}
