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

/** Runs one change of an open task in a transaction. */
function onOpenTask<T>(
  env: Environment,
  participant: Participant,
  key: string,
  work: (ctx: ActionContext, task: ApprovalTask) => T,
): T {
  return runAction(env, participant, (ctx) => {
    const task = getTask(ctx.tx, key)
    if (task.status !== 'in-progress') throw new DomainError('conflict', 'This task is closed.')
    return work(ctx, task)
  })
}

const itemsIn = (ctx: ActionContext, task: ApprovalTask): RequestItem[] =>
  tasks.items(ctx.tx, task.id).map(({ item }) => itemOf(ctx.tx, item))

/** @throws DomainError `invalid` for somebody who has left: the task would never be decided */
function requirePresent(db: Reader, { kind, id }: Principal, field: string): void {
  if (kind === 'identity' && hasLeft(db, id))
    throw new DomainError('invalid', 'This person has left. Choose somebody else.', [{ field, message: 'has left' }])
}

/**
 * Gives a task to somebody else. Approvers may if the settings say so, administrators always, but of their own requests
 * neither: who asks does not choose who decides.
 * @throws DomainError `not-found`, `conflict` when it is closed, `forbidden`, or `invalid` when it would go to who made the
 * request, whom it is for, or everybody
 */
export function reassignTask(env: Environment, participant: Participant, key: string, to: Principal): ApprovalTask {
  return onOpenTask(env, participant, key, (ctx, task) => {
    const { tx, at, settings } = ctx
    if (isPartyTo(task, participant.identity))
      throw new DomainError('forbidden', 'Nobody chooses who decides on a request that they made or that is for them.')
    const own = hasTask(participant, task) && settings.enableApproverReassign
    if (!own && !hasRight(participant, 'requests:manage'))
      throw new DomainError(
        'forbidden',
        'Only the approver, where the settings allow it, or an administrator reassigns a task.',
      )
    if (to.kind === 'identity' && isPartyTo(task, to.id))
      throw new DomainError('invalid', 'Nobody decides on a request that they made or that is for them.', [
        { field: 'to', message: 'is the requester or the requestee' },
      ])
    requireNotEverybody(tx, to, 'to')
    requirePresent(tx, to, 'to')
    tasks.reassign(tx, task.id, {
      approver: to,
      original: task.original ?? task.approver,
      dueAt: dueDate(ctx),
      expiredAt: null,
    })
    const request = requestOf(tx, task.requestId)
    const moved = tasks.get(tx, task.id)
    appendHistory(ctx, request, itemsIn(ctx, task), {
      action: 'reassign',
      content: `To ${nameOf(tx, to)}.`,
      task: task.id,
    })
    notifyTask(ctx, createdTemplate[moved.kind], { request, task: moved, to })
    recordAudit(tx, at, participant.actor, {
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
 * @throws DomainError `not-found`, `conflict`, `forbidden`
 */
export function consultAdviser(
  env: Environment,
  participant: Participant,
  key: string,
  adviser: Principal,
): ApprovalTask {
  return onOpenTask(env, participant, key, (ctx, task) => {
    requireMayConsult(participant, task)
    requireNotEverybody(ctx.tx, adviser, 'adviser')
    requirePresent(ctx.tx, adviser, 'adviser')
    const request = requestOf(ctx.tx, task.requestId)
    if (task.consult && !samePrincipal(task.consult, adviser))
      notifyTask(ctx, 'CONSULT_TASK_CANCELLED', { request, task, to: task.consult })
    tasks.setConsult(ctx.tx, task.id, adviser)
    const updatedTask = tasks.get(ctx.tx, task.id)
    appendHistory(ctx, request, itemsIn(ctx, task), {
      action: 'consult',
      content: `Asked ${nameOf(ctx.tx, adviser)}.`,
      task: task.id,
    })
    notifyTask(ctx, 'CONSULT_TASK_CREATED', { request, task: updatedTask, to: adviser })
    auditTaskChange(ctx, task, 'consult asked', longIdOf(ctx.tx, adviser))
    return updatedTask
  })
}

/** @throws DomainError `not-found`, `forbidden`, `conflict` when nobody is asked */
export function cancelConsultation(env: Environment, participant: Participant, key: string): ApprovalTask {
  return onOpenTask(env, participant, key, (ctx, task) => {
    requireMayConsult(participant, task)
    if (!task.consult) throw new DomainError('conflict', 'No one has been asked for advice on this task.')
    const request = requestOf(ctx.tx, task.requestId)
    tasks.setConsult(ctx.tx, task.id, null)
    appendHistory(ctx, request, itemsIn(ctx, task), {
      action: 'consult-cancelled',
      content: `${nameOf(ctx.tx, task.consult)} is no longer asked.`,
      task: task.id,
    })
    notifyTask(ctx, 'CONSULT_TASK_CANCELLED', { request, task, to: task.consult })
    auditTaskChange(ctx, task, 'consult-cancelled', longIdOf(ctx.tx, task.consult))
    return tasks.get(ctx.tx, task.id)
  })
}

interface TaskForItems {
  readonly requestId: string
  readonly itemIds: readonly string[]
  readonly approver: Principal
  /** The user task of the workflow that waits for this one; null for a script. */
  readonly workflowTaskId: string | null
}

/**
 * Adds a task to a request, for custom workflows: it tells nobody, and what it decides moves nothing by itself.
 * @throws DomainError `forbidden`, `not-found`, `conflict` when an item has its outcome, `invalid`
 */
export function createTask(env: Environment, participant: Participant, input: TaskForItems): ApprovalTask {
  requireRight(participant, 'requests:manage')
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const request = getRequest(tx, input.requestId)
    if (isPartyTo(request, participant.identity))
      throw new DomainError('forbidden', 'Nobody chooses who decides on a request that they made or that is for them.')
    if (input.itemIds.length === 0)
      throw new DomainError('invalid', 'A task must name at least one item.', [
        { field: 'items', message: 'must name at least one item' },
      ])
    const items = itemsNamed(tx, request, input.itemIds)
    for (const { outcome, displayName } of items)
      if (outcome !== null) throw new DomainError('conflict', `${displayName} has its outcome already.`)
    if (input.approver.kind === 'identity' && isPartyTo(request, input.approver.id))
      throw new DomainError('invalid', 'Nobody decides on a request that they made or that is for them.', [
        { field: 'approver', message: 'is the requester or the requestee' },
      ])
    requireNotEverybody(tx, input.approver, 'approver')
    const to = { kind: 'task', approver: input.approver, original: null, delegated: false } as const
    const task = openTask(ctx, request, { kind: 'approval', level: 0, to, items, workflowTask: input.workflowTaskId })
    appendHistory(ctx, request, items, { action: 'pending', content: 'A task was added.', task: task.id })
    auditTaskChange(ctx, task, 'created', longIdOf(tx, input.approver))
    return task
  })
}

function requireMayConsult(participant: Participant, task: ApprovalTask): void {
  if (isPartyTo(task, participant.identity))
    throw new DomainError('forbidden', 'Nobody chooses who advises on a request that they made or that is for them.')
  if (!hasTask(participant, task) && !hasRight(participant, 'requests:manage'))
    throw new DomainError('forbidden', 'Only the approver or an administrator asks for advice.')
}

function auditTaskChange(ctx: ActionContext, task: ApprovalTask, what: string, whom: string): void {
  recordAudit(ctx.tx, ctx.at, ctx.actor, {
    action: `approval-task.${what}`,
    object: taskObject(ctx.tx, task.key, requestOf(ctx.tx, task.requestId)),
    details: { whom },
  })
}
