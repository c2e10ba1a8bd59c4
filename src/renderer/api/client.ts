import type { ApiPath } from './paths.ts'
import type { z } from 'zod'
import { type ApiProblem, contractProblem, problemFrom, unreachableProblem } from './problem.ts'
import { markSession, sessionToken, signOut } from './session.ts'
import { askForPassword } from './step-up.ts'

export interface RequestInput {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
  /** A file, sent unchanged. */
  raw?: { body: Blob; type: string }
  query?: Readonly<Record<string, string | number | boolean | undefined>>
  headers?: Readonly<Record<string, string>>
  /** The revision that the change is based on. The server rejects the call if a later one exists. */
  ifMatch?: number | string
  /**
   * Calls with the same key run once. By default each POST gets a new key; null sends none, for a POST that only reads.
   */
  idempotencyKey?: string | null
  signal?: AbortSignal
}

export interface ApiAnswer<T> {
  data: T
  etag: string | null
  location: string | null
}

/** Calls the host and validates the answer against the schema. @throws ApiProblem for any other answer */
export async function request<T>(schema: z.ZodType<T>, path: ApiPath, init: RequestInput = {}): Promise<T> {
  return (await requestAnswer(schema, path, init)).data
}

/** Like `request`, but also returns ETag and Location. */
export async function requestAnswer<T>(
  schema: z.ZodType<T>,
  path: ApiPath,
  init: RequestInput = {},
): Promise<ApiAnswer<T>> {
  const response = await send(path, init)
  const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw contractProblem(path, parsed.error)
  return { data: parsed.data, etag: response.headers.get('etag'), location: response.headers.get('location') }
}

/** Calls the host without parsing the answer: for exports and streams. */
export async function send(path: ApiPath, init: RequestInput = {}): Promise<Response> {
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
  // The first attempt did nothing, so the second one needs a key of its own.
  const { idempotencyKey: _, ...rest } = init
  return send(path, rest)
}

/**
 * Converts an error response to a problem. Also ends or locks the session if the response says so.
 * @param token the token that the call was made with
 */
export async function problemOfResponse(response: Response, token: string | undefined): Promise<ApiProblem> {
  const problem = await problemFrom(response)
  // Only an answer to the current session ends it: a late answer to an older session must not.
  if (response.status === 401 && token !== undefined && token === sessionToken()) {
    if (problem.code === 'locked') markSession('locked')
    else signOut('Your session has expired. Sign in again.')
  }
  return problem
}

export function queryString(query: RequestInput['query'] = {}): string {
  const entries = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as [string, string]],
  )
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`
}
