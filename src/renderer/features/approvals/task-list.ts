import { type ApprovalTask, ApprovalTaskPage } from '../../../contract/approvals.ts'
import { request } from '../../api/client.ts'
import type { ListSource } from '../../shared/lists/use-list.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { approvalKeys, type TaskFilter } from './queries.ts'
import { text } from './text.ts'

export const taskList: ListSource<ApprovalTask, { show: TaskFilter }> = {
  key: [...approvalKeys.all, 'tasks'],
  fetch:
    ({ show }, limit) =>
    (cursor, signal) =>
      request(ApprovalTaskPage, apiPaths.approvals, {
        query: {
          limit,
          cursor,
          whose: show === 'all' ? 'all' : 'mine',
          status: show === 'closed' ? 'closed' : 'active',
        },
        signal,
      }),
  csv: {
    name: text.title,
    head: [
      'For',
      'Requested by',
      'Items',
      'Kind',
      'Assigned to',
      'Level',
      'Requested',
      'Due',
      'Status',
      'Outcomes',
      'Decided by',
      'Closed',
      'Reason',
      'Request',
    ],
    record: (task) => [
      task.requestee.name,
      task.requester?.name ?? text.system,
      task.items.map(({ name }) => name).join('; '),
      task.kind,
      task.approver.name,
      task.level + 1,
      task.requestedAt,
      task.dueAt,
      task.status,
      task.items.map(({ outcome }) => outcome ?? '').join('; '),
      task.completedBy?.name ?? '',
      task.completedAt ?? '',
      task.comment,
      task.requestId,
    ],
  },
}

/** What makes two tasks similar: kind, items and actions. */
const signatureOf = ({ kind, items }: ApprovalTask) =>
  JSON.stringify([kind, items.map(({ itemId, action }) => `${itemId} ${action}`).toSorted()])

/** The tasks that can be decided together with this one, which comes first. */
export function similarTasks(tasks: readonly ApprovalTask[], task: ApprovalTask | undefined): readonly ApprovalTask[] {
  if (!task || task.whyNotDecide !== null) return []
  const signature = signatureOf(task)
  const others = tasks.filter(
    (other) => other.id !== task.id && other.whyNotDecide === null && signatureOf(other) === signature,
  )
  return [task, ...others]
}
