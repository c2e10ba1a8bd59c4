import { transitions } from '../../shared/transitions.ts'
import type { Principal } from '../../roles/principal.ts'

/** Deciding on access, or giving it by hand after it was approved. */
export type TaskKind = 'approval' | 'provisioning'
export type TaskStatus = 'in-progress' | 'complete' | 'cancelled'

export const taskTransitions = transitions<TaskStatus>('a task', {
  'in-progress': ['complete', 'cancelled'],
  complete: [],
  cancelled: [],
})

/** What was decided about one item of a task. */
const taskOutcomes = ['approved', 'rejected', 'provisioned', 'not-provisioned', 'cancelled'] as const
export type TaskOutcome = (typeof taskOutcomes)[number]

/** The outcomes of each kind of task, the positive one first. */
export const outcomesOfKind = {
  approval: ['approved', 'rejected'],
  provisioning: ['provisioned', 'not-provisioned'],
} as const satisfies Record<TaskKind, readonly TaskOutcome[]>
export type Decision = (typeof outcomesOfKind)[TaskKind][number]

export interface ApprovalTask {
  readonly id: number
  readonly key: string
  readonly requestId: number
  /** Copied from the request, for lists and for the rule that nobody decides for themselves. */
  readonly requester: number | null
  readonly requestee: number
  readonly kind: TaskKind
  readonly status: TaskStatus
  readonly level: number
  readonly approver: Principal
  /** Whom the chain named, when somebody else has it now. */
  readonly original: Principal | null
  readonly delegated: boolean
  readonly consult: Principal | null
  readonly dueAt: number
  readonly expired: boolean
  readonly createdAt: number
  readonly completedAt: number | null
  readonly completedBy: number | null
  readonly recordedBy: number | null
  /** The user task of a custom workflow that waits for this one. */
  readonly workflowTask: string | null
  /** A call put it there beside the flow's own tasks: what it decides moves nothing by itself. */
  readonly added: boolean
  readonly revision: number
}

export interface TaskItem {
  /** The row of the request's item. */
  readonly item: number
  readonly outcome: TaskOutcome | null
  readonly comment: string
}
