import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import { entitlementPath } from '../identities/access-facts.ts'

interface Row {
  readonly application: string
  readonly group_name: string
  readonly heading: string
  readonly section: string
  readonly permission: string
  readonly entry: string | null
}

interface EntitlementNames {
  readonly application: string
  readonly path: string
  /** The id of the glossary entry that publishes it. */
  readonly entry: string | null
}

const columns = `p.name AS application, e.group_name, e.heading, e.section, e.permission,
  (SELECT idm_id FROM glossary_entry ge WHERE ge.entitlement_id = e.id AND ge.removed_at IS NULL) AS entry`
const held = `
  SELECT DISTINCT ${columns} FROM account_match m JOIN grant_version g ON g.account_id = m.account_id
  JOIN source s ON s.id = g.source_id AND g.from_seq <= s.current_seq AND g.to_seq > s.current_seq
  JOIN entitlement e ON e.id = g.entitlement_id JOIN application p ON p.id = e.application_id
  WHERE m.identity_id = ? AND m.to_at = 9007199254740991`
const entitlementById = `SELECT ${columns} FROM entitlement e JOIN application p ON p.id = e.application_id WHERE e.id = ?`

const read = ({ application, group_name, heading, section, permission, entry }: Row): EntitlementNames => ({
  application,
  path: entitlementPath([group_name, heading, section, permission]),
  entry,
})

/** What the accounts of a person have, as the latest imports say. */
export const heldNames = (db: Reader, identity: number): EntitlementNames[] =>
  prepared<Row>(db, held).all(identity).map(read)

export function entitlementNames(db: Reader, id: number): EntitlementNames | undefined {
  const row = prepared<Row>(db, entitlementById).get(id)
  return row && read(row)
}
