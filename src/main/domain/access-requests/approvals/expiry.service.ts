import { systemContext, runAction } from '../workflow/action-context.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { system } from '../../shared/actor.ts'
import type { Environment } from '../../shared/environment.ts'
import { samePrincipal } from '../../roles/principal.ts'
import { longIdOf } from '../../roles/principals.service.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { requestOf } from '../workflow/read-request.service.ts'
import { defaultGroup } from '../workflow/default-group.ts'
import { dueDate, notifyTask } from '../workflow/tasks.service.ts'
import { tasks } from '../workflow/tasks.store.ts'
import { taskObject } from '../workflow/request-objects.ts'

/**
 * Gives tasks that nobody decided in time to the default group (C.5): they neither end nor decide themselves. A task that
 * the group has already is only marked.
 * @returns how many were overdue
 */
export function expireTasks(env: Environment): number {
  const now = env.clock()
  if (tasks.overdue(env.store.reader, now).length === 0) return 0
  return runAction(env, systemContext, (ctx) => {
    const { tx } = ctx
    const overdue = tasks.overdue(tx, now)
    for (const task of overdue) {
      const group = defaultGroup(tx, ctx.settings)
      const request = requestOf(tx, task.requestId)
      const stays = samePrincipal(group, task.approver)
      if (stays) tasks.markExpired(tx, task.id, now)
      else
        tasks.reassign(tx, task.id, {
          approver: group,
          original: task.original ?? task.approver,
          dueAt: dueDate(ctx),
          expiredAt: now,
        })
      const items = tasks.items(tx, task.id).map(({ item }) => ({ id: item }))
      appendHistory(ctx, request, items, {
        action: 'expired',
        content: stays ? 'Nobody decided in time.' : 'Nobody decided in time; the default group has it now.',
        task: task.id,
      })
      notifyTask(ctx, 'APPROVAL_TASK_EXPIRED', { request, task, to: group })
      recordAudit(tx, now, system, {
        action: 'approval-task.expired',
        object: taskObject(tx, task.key, request),
        details: { from: longIdOf(tx, task.approver), to: longIdOf(tx, group) },
      })
    }
    return overdue.length
  })
}
