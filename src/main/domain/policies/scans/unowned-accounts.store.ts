import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { type EntitlementRow, valuesOfEntitlement } from './scan.store.ts'

const inForce = 9007199254740991
const visible = 'JOIN source s ON s.id = g.source_id AND g.from_seq <= s.current_seq AND g.to_seq > s.current_seq'
const nobodys = (account: string): string =>
  `NOT EXISTS (SELECT 1 FROM account_match m WHERE m.account_id = ${account} AND m.to_at = ${inForce} AND m.identity_id IS NOT NULL)`

const all = `
  SELECT a.id FROM account a JOIN application p ON p.id = a.application_id AND p.kind = 'application'
  JOIN source s ON s.application_id = p.id
  JOIN account_version v ON v.account_id = a.id AND v.source_id = s.id AND v.from_seq <= s.current_seq AND v.to_seq > s.current_seq
  WHERE ${nobodys('a.id')} ORDER BY a.id`
const holders = `SELECT DISTINCT g.account_id AS id FROM holder_version g ${visible} WHERE g.entitlement_id = ? AND ${nobodys('g.account_id')}`
const users = `
  SELECT a.id FROM account a WHERE a.application_id = ? AND EXISTS (SELECT 1 FROM grant_version g ${visible} WHERE g.account_id = a.id) AND ${nobodys('a.id')}`
const held = `
  SELECT DISTINCT e.id, p.name AS application, e.group_name, e.heading, e.section, e.permission,
    (SELECT idm_id FROM glossary_entry ge WHERE ge.entitlement_id = e.id AND ge.removed_at IS NULL) AS entry
  FROM grant_version g ${visible} JOIN entitlement e ON e.id = g.entitlement_id JOIN application p ON p.id = e.application_id
  WHERE g.account_id = ?`

const ids = (db: Reader, sql: string, ...values: number[]): number[] =>
  prepared<{ id: number }>(db, sql)
    .all(...values)
    .map(({ id }) => id)

/** Accounts of applications that nobody is known to own, by row. */
export const unownedAccounts = {
  all: (db: Reader) => ids(db, all),
  holders: (db: Reader, entitlement: number) => ids(db, holders, entitlement),
  users: (db: Reader, application: number) => ids(db, users, application),
  /** What an account has, by the names that policies use. */
  values(db: Reader, account: number): ReadonlyMap<string, readonly string[]> {
    const rows = prepared<EntitlementRow>(db, held).all(account)
    return new Map([
      ['entitlements', rows.flatMap(valuesOfEntitlement)],
      ['applications', [...new Set(rows.map(({ application }) => application))]],
    ])
  },
}
