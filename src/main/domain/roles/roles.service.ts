import type { Reader, Writer } from '../../storage/open.ts'
import type { Actor } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { notFound, DomainError } from '../shared/errors.ts'
import { identityOf } from '../identities/references.service.ts'
import { type RoleKind, rightOfRole, everybody } from '../authorization/internal-roles.ts'
import { type Holding, type Membership, roles, type StoredRole } from './roles.store.ts'
import { expectRevision } from '../shared/expect-revision.ts'

export type { Holding, Membership, StoredRole } from './roles.store.ts'

export interface RoleInput {
  readonly name: string
  readonly description: string
  /** Further keys, kept as they came. */
  readonly properties: Readonly<Record<string, unknown>>
}

/** A role that has not been removed, by its short id. */
export function findRole(db: Reader, kind: RoleKind, idmId: string): StoredRole | undefined {
  const role = roles.find(db, kind, idmId)
  return role?.removed_at === null ? role : undefined
}

/** @throws Error when there is none: numbers come from rows, never from a client */
export function roleOf(db: Reader, id: number): StoredRole {
  const role = roles.get(db, id)
  if (!role) throw new Error(`no role ${id}`)
  return role
}

export const listRoles = (db: Reader, kind: RoleKind): StoredRole[] => roles.list(db, kind)
export const membershipsOf = (db: Reader, identity: number): Membership[] => roles.membershipsOf(db, identity)
export const membersOf = (db: Reader, role: number): number[] => roles.members(db, role)

/**
 * Makes a role, or brings one back that was removed under the same id.
 * @param idmId null takes a new GUID
 * @throws DomainError `conflict` when it already exists
 */
export function createRole(
  env: Environment,
  actor: Actor,
  { kind, idmId, input }: { readonly kind: RoleKind; readonly idmId: string | null; readonly input: RoleInput },
): StoredRole {
  return env.store.transact((tx) => {
    const at = env.clock()
    const guid = env.newId()
    const id = idmId ?? guid
    const before = roles.find(tx, kind, id)
    if (before?.removed_at === null) throw new DomainError('conflict', `There is a role ${id} already.`)
    const row = { name: input.name, description: input.description, properties: JSON.stringify(input.properties), at }
    if (before) roles.update(tx, { id: before.id, ...row })
    else roles.insert(tx, { guid, idmId: id, kind, ...row })
    const role = roles.find(tx, kind, id)
    if (!role) throw notFound('role')
    auditRole(tx, at, actor, { action: 'role.created', role })
    return role
  })
}

/** @throws DomainError `not-found`, `stale` when it is no longer at `revision`; null asks for none */
export function updateRole(
  env: Environment,
  actor: Actor,
  {
    kind,
    idmId,
    revision,
    input,
  }: { readonly kind: RoleKind; readonly idmId: string; readonly revision: number | null; readonly input: RoleInput },
): StoredRole {
  return env.store.transact((tx) => {
    const at = env.clock()
    const role = getRole(tx, kind, idmId, revision)
    const { name, description, properties } = input
    roles.update(tx, { id: role.id, name, description, properties: JSON.stringify(properties), at })
    auditRole(tx, at, actor, { action: 'role.changed', role })
    return roleOf(tx, role.id)
  })
}

/** Takes a role out of use and from everybody who has it. @throws DomainError `not-found`, `stale`, `conflict` for a built-in one */
export function removeRole(
  env: Environment,
  actor: Actor,
  { kind, idmId, revision }: { readonly kind: RoleKind; readonly idmId: string; readonly revision: number | null },
): StoredRole {
  return env.store.transact((tx) => {
    const at = env.clock()
    const role = getRole(tx, kind, idmId, revision)
    if (kind === 'internal' && (idmId in rightOfRole || idmId === everybody))
      throw new DomainError('conflict', `${idmId} is built in and stays.`)
    roles.takeFromAll(tx, role.id, at, actor.name)
    roles.remove(tx, role.id, at)
    auditRole(tx, at, actor, { action: 'role.removed', role })
    return role
  })
}

/** Gives a role in the caller's transaction. @returns false when it was held already */
export function giveRole(tx: Writer, at: number, actor: Actor, holding: Holding): boolean {
  if (roles.holds(tx, holding)) return false
  roles.give(tx, holding, at, actor.name)
  auditMembership(tx, at, actor, { action: 'role.given', holding })
  return true
}

/** Takes a role in the caller's transaction. @returns false when it was not held */
export function takeRole(tx: Writer, at: number, actor: Actor, holding: Holding): boolean {
  if (!roles.take(tx, holding, at, actor.name)) return false
  auditMembership(tx, at, actor, { action: 'role.taken', holding })
  return true
}

function getRole(tx: Reader, kind: RoleKind, idmId: string, revision: number | null): StoredRole {
  const role = findRole(tx, kind, idmId)
  if (!role) throw notFound('role')
  expectRevision(role.revision, revision)
  return role
}

const auditRole = (
  tx: Writer,
  at: number,
  actor: Actor,
  { action, role }: { readonly action: string; readonly role: StoredRole },
) => recordAudit(tx, at, actor, { action, object: { type: `${role.kind}-role`, id: role.guid, name: role.name } })

function auditMembership(
  tx: Writer,
  at: number,
  actor: Actor,
  { action, holding: { identity, role, property } }: { readonly action: string; readonly holding: Holding },
): void {
  const { guid, name, kind } = roleOf(tx, role)
  recordAudit(tx, at, actor, {
    action,
    object: { type: `${kind}-role`, id: guid, name },
    details: { person: identityOf(tx, identity).guid, property },
  })
}
