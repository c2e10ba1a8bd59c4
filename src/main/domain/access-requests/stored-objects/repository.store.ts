import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

/** Writes of stored objects as they are, for `repo/governance`: no step of the flow is taken. */
export const repository = {
  /** Whether an id was ever used: a tombstone keeps it. */
  isUsed: (db: Reader, table: 'request' | 'approval_task', key: string): boolean =>
    prepared(db, `SELECT 1 FROM ${table} WHERE idm_id = ?`).get(key) !== undefined,
  setRequest: (
    tx: Writer,
    id: number,
    {
      comment,
      status,
      completedAt,
    }: { readonly comment: string; readonly status: string; readonly completedAt: number | null },
  ) =>
    prepared(
      tx,
      'UPDATE request SET comment = @comment, status = @status, completed_at = @completedAt, revision = revision + 1 WHERE id = @id',
    ).run({ id, comment, status, completedAt }),
  setTask: (
    tx: Writer,
    task: {
      id: number
      status: string
      completedAt: number | null
      approverIdentity: number | null
      approverRole: number | null
      consultIdentity: number | null
      consultRole: number | null
      dueAt: number
      workflowTask: string | null
    },
  ) =>
    prepared(
      tx,
      `UPDATE approval_task SET status = @status, completed_at = @completedAt, approver_identity = @approverIdentity, approver_role = @approverRole,
        consult_identity = @consultIdentity, consult_role = @consultRole, due_at = @dueAt, workflow_task_id = @workflowTask, revision = revision + 1
       WHERE id = @id`,
    ).run(task),
  rename: (tx: Writer, table: 'request' | 'approval_task', id: number, key: string) =>
    prepared(tx, `UPDATE ${table} SET idm_id = @key WHERE id = @id`).run({ id, key }),
  remove: (tx: Writer, table: 'request' | 'approval_task', id: number, at: number) =>
    prepared(tx, `UPDATE ${table} SET removed_at = @at, revision = revision + 1 WHERE id = @id`).run({ id, at }),
}
