import { verifyAllClaims } from '../../domain/access-requests/verification/verification.service.ts'
import { applyDeadlines } from '../../domain/access-requests/workflow/deadlines.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import { bestEffort } from '../../storage/best-effort.ts'

const minute = 60_000

/**
 * What happens to requests when a time comes: tasks become overdue, access and exceptions end. At the start, claims are
 * compared with what was imported while the program was closed.
 * @returns how to stop
 */
export function startRequestDeadlines(env: Environment): () => void {
  bestEffort(() => void applyDeadlines(env))
  bestEffort(() => verifyAllClaims(env))
  const ticking = setInterval(() => bestEffort(() => void applyDeadlines(env)), minute)
  ticking.unref()
  return () => clearInterval(ticking)
}
