import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { entitlementPath } from '../../identities/access-facts.ts'
import { roleObjectIdSql } from '../../shared/object-ids.ts'

const inForce = 9007199254740991
const visible = 'JOIN source s ON s.id = g.source_id AND g.from_seq <= s.current_seq AND g.to_seq > s.current_seq'

/** Who left and still has accounts can still use them. */
const everybody =
  "SELECT identity_id AS id FROM person_now WHERE status <> 'Removed' OR accounts > 0 ORDER BY identity_id"
const roles = `SELECT id, ${roleObjectIdSql('kind', 'idm_id')} AS value FROM role`
const members = `SELECT identity_id AS id FROM role_member WHERE role_id = ? AND property = ? AND to_at = ${inForce}`
const entitlements = `
  SELECT e.id, p.name AS application, e.group_name, e.heading, e.section, e.permission,
    (SELECT idm_id FROM glossary_entry ge WHERE ge.entitlement_id = e.id AND ge.removed_at IS NULL) AS entry
  FROM entitlement e JOIN application p ON p.id = e.application_id`
const holders = `
  SELECT DISTINCT m.identity_id AS id FROM holder_version g ${visible} JOIN account_match m ON m.account_id = g.account_id AND m.to_at = ${inForce}
  WHERE g.entitlement_id = ? AND m.identity_id IS NOT NULL`
const applications = 'SELECT id, name AS value FROM application'
const users = `
  SELECT DISTINCT m.identity_id AS id FROM account a JOIN account_match m ON m.account_id = a.id AND m.to_at = ${inForce}
  WHERE a.application_id = ? AND m.identity_id IS NOT NULL AND EXISTS (SELECT 1 FROM grant_version g ${visible} WHERE g.account_id = a.id)`
const ownProperty = `SELECT identity_id AS id, value FROM person_attribute WHERE attribute = 'x:' || ? AND to_at = ${inForce}`

export interface Named {
  readonly id: number
  readonly value: string
}

export interface EntitlementRow {
  readonly id: number
  readonly application: string
  readonly group_name: string
  readonly heading: string
  readonly section: string
  readonly permission: string
  readonly entry: string | null
}

const ids = (db: Reader, sql: string, ...values: (string | number)[]): number[] =>
  prepared<{ id: number }>(db, sql)
    .all(...values)
    .map(({ id }) => id)

/** The values by which policies name an entitlement. */
export const valuesOfEntitlement = (row: EntitlementRow): string[] => [
  `${row.application}/${entitlementPath([row.group_name, row.heading, row.section, row.permission])}`,
  ...(row.entry === null ? [] : [row.entry]),
]

/** Who has what, asked the other way round: for everybody at once. */
export const peopleSetQueries = {
  everybody: (db: Reader) => ids(db, everybody),
  roles: (db: Reader) => prepared<Named>(db, roles).all(),
  members: (db: Reader, role: number, property: string) => ids(db, members, role, property),
  /** The values by which policies name each entitlement. */
  entitlements: (db: Reader): { id: number; values: string[] }[] =>
    prepared<EntitlementRow>(db, entitlements)
      .all()
      .map((row) => ({ id: row.id, values: valuesOfEntitlement(row) })),
  holders: (db: Reader, entitlement: number) => ids(db, holders, entitlement),
  applications: (db: Reader) => prepared<Named>(db, applications).all(),
  users: (db: Reader, application: number) => ids(db, users, application),
  /** @param column of the list of people: a name of our own */
  texts: (db: Reader, column: string) =>
    prepared<Named>(db, `SELECT identity_id AS id, ${column} AS value FROM person_now WHERE ${column} <> ''`).all(),
  ownProperty: (db: Reader, name: string) => prepared<Named>(db, ownProperty).all(name),
}
