import { runAction, type ActionContext } from '../workflow/action-context.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError } from '../../shared/errors.ts'
import { hasRight, requireRight, type Participant } from '../../sign-in/participant.ts'
import { type Principal, samePrincipal } from '../../roles/principal.ts'
import type { Reader } from '../../../storage/open.ts'
import { hasLeft } from '../workflow/has-left.ts'
import { longIdOf, nameOf } from '../../roles/principals.service.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { isPartyTo, type RequestItem } from '../model/request.ts'
import { getRequest, itemOf, requestOf } from '../workflow/read-request.service.ts'
import { itemsNamed } from '../workflow/item-keys.ts'
import { getTask } from '../workflow/approvals.service.ts'
import { requireNotEverybody } from '../workflow/default-group.ts'
import { hasTask } from '../workflow/may-decide.ts'
import { createdTemplate, dueDate, openTask, notifyTask } from '../workflow/tasks.service.ts'
import type { ApprovalTask } from '../model/task.ts'
import { tasks } from '../workflow/tasks.store.ts'
import { taskObject } from '../workflow/request-objects.ts'

/** Opens the transaction of one change of a task, with everything that the change needs at hand. */
function onOpenTask<T>(
  env: Environment,
  who: Participant,
  key: string,
  work: (turn: ActionContext, task: ApprovalTask) => T,
): T {
  return runAction(env, who, (turn) => {
    const task = getTask(turn.tx, key)
    if (task.status !== 'in-progress') throw new DomainError('conflict', 'This task is closed.')
    return work(turn, task)
  })
}

const itemsIn = (turn: ActionContext, task: ApprovalTask): RequestItem[] =>
  tasks.items(turn.tx, task.id).map(({ item }) => itemOf(turn.tx, item))

/** @throws Refusal `invalid`: what is put to somebody who has left would stand still */
function mustBeThere(db: Reader, { kind, id }: Principal, field: string): void {
  if (kind === 'identity' && hasLeft(db, id))
    throw new DomainError('invalid', 'They have left. Choose somebody who is there.', [{ field, message: 'has left' }])
}

/**
 * Gives a task to somebody else. Approvers may if the settings say so, administrators always, but of their own requests
 * neither: who asks does not choose who decides.
 * @throws Refusal `not found`, `conflict` when it is closed, `forbidden`, or `invalid` when it would go to who made the
 * request, whom it is for, or everybody
 */
export function reassignTask(env: Environment, who: Participant, key: string, to: Principal): ApprovalTask {
  return onOpenTask(env, who, key, (turn, task) => {
    const { tx, at, settings } = turn
    if (isPartyTo(task, who.identity))
      throw new DomainError('forbidden', 'Nobody chooses who decides on a request that they made or that is for them.')
    const own = hasTask(who, task) && settings.enableApproverReassign
    if (!own && !hasRight(who, 'requests:manage'))
      throw new DomainError(
        'forbidden',
        'Only the approver, where the settings allow it, or an administrator reassigns a task.',
      )
    if (task.kind === 'approval' && to.kind === 'identity' && isPartyTo(task, to.id))
      throw new DomainError('invalid', 'Nobody decides on a request that they made or that is for them.', [
        { field: 'to', message: 'is the requester or the requestee' },
      ])
    requireNotEverybody(tx, to, 'to')
    mustBeThere(tx, to, 'to')
    tasks.reassign(tx, task.id, {
      approver: to,
      original: task.original ?? task.approver,
      dueAt: dueDate(turn),
      expiredAt: null,
    })
    const request = requestOf(tx, task.requestId)
    const moved = tasks.get(tx, task.id)
    appendHistory(turn, request, itemsIn(turn, task), {
      action: 'reassign',
      content: `To ${nameOf(tx, to)}.`,
      task: task.id,
    })
    notifyTask(turn, createdTemplate[moved.kind], { request, task: moved, to })
    recordAudit(tx, at, who.actor, {
      action: 'approval-task.reassigned',
      object: taskObject(tx, key, request),
      details: { from: longIdOf(tx, task.approver), to: longIdOf(tx, to) },
    })
    return moved
  })
}

/**
 * Asks somebody for advice: they may comment and attach, not decide. One at a time; another replaces the first. Nobody
 * does so on their own request, whose approver the advice is for.
 * @throws Refusal `not found`, `conflict`, `forbidden`
 */
export function consultAdviser(env: Environment, who: Participant, key: string, adviser: Principal): ApprovalTask {
  return onOpenTask(env, who, key, (turn, task) => {
    mayConsult(who, task)
    requireNotEverybody(turn.tx, adviser, 'adviser')
    mustBeThere(turn.tx, adviser, 'adviser')
    const request = requestOf(turn.tx, task.requestId)
    if (task.consult && !samePrincipal(task.consult, adviser))
      notifyTask(turn, 'CONSULT_TASK_CANCELLED', { request, task, to: task.consult })
    tasks.setConsult(turn.tx, task.id, adviser)
    const asked = tasks.get(turn.tx, task.id)
    appendHistory(turn, request, itemsIn(turn, task), {
      action: 'consult',
      content: `Asked ${nameOf(turn.tx, adviser)}.`,
      task: task.id,
    })
    notifyTask(turn, 'CONSULT_TASK_CREATED', { request, task: asked, to: adviser })
    auditTaskChange(turn, task, 'consult asked', longIdOf(turn.tx, adviser))
    return asked
  })
}

/** @throws Refusal `not found`, `forbidden`, `conflict` when nobody is asked */
export function cancelConsultation(env: Environment, who: Participant, key: string): ApprovalTask {
  return onOpenTask(env, who, key, (turn, task) => {
    mayConsult(who, task)
    if (!task.consult) throw new DomainError('conflict', 'Nobody is asked for advice on this task.')
    const request = requestOf(turn.tx, task.requestId)
    tasks.setConsult(turn.tx, task.id, null)
    appendHistory(turn, request, itemsIn(turn, task), {
      action: 'consult-cancelled',
      content: `${nameOf(turn.tx, task.consult)} is no longer asked.`,
      task: task.id,
    })
    notifyTask(turn, 'CONSULT_TASK_CANCELLED', { request, task, to: task.consult })
    auditTaskChange(turn, task, 'consult-cancelled', longIdOf(turn.tx, task.consult))
    return tasks.get(turn.tx, task.id)
  })
}

export interface TaskForItems {
  readonly requestId: string
  readonly itemIds: readonly string[]
  readonly approver: Principal
  /** The user task of the workflow that waits for this one; null for a script. */
  readonly workflowTaskId: string | null
}

/**
 * Adds a task to a request, for custom workflows: it tells nobody, and what it decides moves nothing by itself.
 * @throws Refusal `forbidden`, `not found`, `conflict` when an item has its outcome, `invalid`
 */
export function createTask(env: Environment, who: Participant, wish: TaskForItems): ApprovalTask {
  requireRight(who, 'requests:manage')
  return runAction(env, who, (turn) => {
    const { tx } = turn
    const request = getRequest(tx, wish.requestId)
    if (isPartyTo(request, who.identity))
      throw new DomainError('forbidden', 'Nobody chooses who decides on a request that they made or that is for them.')
    if (wish.itemIds.length === 0)
      throw new DomainError('invalid', 'A task is about something.', [
        { field: 'items', message: 'must name at least one item' },
      ])
    const items = itemsNamed(tx, request, wish.itemIds)
    for (const { outcome, displayName } of items)
      if (outcome !== null) throw new DomainError('conflict', `${displayName} has its outcome already.`)
    if (wish.approver.kind === 'identity' && isPartyTo(request, wish.approver.id))
      throw new DomainError('invalid', 'Nobody decides on a request that they made or that is for them.', [
        { field: 'approver', message: 'is the requester or the requestee' },
      ])
    requireNotEverybody(tx, wish.approver, 'approver')
    const to = { kind: 'task', approver: wish.approver, original: null, delegated: false } as const
    const task = openTask(turn, request, { kind: 'approval', level: 0, to, items, workflowTask: wish.workflowTaskId })
    appendHistory(turn, request, items, { action: 'pending', content: 'A task was added.', task: task.id })
    auditTaskChange(turn, task, 'created', longIdOf(tx, wish.approver))
    return task
  })
}

function mayConsult(who: Participant, task: ApprovalTask): void {
  if (isPartyTo(task, who.identity))
    throw new DomainError('forbidden', 'Nobody chooses who advises on a request that they made or that is for them.')
  if (!hasTask(who, task) && !hasRight(who, 'requests:manage'))
    throw new DomainError('forbidden', 'Only the approver or an administrator asks for advice.')
}

function auditTaskChange(turn: ActionContext, task: ApprovalTask, what: string, whom: string): void {
  recordAudit(turn.tx, turn.at, turn.actor, {
    action: `approval-task.${what}`,
    object: taskObject(turn.tx, task.key, requestOf(turn.tx, task.requestId)),
    details: { whom },
  })
}
