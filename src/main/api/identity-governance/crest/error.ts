import { pointerSegments } from '../../http/json-pointer.ts'
import type { ApiProblem } from '../../http/problem.ts'
import { reasonOf } from './reasons.ts'

/** A refusal that an operation throws: it says its status in the protocol's own terms. */
export class CrestError extends Error {
  override readonly name = 'CrestError'
  readonly status: number
  readonly detail: Readonly<Record<string, unknown>> | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    more: { detail?: Readonly<Record<string, unknown>>; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.status = status
    this.detail = more.detail
    this.headers = more.headers ?? {}
  }
}

export const badRequest = (message: string): CrestError => new CrestError(400, message)

/** `{code, reason, message, detail?}` with the members of RFC 9457, and the request id that leads to the log. */
export function errorResponse(error: CrestError, requestId: string, pretty = false): Response {
  const reason = reasonOf(error.status)
  const body = {
    code: error.status,
    reason,
    message: error.message,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    type: `urn:castellan:problem:${reason.toLowerCase().replaceAll(' ', '-')}`,
    title: reason,
    status: error.status,
    requestId,
  }
  return new Response(JSON.stringify(body, null, pretty ? 2 : undefined), {
    status: error.status,
    headers: {
      'content-type': 'application/json;charset=UTF-8',
      'cache-control': 'no-cache',
      'x-request-id': requestId,
      ...error.headers,
    },
  })
}

/** A refusal of another part of the program in this protocol. Field problems are in the message and in `detail.errors`. */
export function fromProblem({ status, title, detail, errors, headers = {} }: ApiProblem): CrestError {
  const problems = errors?.map(({ pointer, message }) => ({
    field: pointerSegments(pointer).join('.'),
    message,
  }))
  const problemText = problems?.map(({ field, message }) => `${field}: ${message}`).join('; ')
  // A title that only repeats what is wrong with the fields says nothing without their names.
  const repeated = problems?.every(({ message }) => title.includes(message)) === true
  const words = problemText === undefined ? (detail ?? title) : repeated ? `${problemText}.` : `${title} ${problemText}`
  return new CrestError(status, words, { ...(problems ? { detail: { errors: problems } } : {}), headers })
}
