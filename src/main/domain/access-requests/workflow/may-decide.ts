import { hasRight, isAmong, type Participant } from '../../sign-in/participant.ts'
import { isPartyTo } from '../model/request.ts'
import type { ApprovalTask } from '../model/task.ts'

/**
 * Why somebody may not decide a task, or say that it was carried out, in words for them; null when they may. Nobody does so
 * on a request that they made or that is for them. An administrator who is not the approver may reassign a task, not decide it.
 */
export function whyNotDecide(
  participant: Participant,
  task: Pick<ApprovalTask, 'status' | 'kind' | 'requester' | 'requestee' | 'approver'>,
): string | null {
  if (task.status !== 'in-progress') return 'This task is closed.'
  if (participant.identity === null) return 'Your user is not linked to a person.'
  if (!hasRight(participant, 'requests:decide')) return 'This token has no permission to decide.'
  if (!isAmong(participant, task.approver)) return 'This task is assigned to somebody else.'
  if (!isPartyTo(task, participant.identity)) return null
  const does = task.kind === 'approval' ? 'decides it' : 'carries it out'
  return task.requestee === participant.identity
    ? `The request is for you; somebody else ${does}.`
    : `You made this request; somebody else ${does}.`
}

/** Whether a participant decides a task, advises on it or has decided it. */
export const isInvolved = (participant: Participant, task: ApprovalTask): boolean =>
  hasRight(participant, 'requests:decide') &&
  (isAmong(participant, task.approver) ||
    isAmong(participant, task.consult) ||
    (participant.identity !== null && task.completedBy === participant.identity))

/** Whether a task is put to somebody who may do something about it: a token only with the scope to decide. */
export const hasTask = (participant: Participant, task: Pick<ApprovalTask, 'approver'>): boolean =>
  hasRight(participant, 'requests:decide') && isAmong(participant, task.approver)
