import type { z } from 'zod'
import { type Ask, queryString, refusal, requestAnswer } from './client.ts'
import { misunderstood, unreachable } from './problem.ts'
import { sessionToken } from './session.ts'

export interface Upload {
  query: NonNullable<Ask['query']>
  /** Bytes that have left so far. */
  onSent: (bytes: number) => void
  signal: AbortSignal
}

const type = 'application/octet-stream'
/** No form and no plain link of another site can send this. */
const mark = { 'x-castellan-upload': '1' }

/**
 * Sends a file as it is. Over http by XMLHttpRequest, since fetch does not say how much of a body has left; on the
 * window's own scheme, where such bodies fail and a file arrives at once, by fetch.
 */
export async function upload<T>(schema: z.ZodType<T>, path: string, file: File, ask: Upload): Promise<T> {
  if (!location.protocol.startsWith('http')) {
    const init = { method: 'POST', raw: { body: file, type }, headers: mark } as const
    return (await requestAnswer(schema, path, { ...init, query: ask.query, signal: ask.signal })).data
  }
  const token = sessionToken()
  const response = await sendWatched(path + queryString(ask.query), file, token, ask)
  if (!response.ok) throw await refusal(response, token)
  const read = schema.safeParse(await response.json().catch(() => undefined))
  if (!read.success) throw misunderstood(path, read.error)
  return read.data
}

function sendWatched(url: string, file: File, token: string | undefined, ask: Upload): Promise<Response> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    const stop = () => call.abort()
    call.open('POST', url)
    call.setRequestHeader('accept', 'application/json')
    call.setRequestHeader('content-type', type)
    for (const [name, value] of Object.entries(mark)) call.setRequestHeader(name, value)
    call.setRequestHeader('idempotency-key', crypto.randomUUID())
    if (token !== undefined) call.setRequestHeader('authorization', `Bearer ${token}`)
    call.upload.addEventListener('progress', (event) => ask.onSent(event.loaded))
    call.addEventListener('load', () => resolve(new Response(call.responseText, { status: call.status })))
    call.addEventListener('error', () => reject(unreachable(new Error('the upload broke off'))))
    call.addEventListener('abort', () => reject(new DOMException('The upload was stopped.', 'AbortError')))
    call.addEventListener('loadend', () => ask.signal.removeEventListener('abort', stop))
    ask.signal.addEventListener('abort', stop)
    call.send(file)
  })
}
