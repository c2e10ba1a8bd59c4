import type { ApiProblem } from '../../api/http/problem.ts'
import type { Left } from './window.ts'

/** The fields of the IETF draft "RateLimit header fields for HTTP", by the names of our policies. */
export function rateLimitFields(calls: Left, changes: Left | null): Readonly<Record<string, string>> {
  const told: readonly (readonly [string, Left])[] =
    changes === null
      ? [['calls', calls]]
      : [
          ['calls', calls],
          ['changes', changes],
        ]
  return {
    'ratelimit-policy': told.map(([name, { quota }]) => `"${name}";q=${quota};w=60`).join(', '),
    ratelimit: told.map(([name, left]) => `"${name}";r=${left.remaining};t=${left.resetSeconds}`).join(', '),
  }
}

export const tooManyCalls = (what: 'calls' | 'changes', left: Left): ApiProblem => ({
  status: 429,
  code: 'too-many-calls',
  title: `Too many ${what} in a minute.`,
  detail: `This credential may make ${left.quota} ${what} a minute. Try again in ${left.resetSeconds} seconds.`,
  headers: { 'retry-after': String(left.resetSeconds) },
})

export const tooManyAtOnce: ApiProblem = {
  status: 429,
  code: 'too-many-at-once',
  title: 'Too many calls of this credential are waiting already.',
  detail: 'Send the next one when one of them has been answered.',
  headers: { 'retry-after': '1' },
}

export const tooManyStreams: ApiProblem = {
  status: 429,
  code: 'too-many-streams',
  title: 'Too many event streams are open.',
  detail: 'Close one before you open another.',
  headers: { 'retry-after': '5' },
}

export const tookTooLong: ApiProblem = {
  status: 503,
  code: 'took-too-long',
  title: 'The answer took too long and was given up.',
  detail: 'What was begun may still be finished: look before you send it again.',
  headers: { 'retry-after': '30' },
}
