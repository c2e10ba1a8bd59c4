import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'

const held = `
  SELECT DISTINCT g.entitlement_id AS id FROM account_match m JOIN grant_version g ON g.account_id = m.account_id
  JOIN source s ON s.id = g.source_id AND g.from_seq <= s.current_seq AND g.to_seq > s.current_seq
  WHERE m.identity_id = ? AND m.to_at = 9007199254740991`

/** The entitlements that the accounts of a person have, as the latest imports say. */
export const heldEntitlements = (db: Reader, identity: number): number[] =>
  prepared<{ id: number }>(db, held)
    .all(identity)
    .map(({ id }) => id)
