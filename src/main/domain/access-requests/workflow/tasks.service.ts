import type { Principal } from '../../roles/principal.ts'
import { peopleOf } from '../../roles/principals.service.ts'
import { notify } from '../../notifications/notifications.service.ts'
import type { TemplateName } from '../../notifications/templates.ts'
import { notificationContext } from './messages.ts'
import type { Request, RequestItem } from '../model/request.ts'
import { itemOf } from './read-request.service.ts'
import type { ActionContext } from './action-context.ts'
import type { Assignment } from './assignment.ts'
import type { ApprovalTask, TaskKind } from '../model/task.ts'
import { tasks } from './tasks.store.ts'

const day = 24 * 60 * 60_000

export const dueDate = ({ at, settings }: ActionContext): number => at + settings.daysToCompleteApprovalTask * day

/** The message to whoever gets a task, by its kind. */
export const createdTemplate = {
  approval: 'APPROVAL_TASK_CREATED',
  provisioning: 'PROVISIONING_TASK_CREATED',
} as const satisfies Record<TaskKind, TemplateName>

interface OpenTaskInput {
  readonly kind: TaskKind
  readonly level: number
  readonly to: Extract<Assignment, { kind: 'task' }>
  readonly items: readonly RequestItem[]
  /**
   * Given for a task that a call adds: the user task of a custom workflow, or null. It is made without a message, for
   * telling people is the workflow's work.
   */
  readonly workflowTask?: string | null
}

/** Opens one task about some items of a request, and tells those who have it. */
export function openTask(ctx: ActionContext, request: Request, input: OpenTaskInput): ApprovalTask {
  const { tx, at, env } = ctx
  const id = tasks.insert(
    tx,
    {
      guid: env.newId(),
      request: request.id,
      requester: request.requester,
      requestee: request.requestee,
      kind: input.kind,
      level: input.level,
      approver: input.to.approver,
      original: input.to.original,
      delegated: input.to.delegated,
      dueAt: dueDate(ctx),
      at,
      workflowTask: input.workflowTask ?? null,
      added: input.workflowTask !== undefined,
    },
    input.items.map((item) => item.id),
  )
  const task = tasks.get(tx, id)
  if (input.workflowTask === undefined)
    notifyTask(ctx, createdTemplate[input.kind], { request, task, to: task.approver })
  return task
}

/** Closes a task that no longer needs a decision. */
export function cancelTask(ctx: ActionContext, request: Request, task: ApprovalTask): void {
  tasks.cancel(ctx.tx, task.id, ctx.at)
  notifyTask(ctx, 'APPROVAL_TASK_CANCELLED', { request, task, to: task.approver })
}

/** Takes an item out of the tasks that still wait for it; a task without an open item ends. */
export function withdrawItem(ctx: ActionContext, request: Request, item: number): void {
  for (const task of tasks.openWith(ctx.tx, item)) {
    tasks.setOutcome(ctx.tx, { task: task.id, item, outcome: 'cancelled', comment: '' })
    if (tasks.items(ctx.tx, task.id).every(({ outcome }) => outcome !== null)) cancelTask(ctx, request, task)
  }
}

/** Says something about a task to those who are meant. */
export function notifyTask(
  ctx: ActionContext,
  template: TemplateName,
  { request, task, to }: { readonly request: Request; readonly task: ApprovalTask; readonly to: Principal },
): void {
  const items = tasks.items(ctx.tx, task.id).map(({ item }) => item)
  const names = items.map((id) => itemOf(ctx.tx, id))
  notify(ctx.tx, ctx.at, {
    template,
    people: peopleOf(ctx.tx, to),
    context: notificationContext(ctx.tx, request, names, { task: task.id, due: task.dueAt }),
  })
}
