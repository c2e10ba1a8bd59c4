import { randomUUID } from 'node:crypto'
import type { Problem } from '../../../contract/common.ts'

/** Why a request is not answered as asked. Guards return one; `problemResponse` turns it into an answer. */
export interface ApiProblem {
  readonly status: number
  /** Stable, in kebab-case: the last part of the problem's type. */
  readonly code: string
  readonly title: string
  /** What to do about it, in words. Nothing internal: no path, no SQL, no stack. */
  readonly detail?: string | undefined
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[] | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Names one answer in logs and in what people report: 32 hexadecimal digits. */
export function newRequestId(): string {
  const id = randomUUID()
  return id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24)
}

/** The body of RFC 9457, with our type URIs. */
export function problemBody(refusal: ApiProblem, requestId: string): Problem {
  return {
    type: `urn:castellan:problem:${refusal.code}`,
    title: refusal.title,
    status: refusal.status,
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    requestId,
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors.map((error) => ({ ...error })) }),
  }
}

/**
 * A refusal as an answer.
 * @param members what a compatible API adds, so that a script written for it finds its own error members
 */
export function problemResponse(
  refusal: ApiProblem,
  requestId = newRequestId(),
  members: Readonly<Record<string, unknown>> = {},
): Response {
  return new Response(JSON.stringify({ ...problemBody(refusal, requestId), ...members }), {
    status: refusal.status,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': requestId, ...refusal.headers },
  })
}

/** What every fault looks like from outside; the request id leads whoever may read the log to the cause. */
export const fault: ApiProblem = {
  status: 500,
  code: 'internal',
  title: 'Something went wrong inside Castellan.',
  detail: 'Nothing was changed. Quote the request id when you report this.',
}
