import { Problem } from '../../contract/common.ts'

/** An error answer of the server, or a failure to reach it. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  /** The last part of the problem type: `stale-revision`, `guard-tripped`; `unreachable` if there was no answer. */
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly requestId: string | undefined
  /** Errors of single members of the request body. */
  readonly errors: readonly { pointer: string; message: string }[]
  /** Seconds to wait, from the Retry-After header. */
  readonly retryAfter: number | undefined

  constructor(facts: {
    status: number
    code: string
    title: string
    detail?: string | undefined
    requestId?: string | undefined
    errors?: readonly { pointer: string; message: string }[] | undefined
    retryAfter?: number | undefined
    cause?: unknown
  }) {
    super(facts.detail ?? facts.title, { cause: facts.cause })
    this.status = facts.status
    this.code = facts.code
    this.title = facts.title
    this.detail = facts.detail ?? facts.title
    this.requestId = facts.requestId
    this.errors = facts.errors ?? []
    this.retryAfter = facts.retryAfter
  }

  /** The error message of one member of the body. @param pointer JSON pointer */
  errorAt(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.message
  }
}

const prefix = 'urn:castellan:problem:'

/** Converts an error response to a problem, whatever its body is. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  const retryAfterHeader = Number(response.headers.get('retry-after'))
  const retryAfter = Number.isFinite(retryAfterHeader) && retryAfterHeader > 0 ? retryAfterHeader : undefined
  const body = Problem.safeParse(await response.json().catch(() => undefined))
  if (body.success) {
    const { type, title, detail, requestId, errors } = body.data
    const code = type.startsWith(prefix) ? type.slice(prefix.length) : type
    return new ApiProblem({ status: response.status, code, title, detail, requestId, errors, retryAfter })
  }
  return new ApiProblem({
    status: response.status,
    code: `http-${response.status}`,
    title: 'Unexpected answer from Castellan',
    detail: `Status ${response.status} without a readable reason.`,
    retryAfter,
  })
}

/** No answer: the host is closed or the connection is broken. */
export function unreachableProblem(cause: unknown): ApiProblem {
  return new ApiProblem({
    status: 0,
    code: 'unreachable',
    title: 'Castellan is unreachable',
    detail: 'The Castellan program does not answer. If it was closed, start it again.',
    cause,
  })
}

/** An answer that does not match the contract: the window is older than the host, or there is a bug. */
export function contractProblem(path: string, cause: Error): ApiProblem {
  return new ApiProblem({
    status: 200,
    code: 'contract-broken',
    title: 'The answer of Castellan does not match this window',
    detail: `${path}: ${cause.message.slice(0, 300)}`,
    cause,
  })
}

/** Converts any thrown value to a problem. */
export function asProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown
  const detail = thrown instanceof Error ? thrown.message : String(thrown)
  return new ApiProblem({ status: 0, code: 'fault', title: 'Error in this window', detail, cause: thrown })
}

/**
 * The problem to show instead of what was fetched before. None while the host is only unreachable: the status line says
 * so, and everything is fetched again once it answers.
 */
export function problemToShow(thrown: unknown, fetchedBefore: unknown): ApiProblem | undefined {
  const problem = asProblem(thrown)
  return problem.code === 'unreachable' && fetchedBefore !== undefined ? undefined : problem
}
