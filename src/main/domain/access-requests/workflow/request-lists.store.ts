import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { personObjectIdSql } from '../../shared/object-ids.ts'
import { allOf, type Condition, type Columns, orderBy, toSql } from '../../shared/filter-sql.ts'
import type { ListFilter } from '../model/list-filter.ts'
import { conditionsOfWords, mostFound } from './search-words.store.ts'

/** What a list of requests asks for; null leaves it open. */
export interface RequestListQuery extends ListFilter {
  /** Only those that this person made or receives from. */
  readonly party: number | null
  readonly status: 'active' | 'closed' | 'complete' | 'cancelled' | null
  /** With an item at this point of its proof. */
  readonly verification?: 'claimed' | 'contradicted' | null
  /** Each word fits who asked, for whom, or an item; the newest `mostFound` are listed. */
  readonly words?: string | null
}

const longId = (column: string) => `(SELECT ${personObjectIdSql('idm_id')} FROM identity WHERE id = ${column})`
const instant = (column: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`

/** Columns to filter and sort by, under the names of the identity-governance API. */
const columns: Columns = {
  _id: { sql: 'r.idm_id', type: 'text' },
  requesterId: { sql: longId('r.requester_id'), type: 'text' },
  requesteeId: { sql: longId('r.requestee_id'), type: 'text' },
  status: { sql: 'r.status', type: 'text' },
  comment: { sql: 'r.comment', type: 'text' },
  requestDate: { sql: instant('r.requested_at'), type: 'text' },
  completionDate: { sql: instant('r.completed_at'), type: 'text' },
}

/** One page of requests, newest first unless sorted otherwise. @throws UnknownField */
export function findRequests(db: Reader, question: RequestListQuery): number[] {
  const { sql, values } = condition(db, question)
  const { offset, words } = question
  const limit = words ? Math.max(0, Math.min(question.limit ?? mostFound, mostFound - offset)) : (question.limit ?? -1)
  return prepared<{ id: number }>(
    db,
    `SELECT r.id ${sql} ORDER BY ${orderBy(question.sort, columns, 'r.id DESC')} LIMIT ? OFFSET ?`,
  )
    .all(...values, limit, offset)
    .map(({ id }) => id)
}

export function countRequests(db: Reader, question: RequestListQuery): number {
  const { sql, values } = condition(db, question)
  const counted = question.words ? `FROM (SELECT 1 ${sql} ORDER BY r.id DESC LIMIT ${mostFound})` : sql
  return prepared<{ n: number }>(db, `SELECT count(*) AS n ${counted}`).get(...values)?.n ?? 0
}

function condition(db: Reader, question: RequestListQuery): Condition {
  const parts: Condition[] = [{ sql: 'r.removed_at IS NULL', values: [] }]
  const add = (sql: string, ...values: (string | number)[]) => parts.push({ sql, values })
  const { party, status, approver, requester, requestee, item, key, filter } = question
  if (status === 'active') add("r.status = 'in-progress'")
  else if (status === 'closed') add("r.status <> 'in-progress'")
  else if (status !== null) add('r.status = ?', status)
  if (question.verification)
    // The list of values is what the index of claims knows.
    add(
      "r.id IN (SELECT request_id FROM request_item WHERE verification = ? AND verification IN ('claimed','contradicted'))",
      question.verification,
    )
  if (party !== null) add('(r.requester_id = ? OR r.requestee_id = ?)', party, party)
  if (requester !== null) add('r.requester_id = ?', requester)
  if (requestee !== null) add('r.requestee_id = ?', requestee)
  if (key !== null) add('r.idm_id = ?', key)
  if (approver)
    add(
      `EXISTS (SELECT 1 FROM approval_task t WHERE t.request_id = r.id AND ${approver.kind === 'identity' ? 't.approver_identity' : 't.approver_role'} = ?)`,
      approver.id,
    )
  if (item !== null)
    add(
      'r.id IN (SELECT i.request_id FROM glossary_entry e CROSS JOIN request_item i ON i.entry_id = e.id WHERE e.idm_id = ? OR e.object_id = ?)',
      item,
      item,
    )
  if (question.words) parts.push(...conditionsOfWords(db, question.words))
  if (filter) parts.push(toSql(filter, columns))
  const { sql, values } = allOf(parts)
  return { sql: `FROM request r WHERE ${sql}`, values }
}
