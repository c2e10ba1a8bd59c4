import { runAction, type ActionContext } from '../workflow/action-context.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { entryOf } from '../../catalogue/catalogue.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { type FieldError, DomainError } from '../../shared/errors.ts'
import { isAmong, requireRight, type Participant } from '../../sign-in/participant.ts'
import { membershipsOf } from '../../roles/roles.service.ts'
import { approveLevel, claimAgain, denyItem, finalizeItem, settleAdditions } from '../workflow/flow.service.ts'
import { initialVerification } from '../workflow/initial-verification.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { isPartyTo, type RequestItem } from '../model/request.ts'
import { itemOf, requestOf } from '../workflow/read-request.service.ts'
import { getTask } from '../workflow/approvals.service.ts'
import { whyNotDecide } from '../workflow/may-decide.ts'
import { type ApprovalTask, type Decision, outcomesOfKind } from '../model/task.ts'
import { tasks } from '../workflow/tasks.store.ts'
import { taskObject } from '../workflow/request-objects.ts'
import { expectRevision } from '../../shared/expect-revision.ts'

interface ItemDecision {
  /** The id of the item's entry, as clients know it. */
  readonly itemId: string
  readonly outcome: Decision
  readonly comment: string
}

/** A decision for each item, or one for all of them. */
export type DecisionResult = readonly ItemDecision[] | { readonly all: 'yes' | 'no'; readonly comment: string }

/**
 * Completes a task: every item of it is decided, then each goes its way.
 * @param revision what the caller saw; null asks for none
 * @throws DomainError `not-found`, `forbidden` with the reason, `conflict` when it or its request is closed, `stale`, or `invalid` when an
 * item is missing or foreign, or a comment is required
 */
export function decideTask(
  env: Environment,
  participant: Participant,
  {
    taskKey,
    revision,
    decided,
  }: { readonly taskKey: string; readonly revision: number | null; readonly decided: DecisionResult },
): ApprovalTask {
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const task = getTask(tx, taskKey)
    if (task.status !== 'in-progress') throw new DomainError('conflict', 'This task is closed.')
    const against = whyNotDecide(participant, task)
    if (against !== null || participant.identity === null) throw new DomainError('forbidden', against ?? '')
    requireUnderWay(ctx, task)
    expectRevision(task.revision, revision)
    complete(ctx, task, resolveDecisions(ctx, task, decided), { decider: participant.identity, recorder: null })
    return tasks.get(tx, task.id)
  })
}

/**
 * Records a decision that came by mail or on paper: the decider is somebody who has the task, the recorder an
 * administrator of requests, and neither made the request nor receives from it.
 * @param evidence the name of the attachment that shows the decision
 * @param keep attaches it, in the same transaction
 * @throws DomainError as `decide`
 */
export function recordDecision(
  env: Environment,
  participant: Participant,
  {
    taskKey,
    revision,
    decided,
    decider,
    evidence,
    keep = () => undefined,
  }: {
    readonly taskKey: string
    readonly revision: number | null
    readonly decided: DecisionResult
    readonly decider: number
    readonly evidence: string
    readonly keep?: (ctx: ActionContext) => void
  },
): ApprovalTask {
  requireRight(participant, 'requests:manage')
  return runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const task = getTask(tx, taskKey)
    if (task.status !== 'in-progress') throw new DomainError('conflict', 'This task is closed.')
    if (participant.identity === null) throw new DomainError('forbidden', 'Your user is not linked to a person.')
    requireUnderWay(ctx, task)
    expectRevision(task.revision, revision)
    if (isPartyTo(task, participant.identity) || isPartyTo(task, decider))
      throw new DomainError(
        'forbidden',
        'You cannot decide on a request that you made or that is for you, nor record such a decision.',
      )
    const roles = new Set(membershipsOf(tx, decider).map(({ roleId }) => roleId))
    if (!isAmong({ ...participant, identity: decider, roles }, task.approver))
      throw new DomainError('invalid', 'The task is not assigned to this person.', [
        { field: 'decider', message: 'is not an approver of the task' },
      ])
    keep(ctx)
    complete(ctx, task, resolveDecisions(ctx, task, decided), { decider, recorder: participant.identity, evidence })
    return tasks.get(tx, task.id)
  })
}

/**
 * A request that was ended without its tasks, as a write of what is stored can, gives nothing any more. Work that the data
 * contradicts after the end is done again: its items have their outcome.
 * @throws DomainError `conflict`
 */
function requireUnderWay({ tx }: ActionContext, task: ApprovalTask): void {
  if (requestOf(tx, task.requestId).status === 'in-progress') return
  const open = tasks.items(tx, task.id).filter(({ outcome }) => outcome === null)
  const again = task.kind === 'provisioning' && open.every(({ item }) => itemOf(tx, item).outcome !== null)
  if (!again) throw new DomainError('conflict', 'This request has ended: its tasks can no longer be decided.')
}

interface ResolvedDecision {
  /** Where the errors of this decision belong. */
  readonly field: { readonly outcome: string; readonly comment: string }
  readonly item: RequestItem
  readonly outcome: Decision
  readonly comment: string
}

/** The decision of each item that is still open in the task. @throws DomainError `invalid` with everything at once */
function resolveDecisions(ctx: ActionContext, task: ApprovalTask, decided: DecisionResult): ResolvedDecision[] {
  const [yes, no] = outcomesOfKind[task.kind]
  const open = tasks
    .items(ctx.tx, task.id)
    .filter(({ outcome }) => outcome === null)
    .map(({ item }) => itemOf(ctx.tx, item))
  const errors: FieldError[] = []
  const decisions =
    'all' in decided
      ? open.map((item) => ({
          field: { outcome: 'all', comment: 'comment' },
          item,
          outcome: decided.all === 'yes' ? yes : no,
          comment: decided.comment,
        }))
      : matchDecisions(ctx, open, decided, errors)
  for (const { field, item, outcome, comment } of decisions) {
    const allowed: readonly string[] = outcomesOfKind[task.kind]
    if (!allowed.includes(outcome)) errors.push({ field: field.outcome, message: `must be ${yes} or ${no}` })
    const needed = outcome === yes ? ctx.settings.requireCommentOnApproval : ctx.settings.requireCommentOnReject
    if (needed && comment.trim() === '')
      errors.push({ field: field.comment, message: `is required for ${item.displayName}` })
  }
  if (errors.length > 0) throw new DomainError('invalid', 'Nothing was decided.', errors)
  return decisions
}

function matchDecisions(
  ctx: ActionContext,
  open: readonly RequestItem[],
  decided: readonly ItemDecision[],
  errors: FieldError[],
): ResolvedDecision[] {
  const byKey = new Map(
    open.flatMap((item) => {
      const { key, body } = entryOf(ctx.tx, item.entryId)
      const object = body['objectId']
      return [[key, item] as const, ...(typeof object === 'string' ? [[object, item] as const] : [])]
    }),
  )
  const decisions = decided.flatMap(({ itemId, outcome, comment }, i) => {
    const item = byKey.get(itemId)
    if (!item) errors.push({ field: `items.${i}.itemId`, message: `${itemId} is no open item of this task` })
    const field = { outcome: `items.${i}.outcome`, comment: `items.${i}.comment` }
    return item ? [{ field, item, outcome, comment }] : []
  })
  for (const item of open) {
    const times = decisions.filter((decision) => decision.item.id === item.id).length
    if (times !== 1)
      errors.push({
        field: 'items',
        message: `${times === 0 ? 'leaves out' : 'decides twice'} ${item.displayName}`,
      })
  }
  return decisions
}

function complete(
  ctx: ActionContext,
  task: ApprovalTask,
  decisions: readonly ResolvedDecision[],
  {
    decider,
    recorder,
    evidence,
  }: { readonly decider: number; readonly recorder: number | null; readonly evidence?: string },
): void {
  const { tx, at, actor } = ctx
  for (const { item, outcome, comment } of decisions)
    tasks.setOutcome(tx, { task: task.id, item: item.id, outcome, comment })
  tasks.complete(tx, task.id, { at, by: decider, recordedBy: recorder })
  const request = requestOf(tx, task.requestId)
  const asDecider: ActionContext = { ...ctx, identity: decider }
  for (const { outcome, comment, items } of groupAlike(decisions)) {
    const how = recorder === null ? comment : [comment, `Recorded from ${evidence}.`].filter(Boolean).join(' ')
    appendHistory(asDecider, request, items, { action: outcome, content: how, task: task.id })
  }
  recordAudit(tx, at, actor, {
    action: 'approval-task.completed',
    object: taskObject(tx, task.key, request),
    details: {
      request: request.key,
      outcomes: decisions.map(({ item, outcome }) => ({ item: item.displayName, outcome })),
      ...(recorder === null ? {} : { recorded: true, evidence: evidence ?? '' }),
    },
  })
  // What a workflow asked for, and items that wait for one, stay where they are: the outcome is the workflow's own work.
  if (task.added) return
  const moving = decisions.filter(({ item }) => item.step === 'approval' || item.step === 'provisioning')
  const having = (outcome: Decision) =>
    moving.filter((decision) => decision.outcome === outcome).map(({ item }) => item)
  denyItem(ctx, request, having('rejected'))
  approveLevel(ctx, request, having('approved'))
  for (const { item, outcome } of decisions)
    if (item.verification === 'contradicted' && outcome === 'provisioned') claimAgain(ctx, item)
  for (const item of having('provisioned'))
    finalizeItem(ctx, request, item, {
      outcome: 'provisioned',
      verification: initialVerification(ctx, request, item),
    })
  for (const item of having('not-provisioned'))
    finalizeItem(ctx, request, item, { outcome: 'not-provisioned', verification: 'none' })
  settleAdditions(ctx, request)
}

/** Equal decisions become one line of the history. */
function groupAlike(
  decisions: readonly ResolvedDecision[],
): { outcome: Decision; comment: string; items: RequestItem[] }[] {
  const groups: { outcome: Decision; comment: string; items: RequestItem[] }[] = []
  for (const { item, outcome, comment } of decisions) {
    const same = groups.find((group) => group.outcome === outcome && group.comment === comment)
    if (same) same.items.push(item)
    else groups.push({ outcome, comment, items: [item] })
  }
  return groups
}
