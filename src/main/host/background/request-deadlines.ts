import { verifyAllClaims } from '../../domain/access-requests/verification/verification.service.ts'
import { applyDeadlines } from '../../domain/access-requests/workflow/deadlines.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import { tick, tickWhenWell } from './tick.ts'

const minute = 60_000

/**
 * What happens to requests when a time comes: tasks become overdue, access and exceptions end. At the start, claims are
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
  ticking.unref()
  return () => clearInterval(ticking)
}
