import type { ApiProblem } from '../http/problem.ts'
import { reasonOf } from './crest/reasons.ts'

/** The error members of the framework beside ours, for refusals that come before `/openidm` is entered. */
export const problemMembers = ({ status, title, detail }: ApiProblem): Readonly<Record<string, unknown>> => ({
  code: status,
  reason: reasonOf(status),
  message: detail ?? title,
})
