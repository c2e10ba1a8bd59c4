import type { ApiPath } from './paths.ts'
import type { z } from 'zod'
import { type DroppedFile, dropHeader } from '../../contract/bridge.ts'
import { bridge } from './bridge.ts'
import { type RequestInput, queryString, problemOfResponse, requestAnswer } from './client.ts'
import { ApiProblem, contractProblem, unreachableProblem } from './problem.ts'
import { sessionToken } from './session.ts'

export interface Upload {
  query: NonNullable<RequestInput['query']>
  /** Called with the number of bytes sent so far. */
  onSent: (bytes: number) => void
  signal: AbortSignal
}

const type = 'application/octet-stream'
/** No form or plain link of another site can send this header. */
const uploadHeader = { 'x-castellan-upload': '1' }

/**
 * In the desktop window, a file on a disk is sent by ticket: the main process reads it, and the page never has its
 * bytes. A file without a path, such as an attachment dragged out of a mail, has no ticket.
 */
async function dropTicketOf(file: File): Promise<DroppedFile | undefined> {
  const dropped = await bridge()
    ?.dropped(file)
    .catch(() => undefined)
  if (dropped && 'refused' in dropped)
    throw new ApiProblem({ status: 400, code: 'file-refused', title: dropped.refused })
  return dropped
}

/** Sends a file: by ticket if it has one, otherwise its bytes. */
export async function upload<T>(schema: z.ZodType<T>, path: ApiPath, file: File, ask: Upload): Promise<T> {
  const ticket = await dropTicketOf(file)
  if (!ticket) return sendBytes(schema, path, file, ask)
  const query = { ...ask.query, name: ticket.name, modifiedAt: ticket.modifiedAt }
  const headers = { [dropHeader]: ticket.ticket }
  const { data } = await requestAnswer(schema, path, { method: 'POST', query, headers, signal: ask.signal })
  ask.onSent(ticket.size)
  return data
}

/**
 * Sends the bytes of a file. Over http it uses XMLHttpRequest, because fetch reports no upload progress. On the
 * window's own scheme such bodies fail and files arrive at once, so it uses fetch.
 */
async function sendBytes<T>(schema: z.ZodType<T>, path: ApiPath, file: File, ask: Upload): Promise<T> {
  if (!location.protocol.startsWith('http')) {
    const init = { method: 'POST', raw: { body: file, type }, headers: uploadHeader } as const
    return (await requestAnswer(schema, path, { ...init, query: ask.query, signal: ask.signal })).data
  }
  const token = sessionToken()
  const response = await sendWatched(path + queryString(ask.query), file, token, ask)
  if (!response.ok) throw await problemOfResponse(response, token)
  const read = schema.safeParse(await response.json().catch(() => undefined))
  if (!read.success) throw contractProblem(path, read.error)
  return read.data
}

function sendWatched(url: string, file: File, token: string | undefined, ask: Upload): Promise<Response> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    const stop = () => call.abort()
    call.open('POST', url)
    call.setRequestHeader('accept', 'application/json')
    call.setRequestHeader('content-type', type)
    for (const [name, value] of Object.entries(uploadHeader)) call.setRequestHeader(name, value)
    call.setRequestHeader('idempotency-key', crypto.randomUUID())
    if (token !== undefined) call.setRequestHeader('authorization', `Bearer ${token}`)
    call.upload.addEventListener('progress', (event) => ask.onSent(event.loaded))
    call.addEventListener('load', () => resolve(new Response(call.responseText, { status: call.status })))
    call.addEventListener('error', () => reject(unreachableProblem(new Error('the upload broke off'))))
    call.addEventListener('abort', () => reject(new DOMException('The upload was stopped.', 'AbortError')))
    call.addEventListener('loadend', () => ask.signal.removeEventListener('abort', stop))
    ask.signal.addEventListener('abort', stop)
    call.send(file)
  })
}
