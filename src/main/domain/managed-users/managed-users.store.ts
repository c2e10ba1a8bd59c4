import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { Actor } from '../shared/actor.ts'
import type { Column, Columns, Condition } from '../shared/filter-sql.ts'
import { ownPrefix as own, propertyOfColumn } from './properties.ts'

const forever = 9007199254740991

/** Properties that no column of the list of people holds are stored among the set attributes, under this prefix. */

/** The user name that they sign in with, else their roster's, else their id. */
const userName = `coalesce(
  (SELECT json_extract(a.value, '$') FROM person_attribute a WHERE a.identity_id = i.id AND a.attribute = '${own}userName' AND a.to_at = ${forever}),
  (SELECT u.username FROM user u WHERE u.identity_guid = i.guid),
  (SELECT a.user_name FROM account_match m JOIN account a ON a.id = m.account_id JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
    WHERE m.identity_id = i.id AND m.to_at = ${forever} ORDER BY p.id LIMIT 1),
  i.idm_id)`

export interface ManagedUserRow {
  readonly id: number
  readonly idmId: string
  readonly guid: string
  readonly userName: string
  readonly full_name: string
  readonly first_name: string
  readonly last_name: string
  readonly email: string
  readonly employee_id: string
  readonly title: string
  readonly department: string
  readonly division: string
  readonly company: string
  readonly office: string
  readonly person_type: string
  readonly status: 'Active' | 'Disabled' | 'Removed'
  readonly revision: number
}

const columns = `i.id, i.idm_id AS idmId, i.guid, ${userName} AS userName, n.full_name, n.first_name, n.last_name, n.email, n.employee_id, n.title,
  n.department, n.division, n.company, n.office, n.person_type, n.status, n.updated_at AS revision`
const from = 'FROM identity i JOIN person_now n ON n.identity_id = i.id'
const notRemoved = `NOT EXISTS (SELECT 1 FROM person_attribute a WHERE a.identity_id = i.id AND a.attribute = '${own}removed' AND a.to_at = ${forever})`

/** Columns to filter and sort by, named as the wire names them. */
export const userColumns: Columns = {
  _id: { sql: 'i.idm_id', type: 'text' },
  userName: { sql: userName, type: 'text' },
  givenName: { sql: "nullif(n.first_name, '')", type: 'text' },
  sn: { sql: "nullif(n.last_name, '')", type: 'text' },
  mail: { sql: "nullif(n.email, '')", type: 'text' },
  displayName: { sql: "nullif(n.full_name, '')", type: 'text' },
  employeeNumber: { sql: "nullif(n.employee_id, '')", type: 'text' },
  title: { sql: "nullif(n.title, '')", type: 'text' },
  department: { sql: "nullif(n.department, '')", type: 'text' },
  division: { sql: "nullif(n.division, '')", type: 'text' },
  organization: { sql: "nullif(n.company, '')", type: 'text' },
  office: { sql: "nullif(n.office, '')", type: 'text' },
  userType: { sql: "nullif(n.person_type, '')", type: 'text' },
  accountStatus: { sql: "CASE n.status WHEN 'Active' THEN 'active' ELSE 'inactive' END", type: 'text' },
}

/** A property that only scripts know, as JSON. Whoever has none, and a property that nobody has, has no value. */
const ownColumn = (name: string): Column => ({
  sql: /^[A-Za-z][\w-]{0,99}$/.test(name)
    ? `(SELECT a.value FROM person_attribute a WHERE a.identity_id = i.id AND a.attribute = '${own}${name}' AND a.to_at = ${forever})`
    : 'NULL',
  type: 'json',
})

/** The columns for a question about these fields. */
export const userColumnsFor = (fields: readonly string[]): Columns => ({
  ...Object.fromEntries(fields.map((field) => [field, ownColumn(field)])),
  ...userColumns,
})

const ownProperties = `SELECT substr(attribute, ${own.length + 1}) AS name, value FROM person_attribute
  WHERE identity_id = ? AND attribute LIKE '${own}%' AND to_at = ${forever} ORDER BY attribute`
const knownName = `SELECT 1 FROM person_attribute WHERE attribute = '${own}' || ? LIMIT 1`
const begin = `INSERT INTO person_attribute (identity_id, attribute, from_at, value, instead_of, set_by, by_script, reason)
  VALUES (@identity, @attribute, @at, @value, '', @by, @script, '')
  ON CONFLICT (identity_id, attribute, from_at) DO UPDATE SET value = excluded.value, to_at = ${forever}`
const close = `UPDATE person_attribute SET to_at = max(@at, from_at + 1) WHERE identity_id = @identity AND attribute = @attribute AND to_at = ${forever}`
const inForce = `SELECT attribute, value FROM person_attribute WHERE identity_id = ? AND to_at = ${forever}`
/** What a roster says of the columns that an event may set. */
const rosterSays = `CASE t.attribute ${[
  'first_name',
  'last_name',
  'full_name',
  'email',
  'title',
  'department',
  'division',
  'company',
  'office',
  'person_type',
]
  .map((column) => `WHEN '${column}' THEN v.${column}`)
  .join(' ')} ELSE '' END`
const knownToRosters = `
  SELECT DISTINCT t.identity_id AS identity, t.attribute FROM person_attribute t
  JOIN account_match m ON m.identity_id = t.identity_id AND m.to_at = ${forever}
  JOIN account a ON a.id = m.account_id JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
  JOIN source s ON s.application_id = p.id
  JOIN account_version v ON v.account_id = a.id AND v.source_id = s.id AND v.from_seq <= s.current_seq AND v.to_seq > s.current_seq
  WHERE t.to_at = ${forever} AND t.set_by LIKE @name || '%' AND CASE
    WHEN t.from_at < m.from_at THEN t.attribute = 'status' OR ${rosterSays} <> ''
    ELSE fold_case(${rosterSays}) = fold_case(t.value) END`
const insertIdentity = 'INSERT INTO identity (guid, idm_id, created_at) VALUES (@guid, @idmId, @at) RETURNING id'

export interface ManagedUserPage {
  /** SQL of our own, never a client's. */
  readonly order: string
  readonly offset: number
  /** Null for all. */
  readonly limit: number | null
}

export const managedUsers = {
  get: (db: Reader, id: number) => prepared<ManagedUserRow>(db, `SELECT ${columns} ${from} WHERE i.id = ?`).get(id),
  byUserName: (db: Reader, name: string) =>
    prepared<{ id: number }>(
      db,
      `SELECT a.identity_id AS id FROM person_attribute a WHERE a.attribute = '${own}userName' AND a.to_at = ${forever} AND fold_case(json_extract(a.value, '$')) = fold_case(?)
        AND NOT EXISTS (SELECT 1 FROM person_attribute r WHERE r.identity_id = a.identity_id AND r.attribute = '${own}removed' AND r.to_at = ${forever})`,
    ).get(name)?.id,
  isRemoved: (db: Reader, id: number): boolean =>
    prepared(db, `SELECT 1 FROM identity i WHERE i.id = ? AND NOT (${notRemoved})`).get(id) !== undefined,
  /** People by a condition. */
  find: (db: Reader, { sql, values }: Condition, { order, offset, limit }: ManagedUserPage): number[] =>
    prepared<{ id: number }>(
      db,
      `SELECT i.id ${from} WHERE ${notRemoved} AND ${sql} ORDER BY ${order}, i.id LIMIT ? OFFSET ?`,
    )
      .all(...values, limit ?? -1, offset)
      .map(({ id }) => id),
  count: (db: Reader, { sql, values }: Condition): number =>
    prepared<{ n: number }>(db, `SELECT count(*) AS n ${from} WHERE ${notRemoved} AND ${sql}`).get(...values)?.n ?? 0,
  /** Properties that only scripts know, as JSON. */
  ownProperties: (db: Reader, id: number) => prepared<{ name: string; value: string }>(db, ownProperties).all(id),
  /** Whether anybody ever had such a property. */
  isKnown: (db: Reader, name: string): boolean => prepared(db, knownName).get(name) !== undefined,
  ownAttribute: (name: string): string => `${own}${name}`,
  /** The name that a script has for an attribute, its own or one that rosters have. */
  propertyOf: (attribute: string): string =>
    attribute.startsWith(own) ? attribute.slice(own.length) : (propertyOfColumn[attribute] ?? attribute),
  set(
    tx: Writer,
    at: number,
    actor: Actor,
    { identity, attribute, value }: { identity: number; attribute: string; value: string },
  ): void {
    prepared(tx, close).run({ identity, attribute, at })
    prepared(tx, begin).run({ identity, attribute, value, at, by: actor.name, script: actor.kind === 'token' ? 1 : 0 })
  },
  end: (tx: Writer, identity: number, attribute: string, at: number): boolean =>
    prepared(tx, close).run({ identity, attribute, at }).changes > 0,
  inForce: (db: Reader, id: number): ReadonlyMap<string, string> =>
    new Map(
      prepared<{ attribute: string; value: string }>(db, inForce)
        .all(id)
        .map(({ attribute, value }) => [attribute, value]),
    ),
  /** Values that somebody of this name set, and that a roster which lists the person now says itself. */
  knownToRosters: (db: Reader, name: string) =>
    prepared<{ identity: number; attribute: string }>(db, knownToRosters).all({ name }),
  insertIdentity: (tx: Writer, guid: string, idmId: string, at: number): number =>
    prepared<{ id: number }>(tx, insertIdentity).get({ guid, idmId, at })?.id ?? 0,
}
