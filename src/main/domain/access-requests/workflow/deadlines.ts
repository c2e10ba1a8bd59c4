import { expireTasks } from '../approvals/expiry.service.ts'
import { moveStuckTasks } from '../approvals/stuck-tasks.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { endExceptions } from '../../policies/exceptions.service.ts'
import { requestDueRemovals } from '../submission/endings.service.ts'

/**
 * What time alone brings about: tasks of people who can’t act, overdue tasks, access that ends, and exceptions of violations that end. Run every
 * minute, and at the start. @returns how much
 */
export const applyDeadlines = (env: Environment): number =>
  moveStuckTasks(env) + expireTasks(env) + requestDueRemovals(env) + endExceptions(env)
