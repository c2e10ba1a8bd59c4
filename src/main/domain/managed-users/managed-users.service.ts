import { personObjectId } from '../shared/object-ids.ts'
import type { Reader } from '../../storage/open.ts'
import type { Json } from '../shared/canonical-json.ts'
import { notFound } from '../shared/errors.ts'
import type { Condition } from '../shared/filter-sql.ts'
import { type Membership, membershipsOf } from '../roles/roles.service.ts'
import { managedUsers, type ManagedUserPage, type ManagedUserRow } from './managed-users.store.ts'
import { findIdentity, identityOf, managerOf, reportsOf } from '../identities/references.service.ts'
import { isStandardProperty, neverRequested } from './properties.ts'

export { userColumns, userColumnsFor } from './managed-users.store.ts'

/** A person as scripts write and read them. */
export interface ManagedUser extends ManagedUserRow {
  /** Properties that only scripts know. */
  readonly own: Readonly<Record<string, Json>>
}

/** @throws DomainError `not-found` */
export function getManagedUser(db: Reader, id: string): ManagedUser {
  const identity = findIdentity(db, id)
  if (!identity || managedUsers.isRemoved(db, identity.id)) throw notFound('user')
  return managedUserOf(db, identity.id)
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

interface ManagedUserQuery extends ManagedUserPage {
  readonly condition: Condition
}

/** One page of people, and how many there are in all. */
export const listManagedUsers = (
  db: Reader,
  { condition, order, offset, limit }: ManagedUserQuery,
  withTotal: boolean,
): { items: ManagedUser[]; total: number | null } => ({
  items: managedUsers.find(db, condition, { order, offset, limit }).map((id) => managedUserOf(db, id)),
  total: withTotal ? managedUsers.count(db, condition) : null,
})

/** Whether a request may set such a property: a standard one, or one that a script gave to somebody; never one of identity. */
export const isUserProperty = (db: Reader, name: string): boolean =>
  !neverRequested.includes(name) && (isStandardProperty(name) || managedUsers.isKnown(db, name))
