import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { PoliciesSchema } from '../../storage/schema.policies.ts'

export type StoredViolation = Selectable<PoliciesSchema['violation']>

export interface ViolationQuery {
  readonly status: 'active' | 'overdue' | 'closed' | 'exception' | null
  readonly policy: number | null
  readonly identity: number | null
}

const open = 'SELECT * FROM violation WHERE policy_id = ? AND closed_at IS NULL'
const openOfPerson = 'SELECT * FROM violation WHERE identity_id = ? AND closed_at IS NULL'
// A scan of one person may find a violation during a scan of everybody: then it is seen, not inserted twice.
const insert = `
  INSERT INTO violation (guid, policy_id, identity_id, status, details, detected_at, seen_at, due_at)
  VALUES (@guid, @policy, @identity, 'active', @details, @at, @at, @dueAt)
  ON CONFLICT (policy_id, identity_id) WHERE closed_at IS NULL DO UPDATE SET seen_at = excluded.seen_at, details = excluded.details`
const see = `UPDATE violation SET seen_at = @at, details = @details, due_at = coalesce(due_at, @dueAt) WHERE id = @id AND closed_at IS NULL`
const exceptionsOver = `SELECT * FROM violation WHERE status = 'exception' AND closed_at IS NULL AND exception_until <= ? ORDER BY id`
const reopen = "UPDATE violation SET status = 'active', revision = revision + 1 WHERE id = ?"
const close = `UPDATE violation SET status = 'remediated', closed_at = @at, revision = revision + 1 WHERE id = @id AND closed_at IS NULL`
const byGuid = 'SELECT * FROM violation WHERE guid = ?'
const except = `UPDATE violation SET status = 'exception', exception_until = @until, decided_by = @by, comment = @comment, revision = revision + 1 WHERE id = @id`
const cancel = `UPDATE violation SET status = 'cancelled', closed_at = @at, decided_by = @by, comment = @comment, revision = revision + 1 WHERE id = @id`
const cancelOpen = `UPDATE violation SET status = 'cancelled', closed_at = @at, decided_by = @by, comment = @comment, revision = revision + 1
  WHERE policy_id = @policy AND closed_at IS NULL`
const openOf = 'SELECT count(*) AS n FROM violation WHERE policy_id = ? AND closed_at IS NULL'

/** The text holds only the conditions in use: an index can't serve optional conditions. */
function where({ status, policy, identity }: ViolationQuery): string {
  const parts = ['1']
  if (status === 'closed') parts.push('v.closed_at IS NOT NULL')
  else if (status === 'overdue') parts.push("v.closed_at IS NULL AND v.status = 'active' AND v.due_at <= @now")
  else if (status !== null) parts.push('v.closed_at IS NULL AND v.status = @status')
  if (policy !== null) parts.push('v.policy_id = @policy')
  if (identity !== null) parts.push('v.identity_id = @identity')
  return `FROM violation v WHERE ${parts.join(' AND ')}`
}

export const violations = {
  open: (db: Reader, policy: number) => prepared<StoredViolation>(db, open).all(policy),
  howManyOpen: (db: Reader, policy: number) => prepared<{ n: number }>(db, openOf).get(policy)?.n ?? 0,
  byGuid: (db: Reader, guid: string) => prepared<StoredViolation>(db, byGuid).get(guid),
  openOf: (db: Reader, identity: number) => prepared<StoredViolation>(db, openOfPerson).all(identity),
  insert: (
    tx: Writer,
    input: { guid: string; policy: number; identity: number; details: string; at: number; dueAt: number | null },
  ) => prepared(tx, insert).run(input),
  /** It is still there. Its day stays, once it has one. */
  see: (tx: Writer, input: { id: number; details: string; at: number; dueAt: number | null }) =>
    prepared(tx, see).run(input),
  exceptionsOver: (db: Reader, at: number) => prepared<StoredViolation>(db, exceptionsOver).all(at),
  reopen: (tx: Writer, id: number) => prepared(tx, reopen).run(id),
  close: (tx: Writer, id: number, at: number) => prepared(tx, close).run({ id, at }),
  except: (tx: Writer, input: { id: number; until: number; by: string; comment: string }) =>
    prepared(tx, except).run(input),
  cancel: (tx: Writer, input: { id: number; at: number; by: string; comment: string }) =>
    prepared(tx, cancel).run(input),
  /** @returns how many of a policy's were open */
  cancelOpen: (tx: Writer, input: { policy: number; at: number; by: string; comment: string }): number =>
    prepared(tx, cancelOpen).run(input).changes,
  page: (
    db: Reader,
    {
      question,
      now,
      offset,
      limit,
    }: { readonly question: ViolationQuery; readonly now: number; readonly offset: number; readonly limit: number },
  ) =>
    prepared<StoredViolation>(db, `SELECT v.* ${where(question)} ORDER BY v.id DESC LIMIT @limit OFFSET @offset`).all({
      ...question,
      now,
      offset,
      limit,
    }),
  count: (db: Reader, question: ViolationQuery, now: number) =>
    prepared<{ n: number }>(db, `SELECT count(*) AS n ${where(question)}`).get({ ...question, now })?.n ?? 0,
}
