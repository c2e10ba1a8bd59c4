import type { Environment } from '../../shared/environment.ts'
import { system } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { governanceSettings } from '../../settings/governance-settings.service.ts'
import { samePrincipal } from '../../roles/principal.ts'
import { longIdOf, nameOf } from '../../roles/principals.service.ts'
import type { ApprovalTask } from '../model/task.ts'
import { runAction, systemContext, type ActionContext } from '../workflow/action-context.ts'
import { groupThatCanAct } from '../workflow/group-that-can-act.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { requestOf } from '../workflow/read-request.service.ts'
import { taskObject } from '../workflow/request-objects.ts'
import { createdTemplate, dueDate, notifyTask } from '../workflow/tasks.service.ts'
import { tasks } from '../workflow/tasks.store.ts'
import { whyNobodyActs } from '../workflow/who-can-act.ts'

/**
 * Moves tasks that wait for somebody who can’t act (gone, disabled, a group that is empty or has only parties of the request)
 * to the default group, with the reason.
 * @returns how many were moved
 */
export function moveStuckTasks(env: Environment): number {
  // Most of the time there are none: then nothing is written.
  if (!tasks.stuck(env.store.reader).some((task) => isMovable(env, task))) return 0
  return runAction(env, systemContext, (ctx) => {
    const stuck = tasks.stuck(ctx.tx).filter((task) => !samePrincipal(groupThatCanAct(ctx, task), task.approver))
    for (const task of stuck) moveTask(ctx, task)
    return stuck.length
  })
}

/** Whether there is anybody else to whom a task could go. */
function isMovable({ store }: Environment, task: ApprovalTask): boolean {
  const group = groupThatCanAct({ tx: store.reader, settings: governanceSettings(store.reader) }, task)
  return !samePrincipal(group, task.approver)
}

function moveTask(ctx: ActionContext, task: ApprovalTask): void {
  const { tx, at } = ctx
  const group = groupThatCanAct(ctx, task)
  const request = requestOf(tx, task.requestId)
  const why = whyNobodyActs(tx, task.approver, task)
  tasks.reassign(tx, task.id, {
    approver: group,
    original: task.original ?? task.approver,
    dueAt: dueDate(ctx),
    expiredAt: null,
  })
  const moved = tasks.get(tx, task.id)
  const items = tasks.items(tx, task.id).map(({ item }) => ({ id: item }))
  const content = `From ${nameOf(tx, task.approver)} to ${nameOf(tx, group)}: ${why}.`
  appendHistory(ctx, request, items, { action: 'reassign', content, task: task.id })
  notifyTask(ctx, createdTemplate[moved.kind], { request, task: moved, to: group })
  recordAudit(tx, at, system, {
    action: 'approval-task.reassigned',
    object: taskObject(tx, task.key, request),
    details: { from: longIdOf(tx, task.approver), to: longIdOf(tx, group), because: why },
  })
}
