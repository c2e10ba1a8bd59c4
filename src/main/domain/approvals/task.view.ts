import type { ApprovalTask as TaskWire } from '../../../contract/requests.ts'
import type { Reader } from '../../storage/open.ts'
import { entryOf } from '../catalogue/catalogue.service.ts'
import { itemOf, requestOf } from '../requests/request-items.service.ts'
import type { Participant } from '../roles/participant.ts'
import { viewPerson, viewPersonOrNull, viewPrincipal } from '../roles/principal.view.ts'
import { taskItems } from './approvals.service.ts'
import { whyNotDecide } from './may-decide.ts'
import type { ApprovalTask } from './task.ts'

const instant = (at: number): string => new Date(at).toISOString()

/** A task as `/v1` shows it to somebody. */
export function viewTask(db: Reader, who: Participant, task: ApprovalTask): TaskWire {
  const request = requestOf(db, task.requestId)
  const items = taskItems(db, task.id).map((one) => ({ ...one, item: itemOf(db, one.item) }))
  return {
    id: task.key,
    requestId: request.key,
    kind: task.kind,
    status: task.status,
    requester: viewPersonOrNull(db, task.requester),
    requestee: viewPerson(db, task.requestee),
    approver: viewPrincipal(db, task.approver),
    original: task.original === null ? null : viewPrincipal(db, task.original),
    delegated: task.delegated,
    adviser: task.consult === null ? null : viewPrincipal(db, task.consult),
    level: task.level,
    levels: Math.max(0, ...items.map(({ item }) => item.chain.length)),
    items: items.map(({ item, outcome, comment }) => {
      const { key, riskLevel } = entryOf(db, item.entryId)
      return { itemId: key, name: item.displayName, action: item.action, riskLevel, outcome, comment }
    }),
    comment: request.comment,
    requestedAt: instant(request.requestedAt),
    createdAt: instant(task.createdAt),
    dueAt: instant(task.dueAt),
    expired: task.expired,
    completedAt: task.completedAt === null ? null : instant(task.completedAt),
    completedBy: viewPersonOrNull(db, task.completedBy),
    recordedBy: viewPersonOrNull(db, task.recordedBy),
    whyNot: whyNotDecide(who, task),
    revision: task.revision,
  }
}
