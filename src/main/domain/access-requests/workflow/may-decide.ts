import { hasRight, isAmong, type Participant } from '../../sign-in/participant.ts'
import { isPartyTo } from '../model/request.ts'
import type { ApprovalTask } from '../model/task.ts'

/**
 * Why somebody may not decide a task, in words for them; null when they may. An administrator who is not the approver
 * may reassign a task, not decide it.
 */
export function whyNotDecide(
  who: Participant,
  task: Pick<ApprovalTask, 'status' | 'kind' | 'requester' | 'requestee' | 'approver'>,
): string | null {
  if (task.status !== 'in-progress') return 'This task is closed.'
  if (who.identity === null) return 'Your user is not tied to a person.'
  if (!hasRight(who, 'requests:decide')) return 'This token may not decide.'
  if (!isAmong(who, task.approver)) return 'This task is put to somebody else.'
  if (task.kind === 'approval' && isPartyTo(task, who.identity))
    return task.requestee === who.identity
      ? 'The request is for you; somebody else decides it.'
      : 'You made this request; somebody else decides it.'
  return null
}

/** Who takes part in a task at all: decides it or advises, or decided it. */
export const isInvolved = (who: Participant, task: ApprovalTask): boolean =>
  hasRight(who, 'requests:decide') &&
  (isAmong(who, task.approver) ||
    isAmong(who, task.consult) ||
    (who.identity !== null && task.completedBy === who.identity))

/** Whether a task is put to somebody who may do something about it: a token only with the scope to decide. */
export const hasTask = (who: Participant, task: Pick<ApprovalTask, 'approver'>): boolean =>
  hasRight(who, 'requests:decide') && isAmong(who, task.approver)
