import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

/** An account of somebody in an application, as the latest data has it. */
export interface HeldAccount {
  readonly account: number
  readonly application: number
  readonly userName: string
  readonly active: 0 | 1
  readonly locked: 0 | 1
}

/** A grant of one of them. */
export interface HeldGrant {
  readonly account: number
  readonly application: number
  readonly entitlement: number
  readonly access: string
  /** How many other accounts hold the same. */
  readonly others: number
}

const forever = 9007199254740991
const accounts = `
  SELECT a.id AS account, a.application_id AS application, a.user_name AS userName, v.active = 'yes' AS active, v.locked = 'yes' AS locked
  FROM account_match m JOIN account a ON a.id = m.account_id JOIN application p ON p.id = a.application_id AND p.kind = 'application'
  JOIN source s ON s.application_id = p.id
  JOIN account_version v ON v.account_id = a.id AND v.source_id = s.id AND v.from_seq <= s.current_seq AND v.to_seq > s.current_seq
  WHERE m.identity_id = ? AND m.to_at = ${forever} ORDER BY p.name, a.user_name, a.id`
const grants = `
  SELECT g.account_id AS account, a.application_id AS application, g.entitlement_id AS entitlement, g.access,
    (SELECT count(*) FROM (SELECT 1 FROM holder_version h WHERE h.entitlement_id = g.entitlement_id AND h.account_id <> g.account_id
      AND h.from_seq <= s.current_seq AND h.to_seq > s.current_seq LIMIT 2)) AS others
  FROM account_match m JOIN account a ON a.id = m.account_id JOIN application p ON p.id = a.application_id AND p.kind = 'application'
  JOIN source s ON s.application_id = p.id
  JOIN grant_version g ON g.account_id = a.id AND g.source_id = s.id AND g.from_seq <= s.current_seq AND g.to_seq > s.current_seq
  JOIN entitlement e ON e.id = g.entitlement_id
  WHERE m.identity_id = ? AND m.to_at = ${forever}
  ORDER BY p.name, a.user_name, e.group_name, e.heading, e.section, e.permission, e.id`

// Taken away since, by any request that somebody says was carried out: of this entitlement, or of the whole account.
const revokedSince = `
  SELECT 1 FROM request_item i JOIN request r ON r.id = i.request_id
  WHERE r.requestee_id = @identity AND i.action = 'remove' AND i.outcome = 'provisioned' AND i.outcome_at >= @since AND (
    EXISTS (SELECT 1 FROM request_item_privilege p WHERE p.item_id = i.id AND p.account_id = @account
      AND p.access_after IS NULL AND (p.entitlement_id IS @entitlement OR p.entitlement_id IS NULL))
    OR EXISTS (SELECT 1 FROM glossary_entry g WHERE g.id = i.entry_id AND g.entitlement_id = @entitlement)) LIMIT 1`

export const heldAccess = {
  accounts: (db: Reader, identity: number) => prepared<HeldAccount>(db, accounts).all(identity),
  grants: (db: Reader, identity: number) => prepared<HeldGrant>(db, grants).all(identity),
  /** Whether something that was suspended was removed for good meanwhile. */
  isRevoked: (
    db: Reader,
    of: {
      readonly identity: number
      readonly account: number | null
      readonly entitlement: number | null
      readonly since: number
    },
  ): boolean => prepared(db, revokedSince).get(of) !== undefined,
}
