import { createHmac } from 'node:crypto'
import type { StoredResponse, IdempotencyKeys } from '../../domain/idempotency/idempotency-keys.service.ts'
import type { Caller } from '../http/caller.ts'
import { problemResponse, type ApiProblem } from '../http/problem.ts'
import type { Route } from '../http/route.ts'

export const idempotencyHeader = 'idempotency-key'

interface Once {
  readonly kept: IdempotencyKeys
  readonly route: Route
  readonly request: Request
  readonly caller: Caller
  readonly requestId: string
  readonly perform: (request: Request) => Promise<Response>
}

/**
 * Does a POST that carries an Idempotency-Key at most once: the same request again gets the answer that was given. What
 * was refused or failed changed nothing, so its key is free again.
 */
export function answerOnce(asked: Once): Promise<Response> {
  const { route, request, caller, perform } = asked
  const given = route.method === 'POST' ? request.headers.get(idempotencyHeader) : null
  const name = given === null ? null : nameOf(caller)
  return given === null || name === null ? perform(request) : onceByKey(asked, name, given)
}

async function onceByKey(
  { kept, route, request, requestId, perform }: Once,
  name: string,
  given: string,
): Promise<Response> {
  const refuse = (refusal: ApiProblem) => problemResponse(refusal, requestId)
  const key = keyOf(given)
  if (key === null) return refuse(badKey)
  const known = kept.begin(name, key)
  if (known.kind === 'running') return refuse(stillRunning)
  if (known.kind === 'interrupted') return refuse(interrupted)
  const { hashed, digest } = hashing(request, key)
  if (known.kind === 'answered') {
    for await (const _ of hashed.body ?? []);
    return known.requestHash.equals(digest()) ? again(known.answer, requestId) : refuse(otherRequest)
  }
  try {
    const response = await perform(hashed)
    if (!response.ok) {
      kept.forget(name, key)
      return response
    }
    const body = route.revealsSecret ? null : await response.clone().text()
    kept.end(name, key, digest(), { status: response.status, headers: Object.fromEntries(response.headers), body })
    return response
  } catch (error) {
    kept.forget(name, key)
    throw error
  }
}

/** Keys belong to whoever proved themselves; nobody else's are seen. */
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
function keyOf(given: string): string | null {
  const key = /^"(.*)"$/.exec(given)?.[1] ?? given
  return /^[\x21-\x7e]{1,255}$/.test(key) ? key : null
}

/**
 * What a request is, for telling it from another: method, address and every byte of the body, hashed as it is read. The
 * key goes into the hash, and stands nowhere in clear: a stored hash is no help in guessing a password that was sent.
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

function again({ status, headers, body }: StoredResponse, requestId: string): Response {
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
