import type { z } from 'zod'
import type { Problem } from '../../contract/common.ts'
import type { Context } from './command.ts'
import { CliError, exitCodeOf } from './exit-codes.ts'
import { type Reach, reach } from './open.ts'

/** Runs a command's work on the Castellan that it reaches, and lets go of it whatever happens. */
export async function withReach<T>(context: Context, work: (reach: Reach) => Promise<T>): Promise<T> {
  const reached = await reach(context)
  try {
    return await work(reached)
  } finally {
    await reached.close()
  }
}

export interface CallResult {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH'
  /** Sent as JSON, unless it is a stream of bytes. */
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks one operation. @throws CliError with the sentence of the answer when it is refused */
export async function callApi<T>(
  reached: Reach,
  schema: z.ZodType<T>,
  path: string,
  call: CallResult = {},
): Promise<T> {
  return (await callWithTag(reached, schema, path, call)).value
}

/** The same, with the ETag that a change must name. */
export async function callWithTag<T>(
  reached: Reach,
  schema: z.ZodType<T>,
  path: string,
  { method = 'GET', body, headers = {} }: CallResult = {},
): Promise<{ value: T; tag: string }> {
  const bytes = body instanceof ReadableStream
  const content = bytes ? { 'content-type': 'application/octet-stream', 'x-castellan-upload': '1' } : json
  const init: RequestInit & { duplex: 'half' } = {
    method,
    duplex: 'half',
    headers: { ...(body === undefined ? {} : content), ...headers },
    ...(body === undefined ? {} : { body: bytes ? body : JSON.stringify(body) }),
  }
  const response = await reached.call(new Request(`http://127.0.0.1${path}`, init))
  if (!response.ok) throw await refusal(response)
  return { value: schema.parse(await response.json()), tag: response.headers.get('etag') ?? '' }
}

/** Asks for a file. @throws CliError with the sentence of the answer when it is refused */
export async function callForBytes(reached: Reach, path: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await reached.call(new Request(`http://127.0.0.1${path}`))
  if (!response.ok || response.body === null) throw await refusal(response)
  return response.body
}

const json = { 'content-type': 'application/json' }

/** All items of a paged list. */
export async function callAllPages<T>(
  reached: Reach,
  page: z.ZodType<{ items: T[]; next?: string | undefined }>,
  path: string,
  most = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const items: T[] = []
  let next: string | undefined
  do {
    const limit = Math.min(1000, most - items.length)
    const cursor = next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`
    const answer = await callApi(reached, page, `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`)
    items.push(...answer.items)
    next = answer.next
  } while (next !== undefined && items.length < most)
  return items
}

async function refusal(response: Response): Promise<CliError> {
  const text = await response.text()
  return new CliError(exitCodeOf(response.status), wordsOf(text) ?? `It answered with status ${response.status}.`)
}

function wordsOf(text: string): string | undefined {
  try {
    const { title, detail, errors } = JSON.parse(text) as Problem
    // A detail that only joins the list of errors is said by the list.
    const summary =
      detail === undefined || errors !== undefined ? title : title === detail ? title : `${title} ${detail}`
    const list = errors?.map(({ pointer, message }) => `\n  ${pointer.replace(/^#\//, '')} ${message}`) ?? []
    return summary + list.join('')
  } catch {
    return undefined
  }
}
