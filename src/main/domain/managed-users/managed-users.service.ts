import type { Reader, Writer } from '../../storage/open.ts'
import type { Actor } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Json } from '../shared/canonical-json.ts'
import type { Environment } from '../shared/environment.ts'
import { type FieldError, notFound, DomainError } from '../shared/errors.ts'
import type { Condition } from '../shared/filter-sql.ts'
import { personObjectId } from '../shared/object-ids.ts'
import type { Participant } from '../sign-in/participant.ts'
import { findPrincipal } from '../roles/principals.service.ts'
import { membershipProperties, rightsOfRoles } from '../authorization/internal-roles.ts'
import { giveRole, type Membership, membershipsOf, roleOf, takeRole } from '../roles/roles.service.ts'
import { hashManagedPassword, saveSignIn, enableSignIn } from '../sign-in/managed-sign-in.ts'
import { exceeding } from '../authorization/scopes.ts'
import { type ManagedUserInput, readManagedUser } from './managed-user.ts'
import { managedUsers, type ManagedUserRow } from './managed-users.store.ts'
import { refreshPersonNow, touchPersonNow } from '../identities/people-now.service.ts'
import { findIdentity, identityOf, managerOf, reportsOf } from '../identities/references.service.ts'
import { isStandardProperty, neverRequested } from './properties.ts'

export { userColumns } from './managed-users.store.ts'

/** Who writes a person: who they are themselves, and what they may do, bound what they may give. */
export type ManagedUserAuthor = Pick<Participant, 'actor' | 'identity' | 'scopes'>

/** A person as a script writes them. */
type Properties = { readonly [name: string]: Json }

/** A person as scripts write and read them. */
export interface ManagedUser extends ManagedUserRow {
  /** Properties that only scripts know. */
  readonly own: Readonly<Record<string, Json>>
}

/** @throws Refusal `not found` */
export function getManagedUser(db: Reader, id: string): ManagedUser {
  const found = findIdentity(db, id)
  if (!found || managedUsers.isGone(db, found.id)) throw notFound('user')
  return managedUserOf(db, found.id)
}

export function managedUserOf(db: Reader, identity: number): ManagedUser {
  const row = managedUsers.get(db, identity)
  if (!row) throw notFound('user')
  const own = Object.fromEntries(
    managedUsers
      .ownProperties(db, identity)
      .filter(({ name }) => name !== 'userName' && name !== 'removed')
      .map(({ name, value }) => [name, JSON.parse(value) as Json]),
  )
  return { ...row, own }
}

/** The people that somebody is related to, as long ids. */
export const relationsOf = (
  db: Reader,
  identity: number,
): { manager: string | null; reports: string[]; memberships: Membership[] } => {
  const longId = (id: number) => personObjectId(identityOf(db, id).idmId)
  const manager = managerOf(db, identity)
  return {
    manager: manager === undefined ? null : longId(manager),
    reports: reportsOf(db, identity).map(longId),
    memberships: membershipsOf(db, identity),
  }
}

export interface ManagedUserQuery {
  readonly condition: Condition
  /** SQL of our own, never a client's. */
  readonly order: string
  readonly offset: number
  readonly limit: number | null
}

/** One page of people, and how many there are in all. */
export const listManagedUsers = (
  db: Reader,
  { condition, order, offset, limit }: ManagedUserQuery,
  counted: boolean,
): { items: ManagedUser[]; total: number | null } => ({
  items: managedUsers.find(db, condition, order, offset, limit).map((id) => managedUserOf(db, id)),
  total: counted ? managedUsers.count(db, condition) : null,
})

/**
 * Makes a person by a script, with what they sign in with when there is a password. An id that was removed comes back.
 * @throws Refusal `invalid`, `stale` when the id is there, `conflict` for a user name that is another's, `forbidden` for a
 * right that the writer may not give
 */
export async function createManagedUser(
  env: Environment,
  by: ManagedUserAuthor,
  id: string | null,
  properties: Properties,
): Promise<ManagedUser> {
  const wish = judged(env.store.reader, properties)
  const hash = await hashOf(env, wish)
  return env.store.transact((tx) => {
    const at = env.clock()
    const guid = env.newId()
    const idmId = id ?? guid
    const before = findIdentity(tx, idmId)
    if (before && !managedUsers.isGone(tx, before.id))
      throw new DomainError('stale', `There is a user ${idmId} already.`)
    const identity = before?.id ?? managedUsers.insertIdentity(tx, guid, idmId, at)
    managedUsers.end(tx, identity, managedUsers.ownAttribute('removed'), at)
    note(tx, at, by.actor, 'created', identity, write(env, tx, at, by, identity, wish, hash))
    return managedUserOf(tx, identity)
  })
}

/**
 * Puts what a script says in place of what scripts said before; rosters say on what they say.
 * @param revision what the caller saw; null asks for none
 * @param said all properties, by the person as they are. Asked again when it is written: a password takes a while to hash,
 * and what somebody else wrote meanwhile, a role that was taken say, must not come back
 * @throws Refusal `not found`, `stale`, `invalid`, `conflict`, `forbidden`
 */
export async function updateManagedUser(
  env: Environment,
  by: ManagedUserAuthor,
  id: string,
  revision: number | null,
  said: (db: Reader, user: ManagedUser) => Properties,
): Promise<ManagedUser> {
  const { reader } = env.store
  const hash = await hashOf(env, judged(reader, said(reader, getManagedUser(reader, id))))
  return env.store.transact((tx) => {
    const user = getManagedUser(tx, id)
    mustBeAt(user, revision)
    const wish = judged(tx, said(tx, user))
    const at = Math.max(env.clock(), user.revision + 1)
    const written = write(env, tx, at, by, user.id, wish, hash)
    touchPersonNow(tx, user.id, at)
    note(tx, at, by.actor, 'changed', user.id, written)
    return managedUserOf(tx, user.id)
  })
}

/** Removes a managed user: what refers to them stays, their roles and sign-in end. @throws Refusal `not found`, `stale` */
export function removeManagedUser(env: Environment, actor: Actor, id: string, revision: number | null): ManagedUser {
  return env.store.transact((tx) => {
    const user = getManagedUser(tx, id)
    mustBeAt(user, revision)
    const at = env.clock()
    for (const { roleId: role, property } of membershipsOf(tx, user.id))
      takeRole(tx, at, actor, { identity: user.id, role, property })
    enableSignIn(tx, at, actor, user.guid, false)
    const set = (attribute: string, value: string) =>
      managedUsers.set(tx, user.id, attribute, value, at, actor.name, actor.kind === 'token')
    set(managedUsers.ownAttribute('removed'), 'true')
    set('status', 'Removed')
    refreshPersonNow(tx, user.id, at)
    note(tx, at, actor, 'removed', user.id, {})
    return user
  })
}

/**
 * Sets one property of a person, or ends it, in the caller's transaction: what an approved request gives and takes.
 * @returns false when it says so already
 */
export function setUserProperty(
  tx: Writer,
  at: number,
  actor: Actor,
  identity: number,
  column: string | null,
  name: string,
  value: Json,
): boolean {
  const attribute = column ?? managedUsers.ownAttribute(name)
  const text = column === null ? JSON.stringify(value) : typeof value === 'string' ? value : JSON.stringify(value)
  if (managedUsers.inForce(tx, identity).get(attribute) === text) return false
  if (value === null) {
    if (!managedUsers.end(tx, identity, attribute, at)) return false
  } else managedUsers.set(tx, identity, attribute, text, at, actor.name, actor.kind === 'token')
  refreshPersonNow(tx, identity, at)
  note(tx, at, actor, 'changed', identity, value === null ? { takenBack: [name] } : { set: [name] })
  return true
}

/** @throws Refusal `invalid` with everything that is wrong */
function judged(db: Reader, properties: Properties): ManagedUserInput {
  const { wish, errors } = readManagedUser(properties)
  const unknown: FieldError[] = membershipProperties.flatMap((name) =>
    (wish.roles[name] ?? []).flatMap((id) =>
      findPrincipal(db, id)?.kind === 'role' ? [] : [{ field: name, message: `there is no role ${id}` }],
    ),
  )
  if (wish.manager && findPrincipal(db, wish.manager)?.kind !== 'identity')
    unknown.push({ field: 'manager', message: `there is no person ${wish.manager}` })
  if (errors.length + unknown.length > 0)
    throw new DomainError('invalid', 'This user will not do.', [...errors, ...unknown])
  return wish
}

const hashOf = async (env: Environment, { userName, password }: ManagedUserInput): Promise<string | null> =>
  password === null ? null : hashManagedPassword(env, userName, password)

/** @returns the names of what it set and ended, for the log */
function write(
  env: Environment,
  tx: Writer,
  at: number,
  by: ManagedUserAuthor,
  identity: number,
  wish: ManagedUserInput,
  hash: string | null,
): Said {
  const { actor } = by
  const other = managedUsers.byUserName(tx, wish.userName)
  if (other !== undefined && other !== identity)
    throw new DomainError('conflict', `The user name ${wish.userName} is another’s.`)
  const { guid } = identityOf(tx, identity)
  saveSignIn(env, tx, at, by, guid, wish.userName, hash)
  const before = managedUsers.inForce(tx, identity)
  const standing = standingOf(tx, identity, wish)
  const own = [['userName', wish.userName] as const, ...wish.own]
  const after = new Map<string, string>([
    ...[...wish.columns].filter(([, text]) => text !== ''),
    ...own.map(([name, value]) => [managedUsers.ownAttribute(name), JSON.stringify(value)] as const),
  ])
  const manager = wish.manager === undefined ? before.get('manager') : (wish.manager ?? undefined)
  if (manager !== undefined) after.set('manager', longIdOf(manager))
  // What a roster says of them already is left to the roster: set once, it would hold against every roster to come.
  const set = [...after].filter(
    ([attribute, value]) => (before.has(attribute) ? before.get(attribute) : standing.get(attribute)) !== value,
  )
  const ended = [...before.keys()].filter((attribute) => !after.has(attribute))
  for (const [attribute, value] of set)
    managedUsers.set(tx, identity, attribute, value, at, actor.name, actor.kind === 'token')
  for (const attribute of ended) managedUsers.end(tx, identity, attribute, at)
  refuseRaising(tx, by, identity, wish)
  for (const property of membershipProperties) writeRoles(tx, at, actor, identity, property, wish.roles[property])
  enableSignIn(tx, at, actor, guid, wish.columns.get('status') !== 'Disabled')
  refreshPersonNow(tx, identity, at)
  return {
    set: set.map(([attribute]) => managedUsers.propertyOf(attribute)),
    takenBack: ended.map(managedUsers.propertyOf),
  }
}

const longIdOf = (id: string): string => (id.includes('/') ? id : personObjectId(id))

/** What is true of a person as it is, whoever said so, in the words in which a script's wish is kept. */
function standingOf(db: Reader, identity: number, wish: ManagedUserInput): ReadonlyMap<string, string> {
  const row = managedUsers.get(db, identity)
  if (!row) return new Map()
  const standing = new Map<string, string>(
    Object.entries(row).flatMap(([column, value]) => (typeof value === 'string' ? [[column, value] as const] : [])),
  )
  // A roster may know the whole name only, or write it another way round.
  const [first, last] = [wish.columns.get('first_name'), wish.columns.get('last_name')]
  const fullName = wish.columns.get('full_name')
  if (row.full_name !== '' && first === row.first_name && last === row.last_name && fullName !== undefined)
    standing.set('full_name', fullName)
  const manager = managerOf(db, identity)
  if (manager !== undefined && wish.manager && findPrincipal(db, wish.manager)?.id === manager)
    standing.set('manager', longIdOf(wish.manager))
  return standing
}

/**
 * Internal roles are rights in this program: nobody gives one to themselves, nor to anybody a right that they have not,
 * or a person of their own making would have it for them. The operator and a token with every scope have them all.
 * @throws Refusal `forbidden`
 */
function refuseRaising(tx: Reader, by: ManagedUserAuthor, identity: number, { roles }: ManagedUserInput): void {
  const held = new Set(membershipsOf(tx, identity).map(({ roleId }) => roleId))
  const wanted = membershipProperties.flatMap((property) => roles[property] ?? [])
  const given = wanted
    .flatMap((id) => findPrincipal(tx, id)?.id ?? [])
    .filter((id) => !held.has(id))
    .map((id) => roleOf(tx, id))
    .filter(({ kind }) => kind === 'internal')
  if (given.length === 0) return
  if (identity === by.identity)
    throw new DomainError('forbidden', 'Nobody gives themselves an internal role. Ask another administrator.')
  const excess = exceeding(rightsOfRoles(given.map(({ idm_id: name }) => name)), by.scopes)
  if (excess.length > 0)
    throw new DomainError('forbidden', `You can’t give a right that you have not: ${excess.join(', ')}.`)
}

function writeRoles(
  tx: Writer,
  at: number,
  actor: Actor,
  identity: number,
  property: (typeof membershipProperties)[number],
  ids: readonly string[] | undefined,
): void {
  if (ids === undefined) return
  const wanted = new Set(ids.flatMap((id) => findPrincipal(tx, id)?.id ?? []))
  for (const { roleId: role, property: held } of membershipsOf(tx, identity))
    if (held === property && !wanted.has(role)) takeRole(tx, at, actor, { identity, role, property })
  for (const role of wanted) giveRole(tx, at, actor, { identity, role, property })
}

function mustBeAt(user: ManagedUser, revision: number | null): void {
  if (revision !== null && user.revision !== revision)
    throw new DomainError('stale', 'This user was changed since you saw it. Look again.')
}

/** The names of the properties that somebody set or ended; never their values. */
interface Said {
  readonly set?: string[]
  readonly takenBack?: string[]
}

const note = (tx: Writer, at: number, actor: Actor, what: string, identity: number, said: Said) =>
  recordAudit(tx, at, actor, {
    action: `person.${what}`,
    object: { type: 'person', id: identityOf(tx, identity).guid },
    details: { ...said },
  })

/** Whether a request may give such a property: a standard one, or one that a script gave to somebody; never what says who they are. */
export const isUserProperty = (db: Reader, name: string): boolean =>
  !neverRequested.includes(name) && (isStandardProperty(name) || managedUsers.isKnown(db, name))
