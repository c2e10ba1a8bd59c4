import type { Reader, Writer } from '../../storage/open.ts'
import { onCommit } from '../../storage/store.ts'
import type { Actor } from '../shared/actor.ts'
import type { Json } from '../shared/canonical-json.ts'
import type { Environment } from '../shared/environment.ts'
import { type FieldError, DomainError } from '../shared/errors.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { findPrincipal } from '../roles/principals.service.ts'
import { membershipProperties } from '../authorization/internal-roles.ts'
import { membershipsOf, takeRole } from '../roles/roles.service.ts'
import { hashManagedPassword, enableSignIn } from '../sign-in/managed-sign-in.ts'
import { type ManagedUserInput, readManagedUser } from './managed-user.ts'
import { managedUsers } from './managed-users.store.ts'
import { getManagedUser, type ManagedUser, managedUserOf } from './managed-users.service.ts'
import { refreshPersonNow, touchPersonNow } from '../identities/people-now.service.ts'
import { findIdentity } from '../identities/references.service.ts'
import { recordPersonChange } from './record-person-change.ts'
import { type ManagedUserAuthor, writeManagedUser } from './write-managed-user.ts'

export type { ManagedUserAuthor } from './write-managed-user.ts'

/** A person as a script writes them. */
type Properties = { readonly [name: string]: Json }

interface CreateManagedUserInput {
  /** Null for a new one. */
  readonly id: string | null
  readonly properties: Properties
}

/**
 * Creates a person by a script, with a sign-in when there is a password. An id that was removed is restored.
 * @throws DomainError `invalid`; `stale` when the id exists; `conflict` for a user name that another person has;
 * `forbidden` for a right that the author may not give
 */
export async function createManagedUser(
  env: Environment,
  author: ManagedUserAuthor,
  { id, properties }: CreateManagedUserInput,
): Promise<ManagedUser> {
  const input = validateManagedUser(env.store.reader, properties)
  const hash = await hashOf(env, input)
  return env.store.transact((tx) => {
    const at = env.clock()
    const guid = env.newId()
    const idmId = id ?? guid
    const before = findIdentity(tx, idmId)
    if (before && !managedUsers.isRemoved(tx, before.id))
      throw new DomainError('stale', `There is a user ${idmId} already.`)
    const identity = before?.id ?? managedUsers.insertIdentity(tx, guid, idmId, at)
    managedUsers.end(tx, identity, managedUsers.ownAttribute('removed'), at)
    const written = writeManagedUser(env, tx, author, { at, identity, input, hash, isNew: before === undefined })
    recordPersonChange(tx, at, author.actor, { event: 'person.created', identity, ...written })
    return managedUserOf(tx, identity)
  })
}

interface ManagedUserRevision {
  readonly id: string
  /** The revision that the caller saw; null asks for none. */
  readonly seen: number | null
}

interface UpdateManagedUserInput extends ManagedUserRevision {
  /**
   * All properties, given the person as they are. It is called again when they are written: hashing a password takes a
   * while, and what somebody else wrote meanwhile, such as taking a role away, must not be undone.
   */
  readonly properties: (db: Reader, user: ManagedUser) => Properties
}

/**
 * Replaces everything that scripts wrote of a person before; the values of rosters stay.
 * @throws DomainError `not-found`, `stale`, `invalid`, `conflict`, `forbidden`
 */
export async function updateManagedUser(
  env: Environment,
  author: ManagedUserAuthor,
  { id, seen, properties }: UpdateManagedUserInput,
): Promise<ManagedUser> {
  const { reader } = env.store
  const hash = await hashOf(env, validateManagedUser(reader, properties(reader, getManagedUser(reader, id))))
  return env.store.transact((tx) => {
    const user = getManagedUser(tx, id)
    expectRevision(user.revision, seen)
    const input = validateManagedUser(tx, properties(tx, user))
    const at = Math.max(env.clock(), user.revision + 1)
    const written = writeManagedUser(env, tx, author, { at, identity: user.id, input, hash, isNew: false })
    touchPersonNow(tx, user.id, at)
    recordPersonChange(tx, at, author.actor, { event: 'person.changed', identity: user.id, ...written })
    onCommit(tx, () => env.effects?.personChanged())
    return managedUserOf(tx, user.id)
  })
}

/**
 * Removes a managed user. What refers to them stays; their roles and their sign-in end.
 * @throws DomainError `not-found`, `stale`
 */
export function removeManagedUser(env: Environment, actor: Actor, { id, seen }: ManagedUserRevision): ManagedUser {
  return env.store.transact((tx) => {
    const user = getManagedUser(tx, id)
    expectRevision(user.revision, seen)
    const at = env.clock()
    for (const { roleId: role, property } of membershipsOf(tx, user.id))
      takeRole(tx, at, actor, { identity: user.id, role, property })
    enableSignIn(tx, at, actor, { identity: user.guid, enabled: false })
    const set = (attribute: string, value: string) =>
      managedUsers.set(tx, at, actor, { identity: user.id, attribute, value })
    set(managedUsers.ownAttribute('removed'), 'true')
    set('status', 'Removed')
    refreshPersonNow(tx, user.id, at)
    recordPersonChange(tx, at, actor, { event: 'person.removed', identity: user.id })
    return user
  })
}

interface SetUserPropertyInput {
  readonly identity: number
  /** The column of the list of people; null for a property that only scripts know. */
  readonly column: string | null
  readonly name: string
  /** Null ends it. */
  readonly value: Json
}

/**
 * Sets one property of a person, or ends it, in the caller's transaction: what an approved request gives and takes.
 * @returns false when nothing had to change
 */
export function setUserProperty(
  tx: Writer,
  at: number,
  actor: Actor,
  { identity, column, name, value }: SetUserPropertyInput,
): boolean {
  const attribute = column ?? managedUsers.ownAttribute(name)
  const text = column === null ? JSON.stringify(value) : typeof value === 'string' ? value : JSON.stringify(value)
  if (managedUsers.inForce(tx, identity).get(attribute) === text) return false
  if (value === null) {
    if (!managedUsers.end(tx, identity, attribute, at)) return false
  } else managedUsers.set(tx, at, actor, { identity, attribute, value: text })
  refreshPersonNow(tx, identity, at)
  const change = value === null ? { takenBack: [name] } : { set: [name] }
  recordPersonChange(tx, at, actor, { event: 'person.changed', identity, ...change })
  return true
}

/** @throws DomainError `invalid` with everything that is wrong */
function validateManagedUser(db: Reader, properties: Properties): ManagedUserInput {
  const { input, errors } = readManagedUser(properties)
  const unknown: FieldError[] = membershipProperties.flatMap((name) =>
    (input.roles[name] ?? []).flatMap((id) =>
      findPrincipal(db, id)?.kind === 'role' ? [] : [{ field: name, message: `there is no role ${id}` }],
    ),
  )
  if (input.manager && findPrincipal(db, input.manager)?.kind !== 'identity')
    unknown.push({ field: 'manager', message: `there is no person ${input.manager}` })
  if (errors.length + unknown.length > 0)
    throw new DomainError('invalid', 'This user is not valid.', [...errors, ...unknown])
  return input
}

const hashOf = async (env: Environment, { userName, password }: ManagedUserInput): Promise<string | null> =>
  password === null ? null : hashManagedPassword(env, userName, password)
