import type { ApprovalCard } from '../../../contract/requests.ts'
import type { Reader } from '../../storage/open.ts'
import { entryOf } from '../catalogue/catalogue.service.ts'
import { Refusal } from '../errors.ts'
import { check } from '../policies/check.service.ts'
import { viewFinding } from '../policies/finding.view.ts'
import { changesOf } from '../policies/profile.service.ts'
import { sightOf } from '../requests/access-to-request.ts'
import { filesOf } from '../requests/attachments.service.ts'
import { historyOf } from '../requests/comments.service.ts'
import { assignedItems, namesHeld } from '../requests/holdings.service.ts'
import { itemOf, requestOf } from '../requests/request-items.service.ts'
import { isPartyTo } from '../requests/request.ts'
import { viewAttachment, viewHistory } from '../requests/request.view.ts'
import { hasRight, isAmong, type Participant } from '../roles/participant.ts'
import { governanceSettings } from '../settings/governance.ts'
import { getTask, taskItems } from './approvals.service.ts'
import { peersWith } from './recommendations.service.ts'
import { viewTask } from './task.view.ts'

const mostShown = 50

/** Everything that a decision needs, on one card. @throws Refusal `not found`, `forbidden` */
export function cardOf(db: Reader, who: Participant, key: string): ApprovalCard {
  const task = getTask(db, key)
  const request = requestOf(db, task.requestId)
  const sight = sightOf(db, who, request)
  if (!sight) throw new Refusal('forbidden', 'You take no part in this task.')
  const settings = governanceSettings(db)
  const items = taskItems(db, task.id).map(({ item }) => itemOf(db, item))
  const entries = items.map(({ entryId, action }) => ({ entry: entryOf(db, entryId), action }))
  const assigned = assignedItems(db, task.requestee)
  const held = namesHeld(db, task.requestee)
  const view = viewTask(db, who, task)
  const administers = hasRight(who, 'requests:manage')
  const isApprover = isAmong(who, task.approver) && !isPartyTo(task, who.identity)
  const open = task.status === 'in-progress'
  return {
    task: view,
    holds: held.slice(0, mostShown),
    holdsInAll: held.length,
    assigned: entries.filter(({ entry }) => assigned.has(entry.id)).map(({ entry }) => entry.key),
    peers: entries.map(({ entry }) => ({ itemId: entry.key, ...peersWith(db, task.requestee, entry.key) })),
    findings: check(db, task.requestee, changesOf(db, entries)).map((one) => viewFinding(db, one)),
    history: historyOf(db, request.id, sight).map((entry) => viewHistory(db, entry)),
    attachments: filesOf(db, request.id, sight).map((file) => viewAttachment(db, file)),
    commentNeeded: { yes: settings.requireCommentOnApproval, no: settings.requireCommentOnReject },
    may: {
      decide: view.whyNot === null,
      reassign: open && (administers || (isApprover && settings.enableApproverReassign)),
      consult: open && (administers || isApprover),
      comment: true,
      record: open && administers && who.identity !== null && !isPartyTo(task, who.identity),
    },
  }
}
