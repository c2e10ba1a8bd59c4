import { moveStuckTasks } from '../../domain/access-requests/approvals/stuck-tasks.service.ts'
import { verifyAllClaims } from '../../domain/access-requests/verification/verification.service.ts'
import { applyDeadlines } from '../../domain/access-requests/workflow/deadlines.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import { commitWatch } from '../../storage/commit-scoped-cache.ts'
import { tick, tickWhenWell } from './tick.ts'

const minute = 60_000
const second = 1000

/**
 * What happens to requests when a time comes: tasks become overdue, access and exceptions end. Tasks of people who can’t act
 * move within a second. At the start, claims are
 * compared with what was imported while the program was closed.
 * @returns how to stop
 */
export function startRequestDeadlines(env: Environment): () => void {
  let verified = false
  const verifyOnce = (): void => {
    if (verified) return
    verifyAllClaims(env)
    verified = true
  }
  tick(env.store, () => void applyDeadlines(env))
  tick(env.store, verifyOnce)
  const ticking = setInterval(() => {
    tickWhenWell(env.store, () => void applyDeadlines(env))
    tickWhenWell(env.store, verifyOnce)
  }, minute)
  // Whoever a task waits for may have left, or their group be empty, by anything that was committed.
  const changed = commitWatch(env.store.reader)
  const looking = setInterval(() => tickWhenWell(env.store, () => void (changed() && moveStuckTasks(env))), second)
  for (const timer of [ticking, looking]) timer.unref()
  return () => {
    clearInterval(ticking)
    clearInterval(looking)
  }
}
