import type { ApiProblem } from '../api/problem.ts'
import { duration } from '../ui/format.ts'
import { text } from './text.ts'

/** The message for a rejected password. */
export function passwordError(problem: ApiProblem): string {
  if (problem.status === 429) return text.signedOut.wait(duration((problem.retryAfter ?? 60) * 1000))
  if (problem.code === 'sign-in-refused') return text.signedOut.refused
  return problem.code === 'wrong-password' ? text.locked.wrong : problem.detail
}
