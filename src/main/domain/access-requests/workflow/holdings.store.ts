import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { entitlementPath } from '../../identities/access-facts.ts'

const held = `
  SELECT DISTINCT g.entitlement_id AS id FROM account_match m JOIN grant_version g ON g.account_id = m.account_id
  JOIN source s ON s.id = g.source_id AND g.from_seq <= s.current_seq AND g.to_seq > s.current_seq
  WHERE m.identity_id = ? AND m.to_at = 9007199254740991`

/** The entitlements that the accounts of a person have, as the latest imports say. */
export const heldEntitlements = (db: Reader, identity: number): number[] =>
  prepared<{ id: number }>(db, held)
    .all(identity)
    .map(({ id }) => id)

const byName = `
  SELECT DISTINCT p.name AS application, e.group_name, e.heading, e.section, e.permission FROM account_match m JOIN grant_version g ON g.account_id = m.account_id
  JOIN source s ON s.id = g.source_id AND g.from_seq <= s.current_seq AND g.to_seq > s.current_seq
  JOIN entitlement e ON e.id = g.entitlement_id JOIN application p ON p.id = e.application_id
  WHERE m.identity_id = ? AND m.to_at = 9007199254740991 ORDER BY p.name, e.group_name, e.heading, e.section, e.permission`

/** The same by name. */
export const heldByName = (db: Reader, identity: number): { application: string; name: string }[] =>
  prepared<{ application: string; group_name: string; heading: string; section: string; permission: string }>(
    db,
    byName,
  )
    .all(identity)
    .map(({ application, group_name, heading, section, permission }) => ({
      application,
      name: entitlementPath([group_name, heading, section, permission]),
    }))
