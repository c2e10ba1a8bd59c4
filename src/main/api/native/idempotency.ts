import { createHmac } from 'node:crypto'
import type { StoredResponse, IdempotencyKeys } from '../../domain/idempotency/idempotency-keys.service.ts'
import type { Caller } from '../http/caller.ts'
import { problemResponse, type ApiProblem } from '../http/problem.ts'
import type { Route } from '../http/route.ts'

const idempotencyHeader = 'idempotency-key'

interface IdempotentRequest {
  readonly keys: IdempotencyKeys
  readonly route: Route
  readonly request: Request
  readonly caller: Caller
  readonly requestId: string
  readonly perform: (request: Request) => Promise<Response>
}

/**
 * Performs a POST that carries an Idempotency-Key at most once: the same request again gets the stored answer. A request
 * that was refused or failed changed nothing, so its key is free again.
 */
export function answerOnce(input: IdempotentRequest): Promise<Response> {
  const { route, request, caller, perform } = input
  const headerValue = route.method === 'POST' ? request.headers.get(idempotencyHeader) : null
  const name = headerValue === null ? null : nameOf(caller)
  return headerValue === null || name === null ? perform(request) : answerByKey(input, name, headerValue)
}

async function answerByKey(
  { keys, route, request, requestId, perform }: IdempotentRequest,
  name: string,
  headerValue: string,
): Promise<Response> {
  const refuse = (refusal: ApiProblem) => problemResponse(refusal, requestId)
  const key = keyOf(headerValue)
  if (key === null) return refuse(badKey)
  const state = keys.begin(name, key)
  if (state.kind === 'running') return refuse(stillRunning)
  if (state.kind === 'interrupted') return refuse(interrupted)
  const { hashed, digest } = hashing(request, key)
  if (state.kind === 'answered') {
    for await (const _ of hashed.body ?? []);
    return state.requestHash.equals(digest()) ? replay(state.answer, requestId) : refuse(otherRequest)
  }
  let response: Response
  try {
    response = await perform(hashed)
  } catch (error) {
    keys.forget(name, key)
    throw error
  }
  if (!response.ok) {
    keys.forget(name, key)
    return response
  }
  const body = route.revealsSecret ? null : await response.clone().text()
  keys.end(name, key, digest(), { status: response.status, headers: Object.fromEntries(response.headers), body })
  return response
}

/** Keys belong to the proved caller; those of other callers are not seen. */
function nameOf(caller: Caller): string | null {
  switch (caller.kind) {
    case 'token':
      return `token ${caller.tokenId}`
    case 'person':
      return `user ${caller.userId}`
    case 'setup':
      return `session ${caller.session}`
    case 'operator':
      return 'operator'
    case 'anonymous':
    case 'locked':
      return null
  }
}

/** The draft standard writes keys as quoted strings, most clients without quotes. */
function keyOf(headerValue: string): string | null {
  const key = /^"(.*)"$/.exec(headerValue)?.[1] ?? headerValue
  return /^[\x21-\x7e]{1,255}$/.test(key) ? key : null
}

/**
 * What identifies a request: method, address and every byte of the body, hashed as it is read. The key is part of the hash
 * and is stored nowhere in clear, so a stored hash does not help to guess a password that was sent.
 */
function hashing(request: Request, key: string): { hashed: Request; digest: () => Buffer } {
  const { method, url, headers, signal } = request
  const { pathname, search } = new URL(url)
  const hash = createHmac('sha256', key).update(`${method} ${pathname}${search}\n`)
  const digest = () => hash.digest()
  const body = request.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        hash.update(chunk)
        controller.enqueue(chunk)
      },
    }),
  )
  const init = { method, headers, signal, duplex: 'half' as const, ...(body ? { body } : {}) }
  return { hashed: new Request(url, init), digest }
}

function replay({ status, headers, body }: StoredResponse, requestId: string): Response {
  if (body === null) {
    return problemResponse(
      { ...revealedOnce, headers: headers['location'] ? { location: headers['location'] } : {} },
      requestId,
    )
  }
  const more = { ...headers, 'x-request-id': requestId, 'idempotent-replayed': 'true' }
  return new Response(status === 204 ? null : body, { status, headers: more })
}

const badKey: ApiProblem = {
  status: 400,
  code: 'invalid',
  title: 'The Idempotency-Key is not valid.',
  detail: 'Send 1 to 255 visible characters, best a random UUID.',
}
const stillRunning: ApiProblem = {
  status: 409,
  code: 'still-running',
  title: 'The request with this Idempotency-Key is still running.',
  detail: 'Send it again in a moment to get its answer.',
  headers: { 'retry-after': '1' },
}
const interrupted: ApiProblem = {
  status: 409,
  code: 'outcome-unknown',
  title: 'Castellan stopped while the request with this Idempotency-Key was running.',
  detail: 'Look whether it took effect, and send what is still needed under a new key.',
}
const otherRequest: ApiProblem = {
  status: 422,
  code: 'key-of-another-request',
  title: 'This Idempotency-Key belongs to another request.',
  detail: 'Use a new key for each new request, and the same one only to send the very same again.',
}
const revealedOnce: ApiProblem = {
  status: 409,
  code: 'revealed-once',
  title: 'This was done, and its answer held a secret that is shown once.',
  detail: 'If the answer was lost, revoke what was made and make another under a new key.',
}
