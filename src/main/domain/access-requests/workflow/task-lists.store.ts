import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { personObjectIdSql, roleObjectIdSql } from '../../shared/object-ids.ts'
import { allOf, type Condition, type Columns, orderBy, toSql } from '../../shared/filter-sql.ts'
import type { ListFilter } from '../model/list-filter.ts'

/** What a list of tasks asks for; null leaves it open. */
export interface TaskListQuery extends ListFilter {
  /** Only what this person and these roles decide or advise on, or, of closed ones, what the person decided. */
  readonly whose: { readonly identity: number | null; readonly roles: readonly number[] } | null
  readonly status: 'active' | 'closed' | null
  readonly kind?: 'approval' | 'provisioning' | null
  /** Only those that nobody decided in time. */
  readonly overdue?: boolean
}

const longId = (identity: string, role: string) =>
  `CASE WHEN ${identity} IS NOT NULL THEN (SELECT ${personObjectIdSql('idm_id')} FROM identity WHERE id = ${identity})
    ELSE (SELECT ${roleObjectIdSql('kind', 'idm_id')} FROM role WHERE id = ${role}) END`
const instant = (column: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`

/** Columns to filter and sort by, under the names of the identity-governance API. */
const columns: Columns = {
  _id: { sql: 't.idm_id', type: 'text' },
  requestId: { sql: '(SELECT idm_id FROM request r WHERE r.id = t.request_id)', type: 'text' },
  requesterId: { sql: longId('t.requester_id', 'NULL'), type: 'text' },
  requesteeId: { sql: longId('t.requestee_id', 'NULL'), type: 'text' },
  approverId: { sql: longId('t.approver_identity', 't.approver_role'), type: 'text' },
  consultId: { sql: longId('t.consult_identity', 't.consult_role'), type: 'text' },
  type: { sql: 't.kind', type: 'text' },
  status: { sql: 't.status', type: 'text' },
  level: { sql: 't.level', type: 'number' },
  dueDate: { sql: instant('t.due_at'), type: 'text' },
  createdDate: { sql: instant('t.created_at'), type: 'text' },
  completionDate: { sql: instant('t.completed_at'), type: 'text' },
  expired: { sql: '(t.expired_at IS NOT NULL)', type: 'boolean' },
  workflowTaskId: { sql: 't.workflow_task_id', type: 'text' },
}

/** The tasks that are meant, by due date unless asked otherwise. @throws UnknownField */
export function findTasks(db: Reader, question: TaskListQuery): number[] {
  const { sql, values } = condition(question)
  const limit = question.limit ?? -1
  return prepared<{ id: number }>(
    db,
    `SELECT t.id ${sql} ORDER BY ${orderBy(question.sort, columns, question.sort.length > 0 ? 't.id' : 't.due_at, t.id')} LIMIT ? OFFSET ?`,
  )
    .all(...values, limit, question.offset)
    .map(({ id }) => id)
}

export function countTasks(db: Reader, question: TaskListQuery): number {
  const { sql, values } = condition(question)
  return prepared<{ n: number }>(db, `SELECT count(*) AS n ${sql}`).get(...values)?.n ?? 0
}

/** Every value is bound; only names of our own stand in the text, so few texts are ever prepared. */
function condition(question: TaskListQuery): Condition {
  const parts: Condition[] = [{ sql: 't.removed_at IS NULL', values: [] }]
  const add = (sql: string, ...values: (string | number)[]) => parts.push({ sql, values })
  const { whose, status, approver, requester, requestee, item, key, filter, kind } = question
  if (status === 'active') add("t.status = 'in-progress'")
  if (status === 'closed') add("t.status <> 'in-progress'")
  if (whose) {
    const me = whose.identity ?? -1
    const roles = JSON.stringify(whose.roles)
    // Four small indexes rather than one condition over four columns, which SQLite answers by reading every task.
    const put = `t.id IN (
      SELECT id FROM approval_task WHERE status = 'in-progress' AND approver_identity = ? UNION ALL
      SELECT id FROM approval_task WHERE status = 'in-progress' AND consult_identity = ? UNION ALL
      SELECT o.id FROM json_each(?) r CROSS JOIN approval_task o ON o.status = 'in-progress' AND o.approver_role = r.value UNION ALL
      SELECT o.id FROM json_each(?) r CROSS JOIN approval_task o ON o.status = 'in-progress' AND o.consult_role = r.value)`
    if (status === 'active') add(put, me, me, roles, roles)
    else if (status === 'closed') add('t.completed_by = ?', me)
    else add(`(t.completed_by = ? OR ${put})`, me, me, me, roles, roles)
  }
  if (kind) add('t.kind = ?', kind)
  if (question.overdue === true) add('(t.expired_at IS NOT NULL)')
  if (approver) add(approver.kind === 'identity' ? 't.approver_identity = ?' : 't.approver_role = ?', approver.id)
  // The request has the indexes; the columns of the task are copies of its own.
  if (requester !== null) add('t.request_id IN (SELECT id FROM request WHERE requester_id = ?)', requester)
  if (requestee !== null) add('t.request_id IN (SELECT id FROM request WHERE requestee_id = ?)', requestee)
  if (key !== null) add('t.idm_id = ?', key)
  if (item !== null)
    add(
      `t.id IN (SELECT ti.task_id FROM glossary_entry e CROSS JOIN request_item i ON i.entry_id = e.id
        CROSS JOIN approval_task_item ti ON ti.item_id = i.id WHERE e.idm_id = ? OR e.object_id = ?)`,
      item,
      item,
    )
  if (filter) parts.push(toSql(filter, columns))
  const { sql, values } = allOf(parts)
  return { sql: `FROM approval_task t WHERE ${sql}`, values }
}
