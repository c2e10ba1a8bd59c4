import type { ApprovalTask } from '../../../contract/approvals.ts'
import { text } from './text.ts'

/** The columns of the exported list. */
export const head = [
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
]

/** One row of the exported list. */
export const record = (task: ApprovalTask) => [
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
]
