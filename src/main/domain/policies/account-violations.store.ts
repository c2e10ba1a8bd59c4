import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { PoliciesSchema } from '../../storage/schema.policies.ts'

type StoredAccountViolation = Selectable<PoliciesSchema['account_violation']>

/** An account that violates a policy by itself, with what names it. */
export interface AccountViolationRow extends StoredAccountViolation {
  readonly account_guid: string
  readonly user_name: string
  readonly full_name: string
  readonly application_guid: string
  readonly application: string
}

const insert = `INSERT INTO account_violation (policy_id, account_id, details, detected_at, seen_at) VALUES (@policy, @account, @details, @at, @at)`
const see = 'UPDATE account_violation SET details = @details, seen_at = @at WHERE id = @id'
const close = 'UPDATE account_violation SET closed_at = @at WHERE id = @id'
const open = 'SELECT * FROM account_violation WHERE policy_id = ? AND closed_at IS NULL'
/** Whoever was given an owner since is judged with them. */
const stillUnowned = `FROM account_violation v JOIN account a ON a.id = v.account_id JOIN application p ON p.id = a.application_id
  JOIN source s ON s.application_id = p.id JOIN account_version w ON w.account_id = a.id AND w.source_id = s.id AND w.from_seq <= s.current_seq AND w.to_seq > s.current_seq
  WHERE v.closed_at IS NULL AND (@policy IS NULL OR v.policy_id = @policy)
    AND NOT EXISTS (SELECT 1 FROM account_match m WHERE m.account_id = a.id AND m.to_at = 9007199254740991 AND m.identity_id IS NOT NULL)`
const page = `SELECT v.*, a.guid AS account_guid, a.user_name, w.full_name, p.guid AS application_guid, p.name AS application ${stillUnowned}
  ORDER BY v.id DESC LIMIT @limit OFFSET @offset`
const count = `SELECT count(*) AS n ${stillUnowned}`

export const accountViolations = {
  open: (db: Reader, policy: number) => prepared<StoredAccountViolation>(db, open).all(policy),
  insert: (tx: Writer, found: { policy: number; account: number; details: string; at: number }) =>
    prepared(tx, insert).run(found),
  see: (tx: Writer, seen: { id: number; details: string; at: number }) => prepared(tx, see).run(seen),
  close: (tx: Writer, id: number, at: number) => prepared(tx, close).run({ id, at }),
  /** Newest first. @param policy null: of all policies */
  page: (db: Reader, policy: number | null, { offset, limit }: { readonly offset: number; readonly limit: number }) =>
    prepared<AccountViolationRow>(db, page).all({ policy, offset, limit }),
  count: (db: Reader, policy: number | null): number => prepared<{ n: number }>(db, count).get({ policy })?.n ?? 0,
}
