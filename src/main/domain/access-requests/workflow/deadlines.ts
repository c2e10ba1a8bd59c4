import { expireTasks } from '../approvals/expiry.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { endExceptions } from '../../policies/exceptions.service.ts'
import { requestDueRemovals } from '../submission/endings.service.ts'

/**
 * What time alone brings about: overdue tasks, access that ends, and exceptions of violations that end. Run every
 * minute, and at the start. @returns how much
 */
export const applyDeadlines = (env: Environment): number =>
  expireTasks(env) + requestDueRemovals(env) + endExceptions(env)
