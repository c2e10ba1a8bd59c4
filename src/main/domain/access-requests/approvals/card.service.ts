import type { ApprovalCard } from '../../../../contract/approvals.ts'
import type { Reader } from '../../../storage/open.ts'
import { entryOf } from '../../catalogue/catalogue.service.ts'
import { DomainError } from '../../shared/errors.ts'
import { checkPolicies } from '../../policies/check.service.ts'
import { viewFinding } from '../../policies/finding.view.ts'
import { changesOf } from '../../policies/profile.service.ts'
import { findingsFor } from '../submission/policy-check.service.ts'
import { visibilityOf } from '../reading/visibility.ts'
import { viewAnswers } from '../reading/answers.view.ts'
import { viewPrivileges } from '../reading/privilege.view.ts'
import { filesOf } from '../reading/attachments.service.ts'
import { historyOf } from '../reading/comments.service.ts'
import { heldItemsAmong, namesHeld } from '../workflow/holdings.service.ts'
import { itemOf, requestOf } from '../workflow/read-request.service.ts'
import { isPartyTo } from '../model/request.ts'
import { viewAttachment, viewHistory } from '../reading/request.view.ts'
import { mayShowAccessOf } from '../workflow/people-visibility.ts'
import { hasRight, type Participant } from '../../sign-in/participant.ts'
import { governanceSettings } from '../../settings/governance-settings.service.ts'
import { getTask, taskItems } from '../workflow/approvals.service.ts'
import { hasTask } from '../workflow/may-decide.ts'
import { peersWith } from './recommendations.service.ts'
import { viewTask } from '../reading/task.view.ts'
import { instantOrNull } from '../../shared/instant.ts'

const mostShown = 50

/**
 * Everything that a decision needs, on one card. Whoever only made the request sees no more of what the person holds than
 * before they asked: else asking would be a way to look.
 * @throws DomainError `not-found`, `forbidden`
 */
export function approvalCard(db: Reader, participant: Participant, key: string): ApprovalCard {
  const task = getTask(db, key)
  const request = requestOf(db, task.requestId)
  const sight = visibilityOf(db, participant, request)
  if (!sight) throw new DomainError('forbidden', 'You take no part in this task.')
  const settings = governanceSettings(db)
  const items = taskItems(db, task.id).map(({ item }) => itemOf(db, item))
  const entries = items.map(({ entryId, action }) => ({ entry: entryOf(db, entryId), action }))
  const isParty = isPartyTo(task, participant.identity)
  const decides = sight.items.size > 0 && !isParty
  const knows = decides || mayShowAccessOf(db, participant, task.requestee)
  const onCard = entries.map(({ entry }) => entry)
  const assigned = knows ? heldItemsAmong(db, task.requestee, onCard) : new Set<number>()
  const peers = knows ? peersWith(db, task.requestee, onCard) : []
  const held = knows ? namesHeld(db, task.requestee) : []
  const changes = changesOf(db, entries)
  const findings = checkPolicies(db, task.requestee, changes)
  const view = viewTask(db, participant, task)
  const administers = hasRight(participant, 'requests:manage')
  const isApprover = hasTask(participant, task)
  const open = task.status === 'in-progress'
  return {
    task: view,
    requested: items.map((item, at) => ({
      itemId: entries[at]?.entry.key ?? '',
      endsAt: instantOrNull(item.endsAt),
      answers: viewAnswers(db, item.fields),
      privileges: viewPrivileges(db, item),
    })),
    holds: held.slice(0, mostShown),
    holdsInAll: held.length,
    assigned: entries.filter(({ entry }) => assigned.has(entry.id)).map(({ entry }) => entry.key),
    peers: onCard.map(({ key: itemId }, i) => ({
      itemId,
      ...(peers[i] ?? { holders: 0, peers: 0, by: 'nobody' as const }),
    })),
    findings: (knows
      ? findings
      : findingsFor(db, participant, { requestee: task.requestee, changes, all: findings })
    ).map((finding) => viewFinding(db, finding)),
    history: historyOf(db, request.id, sight).map((entry) => viewHistory(db, entry)),
    attachments: filesOf(db, request.id, sight).map((file) => viewAttachment(db, file)),
    commentNeeded: { yes: settings.requireCommentOnApproval, no: settings.requireCommentOnReject },
    may: {
      decide: view.whyNotDecide === null,
      reassign: open && !isParty && (administers || (isApprover && settings.enableApproverReassign)),
      consult: open && !isParty && (administers || isApprover),
      comment: sight.speaks,
      record: open && administers && participant.identity !== null && !isParty,
    },
  }
}
