import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { CatalogueSchema } from '../../storage/schema.catalogue.ts'
import type { MembershipProperty, RoleKind } from '../authorization/internal-roles.ts'

export type StoredRole = Selectable<CatalogueSchema['role']>

const inForce = 9007199254740991

const byIdmId = 'SELECT * FROM role WHERE kind = ? AND idm_id = ?'
const byId = 'SELECT * FROM role WHERE id = ?'
const all = 'SELECT * FROM role WHERE kind = ? AND removed_at IS NULL ORDER BY name, id'
const insert = `INSERT INTO role (guid, idm_id, kind, name, description, properties, created_at, updated_at)
  VALUES (@guid, @idmId, @kind, @name, @description, @properties, @at, @at) RETURNING id`
const update = `UPDATE role SET name = @name, description = @description, properties = @properties, updated_at = @at,
  removed_at = NULL, revision = revision + 1 WHERE id = @id`
const remove = 'UPDATE role SET removed_at = @at, updated_at = @at, revision = revision + 1 WHERE id = @id'

const memberships = `SELECT m.property, m.role_id AS roleId, r.kind, r.idm_id AS idmId, r.name FROM role_member m JOIN role r ON r.id = m.role_id
  WHERE m.identity_id = ? AND m.to_at = ${inForce} ORDER BY r.kind, r.name, m.role_id`
const holds = `SELECT 1 FROM role_member WHERE role_id = @role AND identity_id = @identity AND property = @property AND to_at = ${inForce}`
const members = `SELECT DISTINCT identity_id AS id FROM role_member WHERE role_id = ? AND to_at = ${inForce} ORDER BY identity_id`
const give = `INSERT INTO role_member (identity_id, property, role_id, from_at, given_by) VALUES (@identity, @property, @role, @at, @by)
  ON CONFLICT (identity_id, property, role_id, from_at) DO UPDATE SET to_at = ${inForce}, taken_by = NULL`
const take = `UPDATE role_member SET to_at = max(@at, from_at), taken_by = @by WHERE role_id = @role AND identity_id = @identity AND property = @property AND to_at = ${inForce}`
const takeAll = `UPDATE role_member SET to_at = max(@at, from_at), taken_by = @by WHERE role_id = @role AND to_at = ${inForce}`

export interface Membership {
  readonly property: MembershipProperty
  readonly roleId: number
  readonly kind: RoleKind
  readonly idmId: string
  readonly name: string
}

export interface Holding {
  readonly identity: number
  readonly role: number
  readonly property: MembershipProperty
}

export const roles = {
  find: (db: Reader, kind: RoleKind, idmId: string): StoredRole | undefined =>
    prepared<StoredRole>(db, byIdmId).get(kind, idmId),
  get: (db: Reader, id: number): StoredRole | undefined => prepared<StoredRole>(db, byId).get(id),
  list: (db: Reader, kind: RoleKind): StoredRole[] => prepared<StoredRole>(db, all).all(kind),
  insert: (
    tx: Writer,
    role: {
      guid: string
      idmId: string
      kind: RoleKind
      name: string
      description: string
      properties: string
      at: number
    },
  ): number => prepared<{ id: number }>(tx, insert).get(role)?.id ?? 0,
  update: (tx: Writer, role: { id: number; name: string; description: string; properties: string; at: number }) =>
    prepared(tx, update).run(role),
  remove: (tx: Writer, id: number, at: number) => prepared(tx, remove).run({ id, at }),
  /** What somebody holds now, of both kinds. */
  membershipsOf: (db: Reader, identity: number): Membership[] => prepared<Membership>(db, memberships).all(identity),
  holds: (db: Reader, holding: Holding): boolean => prepared(db, holds).get(holding) !== undefined,
  members: (db: Reader, role: number): number[] =>
    prepared<{ id: number }>(db, members)
      .all(role)
      .map(({ id }) => id),
  give: (tx: Writer, holding: Holding, at: number, by: string) => prepared(tx, give).run({ ...holding, at, by }),
  /** @returns whether it was held */
  take: (tx: Writer, holding: Holding, at: number, by: string): boolean =>
    prepared(tx, take).run({ ...holding, at, by }).changes > 0,
  takeFromAll: (tx: Writer, role: number, at: number, by: string): number =>
    prepared(tx, takeAll).run({ role, at, by }).changes,
}
