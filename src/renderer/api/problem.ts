import { Problem } from '../../contract/common.ts'

/** A refusal of the server, or the failure to reach it, as something to show and to decide on. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  /** The stable last part of the problem's type: `stale-revision`, `guard-tripped`; `unreachable` for no answer. */
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly requestId: string | undefined
  /** What is wrong with which part of what was sent. */
  readonly errors: readonly { pointer: string; message: string }[]
  /** Seconds to wait, from Retry-After. */
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

  /** What the server says of one field of the body, by JSON pointer. */
  errorAt(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.message
  }
}

const prefix = 'urn:castellan:problem:'

/** Turns an answer that is not a success into a problem, whatever its body looks like. */
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
    title: 'Castellan answered in a way this window does not understand.',
    detail: `The answer had status ${response.status} and no readable reason.`,
    retryAfter,
  })
}

/** No answer at all: the host is closed, or the connection to it is. */
export function unreachableProblem(cause: unknown): ApiProblem {
  return new ApiProblem({
    status: 0,
    code: 'unreachable',
    title: 'Castellan cannot be reached.',
    detail: 'The program that this window talks to does not answer. If it was closed, start it again.',
    cause,
  })
}

/** An answer that breaks the contract: an older window with a newer host, or a fault. */
export function contractProblem(path: string, cause: Error): ApiProblem {
  return new ApiProblem({
    status: 200,
    code: 'contract-broken',
    title: 'Castellan’s answer is not what this window expects.',
    detail: `${path}: ${cause.message.slice(0, 300)}`,
    cause,
  })
}

/** Whatever was thrown, as a problem. */
export function asProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown
  const detail = thrown instanceof Error ? thrown.message : String(thrown)
  return new ApiProblem({ status: 0, code: 'fault', title: 'This window made a mistake.', detail, cause: thrown })
}
