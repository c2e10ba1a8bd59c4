import { expireTasks } from '../approvals/expiry.service.ts'
import type { Environment } from '../environment.ts'
import { endWhatIsDue } from './endings.service.ts'

/** What time alone brings about: overdue tasks and access that ends. Run every minute, and at the start. @returns how much */
export const passTime = (env: Environment): number => expireTasks(env) + endWhatIsDue(env)
