import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { RequestsSchema } from '../../../storage/schema.requests.ts'
import { fromColumns, type Principal, toColumns } from '../../roles/principal.ts'
import { type ApprovalTask, type TaskItem, type TaskKind, type TaskOutcome, taskTransitions } from '../model/task.ts'

type Row = Selectable<RequestsSchema['approval_task']>

const byKey = 'SELECT * FROM approval_task WHERE idm_id = ? AND removed_at IS NULL'
const byId = 'SELECT * FROM approval_task WHERE id = ?'
const ofRequest = 'SELECT * FROM approval_task WHERE request_id = ? AND removed_at IS NULL ORDER BY id'
const insert = `
  INSERT INTO approval_task (guid, idm_id, request_id, requester_id, requestee_id, kind, status, level, approver_identity, approver_role,
    original_identity, original_role, delegated, due_at, created_at, workflow_task_id, added)
  VALUES (@guid, @guid, @request, @requester, @requestee, @kind, 'in-progress', @level, @approverIdentity, @approverRole,
    @originalIdentity, @originalRole, @delegated, @dueAt, @at, @workflowTask, @added) RETURNING id`
const insertItem = 'INSERT INTO approval_task_item (task_id, item_id) VALUES (@task, @item)'
const items = 'SELECT item_id AS item, outcome, comment FROM approval_task_item WHERE task_id = ? ORDER BY item_id'
const openWith = `SELECT t.* FROM approval_task_item ti JOIN approval_task t ON t.id = ti.task_id
  WHERE ti.item_id = ? AND ti.outcome IS NULL AND t.status = 'in-progress' AND t.removed_at IS NULL ORDER BY t.id`
const setOutcome =
  'UPDATE approval_task_item SET outcome = @outcome, comment = @comment WHERE task_id = @task AND item_id = @item'
const complete = `UPDATE approval_task SET status = 'complete', completed_at = @at, completed_by = @by, recorded_by = @recordedBy, revision = revision + 1 WHERE id = @id`
const cancel = `UPDATE approval_task SET status = 'cancelled', completed_at = @at, revision = revision + 1 WHERE id = @id`
const cancelItems = `UPDATE approval_task_item SET outcome = 'cancelled' WHERE task_id = @id AND outcome IS NULL`
const reassign = `
  UPDATE approval_task SET approver_identity = @identity, approver_role = @role, original_identity = @originalIdentity, original_role = @originalRole,
    delegated = 0, due_at = @dueAt, expired_at = @expiredAt, revision = revision + 1 WHERE id = @id`
const consult =
  'UPDATE approval_task SET consult_identity = @identity, consult_role = @role, revision = revision + 1 WHERE id = @id'
const markExpired = 'UPDATE approval_task SET expired_at = @at, revision = revision + 1 WHERE id = @id'
const overdue = `SELECT * FROM approval_task WHERE status = 'in-progress' AND removed_at IS NULL AND expired_at IS NULL AND due_at <= ? ORDER BY due_at, id LIMIT 500`
/** Of whom nobody is there who has no part in the request. Built-in roles are left out: they come with rights, too. */
const canAct = (person: string) =>
  `${person}.status = 'Active' AND ${person}.identity_id <> t.requestee_id AND ${person}.identity_id IS NOT t.requester_id`
const stuck = `
  SELECT t.* FROM approval_task t WHERE t.status = 'in-progress' AND t.approver_identity IS NOT NULL AND t.removed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM person_now n WHERE n.identity_id = t.approver_identity AND ${canAct('n')})
  UNION ALL
  SELECT t.* FROM approval_task t JOIN role r ON r.id = t.approver_role AND (r.kind = 'managed' OR r.removed_at IS NOT NULL)
  WHERE t.status = 'in-progress' AND t.approver_role IS NOT NULL AND t.removed_at IS NULL AND (r.removed_at IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM role_member m JOIN person_now n ON n.identity_id = m.identity_id WHERE m.role_id = r.id AND m.to_at = 9007199254740991 AND ${canAct('n')}))
  ORDER BY 1 LIMIT 500`

interface NewTask {
  readonly guid: string
  readonly request: number
  readonly requester: number | null
  readonly requestee: number
  readonly kind: TaskKind
  readonly level: number
  readonly approver: Principal
  readonly original: Principal | null
  readonly delegated: boolean
  readonly dueAt: number
  readonly at: number
  readonly workflowTask: string | null
  readonly added: boolean
}

const read = (row: Row): ApprovalTask => ({
  id: row.id,
  key: row.idm_id,
  requestId: row.request_id,
  requester: row.requester_id,
  requestee: row.requestee_id,
  kind: row.kind,
  status: row.status,
  level: row.level,
  approver: fromColumns(row.approver_identity, row.approver_role) as Principal,
  original: fromColumns(row.original_identity, row.original_role),
  delegated: row.delegated === 1,
  consult: fromColumns(row.consult_identity, row.consult_role),
  dueAt: row.due_at,
  expired: row.expired_at !== null,
  createdAt: row.created_at,
  completedAt: row.completed_at,
  completedBy: row.completed_by,
  recordedBy: row.recorded_by,
  workflowTask: row.workflow_task_id,
  added: row.added === 1,
  revision: row.revision,
})

export const tasks = {
  byKey(db: Reader, key: string): ApprovalTask | undefined {
    const row = prepared<Row>(db, byKey).get(key)
    return row && read(row)
  },
  get(db: Reader, id: number): ApprovalTask {
    const row = prepared<Row>(db, byId).get(id)
    if (!row) throw new Error(`no task ${id}`)
    return read(row)
  },
  ofRequest: (db: Reader, request: number): ApprovalTask[] => prepared<Row>(db, ofRequest).all(request).map(read),
  insert(tx: Writer, input: NewTask, itemIds: readonly number[]): number {
    const { approver, original, delegated, added, ...rest } = input
    const to = toColumns(approver)
    const from = toColumns(original)
    const row = prepared<{ id: number }>(tx, insert).get({
      ...rest,
      delegated: delegated ? 1 : 0,
      added: added ? 1 : 0,
      approverIdentity: to.identity,
      approverRole: to.role,
      originalIdentity: from.identity,
      originalRole: from.role,
    })
    const task = row?.id ?? 0
    for (const item of itemIds) prepared(tx, insertItem).run({ task, item })
    return task
  },
  items: (db: Reader, task: number): TaskItem[] => prepared<TaskItem>(db, items).all(task),
  /** Tasks in which an item still waits to be decided. */
  openWith: (db: Reader, item: number): ApprovalTask[] => prepared<Row>(db, openWith).all(item).map(read),
  setOutcome: (
    tx: Writer,
    {
      task,
      item,
      outcome,
      comment,
    }: { readonly task: number; readonly item: number; readonly outcome: TaskOutcome; readonly comment: string },
  ) => prepared(tx, setOutcome).run({ task, item, outcome, comment }),
  /** @throws TransitionError when it has ended already */
  complete(
    tx: Writer,
    id: number,
    end: { readonly at: number; readonly by: number; readonly recordedBy: number | null },
  ): void {
    taskTransitions.assert(tasks.get(tx, id).status, 'complete')
    prepared(tx, complete).run({ id, ...end })
  },
  /** @throws TransitionError when it has ended already */
  cancel(tx: Writer, id: number, at: number): void {
    taskTransitions.assert(tasks.get(tx, id).status, 'cancelled')
    prepared(tx, cancelItems).run({ id })
    prepared(tx, cancel).run({ id, at })
  },
  reassign(
    tx: Writer,
    id: number,
    to: { approver: Principal; original: Principal | null; dueAt: number; expiredAt: number | null },
  ): void {
    const { identity, role } = toColumns(to.approver)
    const original = toColumns(to.original)
    prepared(tx, reassign).run({
      id,
      identity,
      role,
      originalIdentity: original.identity,
      originalRole: original.role,
      dueAt: to.dueAt,
      expiredAt: to.expiredAt,
    })
  },
  setConsult: (tx: Writer, id: number, participant: Principal | null) =>
    prepared(tx, consult).run({ id, ...toColumns(participant) }),
  markExpired: (tx: Writer, id: number, at: number) => prepared(tx, markExpired).run({ id, at }),
  /** Open tasks that wait for somebody who can’t act. */
  stuck: (db: Reader): ApprovalTask[] => prepared<Row>(db, stuck).all().map(read),
  overdue: (db: Reader, now: number): ApprovalTask[] => prepared<Row>(db, overdue).all(now).map(read),
}
