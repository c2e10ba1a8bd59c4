import { type ApprovalTask, taskItems, tasksOf } from '../../../domain/access-requests/workflow/approvals.service.ts'
import { entryOf } from '../../../domain/catalogue/catalogue.service.ts'
import { seesAny, type Visibility } from '../../../domain/access-requests/reading/visibility.ts'
import { takesAway } from '../../../domain/catalogue/item-action.ts'
import { type Attachment, filesOf } from '../../../domain/access-requests/reading/attachments.service.ts'
import { type HistoryEntry, historyOf } from '../../../domain/access-requests/reading/comments.service.ts'
import type { Request, RequestItem } from '../../../domain/access-requests/model/request.ts'
import { itemOf, itemsOf, requestOf } from '../../../domain/access-requests/workflow/read-request.service.ts'
import { personPrincipal, type Principal } from '../../../domain/roles/principal.ts'
import { longIdOf } from '../../../domain/roles/principals.service.ts'
import type { Reader } from '../../../storage/open.ts'
import { toContract } from './outcomes.ts'
import type { Resource } from '../crest/envelope.ts'
import { instantOrNull } from '../../../domain/shared/instant.ts'

const longId = (db: Reader, identity: number | null): string =>
  identity === null ? 'SYSTEM' : longIdOf(db, personPrincipal(identity))
const longIdOrNull = (db: Reader, principal: Principal | null): string | null =>
  principal === null ? null : longIdOf(db, principal)

/** The ids of items as clients know them: those of their entries. */
const itemKeys = (db: Reader, rows: readonly number[]): string[] =>
  rows.map((row) => entryOf(db, itemOf(db, row).entryId).key)

/** A request (B.5) as somebody sees it. Suspend shows as remove and restore as add, plus `action`. */
export function requestView(db: Reader, request: Request, sight: Visibility): Resource {
  return {
    _id: request.key,
    _rev: String(request.revision),
    requesterId: longId(db, request.requester),
    requesteeId: longId(db, request.requestee),
    status: request.status,
    requestDate: instantOrNull(request.requestedAt),
    completionDate: instantOrNull(request.completedAt),
    comment: request.comment,
    bundleIds: request.bundles,
    items: itemsOf(db, request.id).map((item) => itemView(db, item, sight)),
    approvalTasks: tasksOf(db, request.id).map(({ key }) => key),
    attachments: filesOf(db, request.id, sight).map((file) => attachmentView(db, file)),
    history: historyOf(db, request.id, sight).map((entry) => historyView(db, entry)),
  }
}

function itemView(db: Reader, item: RequestItem, sight: Visibility): Resource {
  // What was answered for another item is for those who decide about that one.
  const answers = seesAny(sight, [item.id]) ? item.fields : {}
  return {
    itemId: entryOf(db, item.entryId).key,
    displayName: item.displayName,
    requestType: takesAway(item.action) ? 'remove' : 'add',
    action: item.action,
    fields: Object.entries(answers).map(([name, value]) => ({ name, value })),
    timesApproved: item.timesApproved,
    level: Math.min(item.timesApproved, Math.max(0, item.chain.length - 1)),
    approverChain: item.chain.map(({ name, approver }) => ({ name, approverId: longIdOf(db, approver) })),
    outcome: toContract(item.outcome),
    outcomeDate: instantOrNull(item.outcomeAt),
    verification: item.verification,
    ...(item.endsAt === null ? {} : { endDate: instantOrNull(item.endsAt) }),
  }
}

/** A line of the history (B.7). */
export const historyView = (db: Reader, entry: HistoryEntry): Resource => ({
  userId: longId(db, entry.identity),
  action: toContract(entry.action),
  date: instantOrNull(entry.at),
  content: entry.content,
  itemIds: itemKeys(db, entry.items),
  isHidden: entry.hidden,
})

/** An attachment without its content (B.8). */
export const attachmentView = (db: Reader, file: Attachment): Resource => ({
  fileName: file.fileName,
  fileType: file.fileType,
  itemIds: itemKeys(db, file.items),
  ownerId: longId(db, file.owner),
  date: instantOrNull(file.addedAt),
  size: file.size,
})

/** An approval or provisioning task (B.6). */
export function taskView(db: Reader, task: ApprovalTask): Resource {
  const items = taskItems(db, task.id).map(({ item, outcome, comment }) => {
    const { entryId, displayName } = itemOf(db, item)
    return { itemId: entryOf(db, entryId).key, displayName, outcome: toContract(outcome), comment }
  })
  return {
    _id: task.key,
    _rev: String(task.revision),
    requestId: requestOf(db, task.requestId).key,
    requesterId: longId(db, task.requester),
    requesteeId: longId(db, task.requestee),
    approverId: longIdOf(db, task.approver),
    originalApproverId: longIdOrNull(db, task.original),
    delegatedFrom: task.delegated ? longIdOrNull(db, task.original) : null,
    type: task.kind,
    status: task.status,
    level: task.level,
    itemIds: items.map(({ itemId }) => itemId),
    items,
    consultId: longIdOrNull(db, task.consult),
    dueDate: instantOrNull(task.dueAt),
    expired: task.expired,
    autoApproved: false,
    createdDate: instantOrNull(task.createdAt),
    completionDate: instantOrNull(task.completedAt),
    completedBy: task.completedBy === null ? null : longId(db, task.completedBy),
    ...(task.recordedBy === null ? {} : { recordedBy: longId(db, task.recordedBy) }),
    ...(task.workflowTask === null ? {} : { workflowTaskId: task.workflowTask }),
  }
}
