import type { z } from 'zod'
import { type ApiProblem, contractProblem, problemFrom, unreachableProblem } from './problem.ts'
import { markSession, sessionToken, signOut } from './session.ts'
import { askForPassword } from './step-up.ts'

export interface RequestInput {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is: a file. */
  raw?: { body: Blob; type: string }
  query?: Readonly<Record<string, string | number | boolean | undefined>>
  headers?: Readonly<Record<string, string>>
  /** The revision that this change was made on; the server refuses when it is no longer the latest. */
  ifMatch?: number | string
  /** Of what was asked, the same key is done once. POST makes one for each call when none is given; null is for a POST that only asks. */
  idempotencyKey?: string | null
  signal?: AbortSignal
}

export interface ApiAnswer<T> {
  data: T
  etag: string | null
  location: string | null
}

/** Asks the host and returns its answer, proved by the schema; throws an ApiProblem otherwise. */
export async function request<T>(schema: z.ZodType<T>, path: string, init: RequestInput = {}): Promise<T> {
  return (await requestAnswer(schema, path, init)).data
}

/** As `request`, with the headers that matter. */
export async function requestAnswer<T>(
  schema: z.ZodType<T>,
  path: string,
  init: RequestInput = {},
): Promise<ApiAnswer<T>> {
  const response = await send(path, init)
  const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw contractProblem(path, parsed.error)
  return { data: parsed.data, etag: response.headers.get('etag'), location: response.headers.get('location') }
}

/** Asks without reading the answer: for exports that are saved as they are, and for streams. */
export async function send(path: string, init: RequestInput = {}): Promise<Response> {
  const method = init.method ?? 'GET'
  const headers = new Headers({ accept: 'application/json', ...init.headers })
  const token = sessionToken()
  if (token !== undefined && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`)
  if (init.ifMatch !== undefined) {
    headers.set('if-match', typeof init.ifMatch === 'number' ? `"${init.ifMatch}"` : init.ifMatch)
  }
  if (method === 'POST' && init.idempotencyKey !== null)
    headers.set('idempotency-key', init.idempotencyKey ?? crypto.randomUUID())
  const body = init.raw ? init.raw.body : init.body === undefined ? null : JSON.stringify(init.body)
  if (init.raw) headers.set('content-type', init.raw.type)
  else if (init.body !== undefined) headers.set('content-type', 'application/json')

  let response: Response
  try {
    response = await fetch(path + queryString(init.query), {
      method,
      headers,
      body,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: init.signal ?? null,
    })
  } catch (thrown) {
    if (init.signal?.aborted) throw thrown
    throw unreachableProblem(thrown)
  }
  if (response.ok) return response
  const problem = await problemOfResponse(response, token)
  if (problem.code !== 'step-up-needed' || !(await askForPassword())) throw problem
  // Nothing was done the first time, so this is another attempt with a key of its own.
  const { idempotencyKey: _, ...rest } = init
  return send(path, rest)
}

/** What a refused answer means; an ended or locked session is so here too. @param token what the call was made with */
export async function problemOfResponse(response: Response, token: string | undefined): Promise<ApiProblem> {
  const problem = await problemFrom(response)
  // Only an answer to this very session ends it: one that was signed in meanwhile must not fall with an older call.
  if (response.status === 401 && token !== undefined && token === sessionToken()) {
    if (problem.code === 'locked') markSession('locked')
    else signOut('Your session has ended. Sign in again to go on.')
  }
  return problem
}

export function queryString(query: RequestInput['query'] = {}): string {
  const entries = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as [string, string]],
  )
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`
}
