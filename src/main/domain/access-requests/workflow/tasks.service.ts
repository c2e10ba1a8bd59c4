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

/** What somebody is told who gets a task of a kind. */
export const createdTemplate = {
  approval: 'APPROVAL_TASK_CREATED',
  provisioning: 'PROVISIONING_TASK_CREATED',
} as const satisfies Record<TaskKind, TemplateName>

export interface OpenTaskInput {
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
export function openTask(turn: ActionContext, request: Request, wish: OpenTaskInput): ApprovalTask {
  const { tx, at, env } = turn
  const id = tasks.insert(
    tx,
    {
      guid: env.newId(),
      request: request.id,
      requester: request.requester,
      requestee: request.requestee,
      kind: wish.kind,
      level: wish.level,
      approver: wish.to.approver,
      original: wish.to.original,
      delegated: wish.to.delegated,
      dueAt: dueDate(turn),
      at,
      workflowTask: wish.workflowTask ?? null,
      added: wish.workflowTask !== undefined,
    },
    wish.items.map((item) => item.id),
  )
  const task = tasks.get(tx, id)
  if (wish.workflowTask === undefined)
    notifyTask(turn, createdTemplate[wish.kind], { request, task, to: task.approver })
  return task
}

/** Ends a task that nobody need decide any more. */
export function cancelTask(turn: ActionContext, request: Request, task: ApprovalTask): void {
  tasks.cancel(turn.tx, task.id, turn.at)
  notifyTask(turn, 'APPROVAL_TASK_CANCELLED', { request, task, to: task.approver })
}

/** Takes an item out of the tasks that still wait for it; a task without an open item ends. */
export function withdrawItem(turn: ActionContext, request: Request, item: number): void {
  for (const task of tasks.openWith(turn.tx, item)) {
    tasks.setOutcome(turn.tx, { task: task.id, item, outcome: 'cancelled', comment: '' })
    if (tasks.items(turn.tx, task.id).every(({ outcome }) => outcome !== null)) cancelTask(turn, request, task)
  }
}

/** Says something about a task to those who are meant. */
export function notifyTask(
  turn: ActionContext,
  template: TemplateName,
  { request, task, to }: { readonly request: Request; readonly task: ApprovalTask; readonly to: Principal },
): void {
  const items = tasks.items(turn.tx, task.id).map(({ item }) => item)
  const names = items.map((id) => itemOf(turn.tx, id))
  notify(turn.tx, turn.at, {
    template,
    people: peopleOf(turn.tx, to),
    context: notificationContext(turn.tx, request, names, { task: task.id, due: task.dueAt }),
  })
}
