import { assignTask, type Assignment, sameTask } from './assignment.ts'
import { assignmentContext } from './assignment-context.ts'
import { openTask, withdrawItem } from './tasks.service.ts'
import { entryOf } from '../../catalogue/catalogue.service.ts'
import { rulesOf } from '../../catalogue/entry.ts'
import { notify } from '../../notifications/notifications.service.ts'
import { takesAway } from '../../catalogue/item-action.ts'
import { appendHistory } from './history.service.ts'
import { judgeAgain } from './judge-again.ts'
import { notificationContext } from './messages.ts'
import { provisionerOf } from './provisioner-of.ts'
import { provisionOwnObjects } from './provisioning.service.ts'
import {
  type HistoryAction,
  type Outcome,
  type Request,
  type RequestItem,
  type Verification,
} from '../model/request.ts'
import { requests } from './requests.store.ts'
import type { ActionContext } from './action-context.ts'

/**
 * Carries the items of a request from step to step (C.2, C.3): a level after another or all at once, then provisioning,
 * then the outcome. Every function works in the caller's transaction.
 */

/** Starts the items of a new request. */
export function startItems(ctx: ActionContext, request: Request, items: readonly RequestItem[]): void {
  const fresh: RequestItem[] = []
  for (const item of items) {
    if (item.step === 'custom-workflow') {
      const workflow = rulesOf(entryOf(ctx.tx, item.entryId).body).requestWorkflow ?? ''
      appendHistory(ctx, request, [item], { action: 'pending', content: `Waits for the custom workflow ${workflow}.` })
      const { key: itemId } = entryOf(ctx.tx, item.entryId)
      ctx.events.push({ type: 'workflow', requestId: request.key, itemId, workflow })
    } else fresh.push(item)
  }
  const decided = fresh.filter(({ chain }) => chain.length === 0)
  if (decided.length > 0) provision(ctx, request, decided, 'auto-provisioned')
  const levels = Math.max(0, ...fresh.filter(({ parallel }) => parallel).map(({ chain }) => chain.length))
  for (let level = 0; level < levels; level++)
    openLevel(
      ctx,
      request,
      fresh.filter(({ parallel, chain }) => parallel && chain.length > level),
      level,
    )
  openLevel(
    ctx,
    request,
    fresh.filter(({ parallel, chain }) => !parallel && chain.length > 0),
    0,
  )
}

/** One task for each person or group that decides this level of these items. */
function openLevel(ctx: ActionContext, request: Request, items: readonly RequestItem[], level: number): void {
  const passed: RequestItem[] = []
  const groups: { to: Extract<Assignment, { kind: 'task' }>; items: RequestItem[] }[] = []
  for (const item of items) {
    const approver = item.chain[level]?.approver
    if (!approver) continue
    const to = assignTask(approver, assignmentContext(ctx, request, item))
    if (to.kind === 'auto') passed.push(item)
    else {
      const shared = groups.find((group) => sameTask(group.to, to))
      if (shared) shared.items.push(item)
      else groups.push({ to, items: [item] })
    }
  }
  for (const { to, items: groupItems } of groups) {
    const task = openTask(ctx, request, { kind: 'approval', level, to, items: groupItems })
    appendHistory(ctx, request, groupItems, { action: 'pending', content: '', task: task.id })
  }
  if (passed.length === 0) return
  appendHistory(ctx, request, passed, { action: 'auto-approved', content: 'The requester decides this level.' })
  approveLevel(ctx, request, passed)
}

/** Items passed one level: on to the next, or to provisioning after the last. */
export function approveLevel(ctx: ActionContext, request: Request, items: readonly RequestItem[]): void {
  const next = new Map<number, RequestItem[]>()
  const through: RequestItem[] = []
  for (const { id } of items) {
    // Read again: levels that are decided at once count one after another.
    const item = requests.item(ctx.tx, id)
    if (item.step !== 'approval') continue
    const times = item.timesApproved + 1
    requests.setTimesApproved(ctx.tx, id, times)
    const moved = { ...item, timesApproved: times }
    if (times >= item.chain.length) through.push(moved)
    else if (!item.parallel) next.set(times, [...(next.get(times) ?? []), moved])
  }
  if (through.length > 0) provision(ctx, request, through, null)
  for (const [level, groupItems] of next) openLevel(ctx, request, groupItems, level)
}

/** Denies items for good; no further level decides them. */
export function denyItem(ctx: ActionContext, request: Request, items: readonly RequestItem[]): void {
  for (const item of items) finalizeItem(ctx, request, item, { outcome: 'denied', verification: 'none' })
  settleAdditions(ctx, request)
}

/** After all approvals: by a script, by a person, or by ourselves (C.4). */
function provision(
  ctx: ActionContext,
  request: Request,
  items: readonly RequestItem[],
  action: HistoryAction | null,
): void {
  const { tx } = ctx
  const byHand: RequestItem[] = []
  for (const item of withoutWaiting(ctx, request, items)) {
    const entry = entryOf(tx, item.entryId)
    const rules = rulesOf(entry.body)
    if (rules.provisionScript !== null) {
      requests.setStep(tx, item.id, 'script')
      appendHistory(ctx, request, [item], {
        action: 'pending',
        content: `Waits for the script ${rules.provisionScript}; Castellan runs none.`,
      })
    } else if (rules.provisioner !== null) byHand.push(item)
    else {
      const done = provisionOwnObjects(ctx, request.requestee, entry, item.action)
      appendHistory(ctx, request, [item], {
        action: done.outcome === 'provisioned' ? (action ?? 'provisioned') : 'not-provisioned',
        content: done.why,
      })
      finalizeItem(ctx, request, item, {
        outcome: done.outcome,
        verification: done.outcome === 'provisioned' ? 'proved' : 'none',
      })
    }
  }
  provisionByHand(ctx, request, byHand)
  settleAdditions(ctx, request)
}

/** Leaves out additions that are clean only once a removal of the same request is decided, too. */
function withoutWaiting(ctx: ActionContext, request: Request, items: readonly RequestItem[]): RequestItem[] {
  return items.filter((item) => {
    const verdict = judgeAgain(ctx, request, item)
    if (verdict.kind !== 'waits') return true
    const content = `Approved; waits until the removal of ${verdict.removals.join(' and ')} is decided, for without it ${verdict.policies.join(' and ')} would be violated.`
    requests.setStep(ctx.tx, item.id, 'scheduled')
    appendHistory(ctx, request, [item], { action: 'pending', content })
    return false
  })
}

/**
 * Judges the open additions of a request again after one of its removals was decided: what the removal made clean may be
 * given now, or never.
 */
export function settleAdditions(ctx: ActionContext, request: Request): void {
  const isOver = requests.get(ctx.tx, request.id)?.status !== 'in-progress'
  const items = isOver ? [] : requests.items(ctx.tx, request.id)
  if (!items.some(({ action }) => takesAway(action))) return
  for (const { id } of items) {
    const item = requests.item(ctx.tx, id)
    if (item.outcome !== null || takesAway(item.action)) continue
    const verdict = judgeAgain(ctx, request, item)
    if (verdict.kind === 'violates') {
      const content = `Without the removal of ${verdict.removals.join(' and ')}, ${verdict.policies.join(' and ')} would be violated.`
      appendHistory(ctx, request, [item], { action: 'not-provisioned', content })
      finalizeItem(ctx, request, item, { outcome: 'not-provisioned', verification: 'none' })
    } else if (verdict.kind === 'clean' && item.step === 'scheduled' && item.application === null)
      provision(ctx, request, [item], null)
  }
}

/** Puts approved items before whoever carries them out: one task for each of them. */
export function provisionByHand(ctx: ActionContext, request: Request, items: readonly RequestItem[]): void {
  const groups: { to: Extract<Assignment, { kind: 'task' }>; items: RequestItem[] }[] = []
  for (const item of items) {
    const to = provisionerOf(ctx, request, item)
    const shared = groups.find((group) => sameTask(group.to, to))
    if (shared) shared.items.push(item)
    else groups.push({ to, items: [item] })
  }
  for (const { to, items: groupItems } of groups) {
    for (const item of groupItems) requests.setStep(ctx.tx, item.id, 'provisioning')
    const level = Math.max(...groupItems.map(({ chain }) => chain.length))
    const task = openTask(ctx, request, { kind: 'provisioning', level, to, items: groupItems })
    appendHistory(ctx, request, groupItems, {
      action: 'pending',
      content: 'Approved; to be carried out.',
      task: task.id,
    })
  }
}

/**
 * Gives an item its outcome, for good, and ends the request with its last one.
 * @param set by whom it is set without a task: whoever does so tells people by a call of their own
 */
export function finalizeItem(
  ctx: ActionContext,
  request: Request,
  item: RequestItem,
  {
    outcome,
    verification,
    set = null,
  }: {
    readonly outcome: Outcome
    readonly verification: Verification
    readonly set?: { readonly by: number | null } | null
  },
): void {
  const { tx, at } = ctx
  withdrawItem(ctx, request, item.id)
  requests.finalize(tx, item.id, { outcome, verification, at, by: set?.by ?? null })
  const parties = [request.requestee, ...(request.requester === null ? [] : [request.requester])]
  if (outcome !== 'cancelled' && set === null)
    notify(tx, at, {
      template: 'OUTCOME_UPDATE',
      people: parties,
      context: notificationContext(tx, request, [item], { outcome }),
    })
  const open = requests.items(tx, request.id).some((sibling) => sibling.outcome === null)
  if (!open && requests.get(tx, request.id)?.status === 'in-progress') requests.end(tx, request.id, 'complete', at)
}

/**
 * Puts work that the data contradicts before its provisioner again. The outcome stays; what the task says only renews the
 * claim.
 */
export function reopenItem(ctx: ActionContext, request: Request, item: RequestItem): void {
  const to = provisionerOf(ctx, request, item)
  const task = openTask(ctx, request, { kind: 'provisioning', level: item.chain.length, to, items: [item] })
  appendHistory(ctx, request, [item], {
    action: 'pending',
    content: 'The data contradicts it; to be carried out again.',
    task: task.id,
  })
}

/** Claims contradicted work as done again; later data proves it. */
export const claimAgain = ({ tx, at }: ActionContext, item: RequestItem): void => requests.claimAgain(tx, item.id, at)
