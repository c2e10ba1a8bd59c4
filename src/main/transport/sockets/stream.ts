import type { ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'

/** Answers under way that have no end of their own: event streams. */
export type OpenStreams = Set<() => void>

/** An answer that the adapter holds ready: nothing of it can fail half-way. */
interface Ready {
  readonly status: number
  readonly body: string | Uint8Array<ArrayBuffer> | null
  readonly headers: Readonly<Record<string, string>>
}

let readyKey: symbol | undefined

/**
 * What the adapter holds ready of an answer, when its body is a string or bytes. It keeps them under a private symbol; asking for `.body` would turn each into a stream at ten times the cost. Were the
 * symbol renamed, every answer would take the careful way below and nothing would break.
 */
export function readyOf(response: Response): Ready | null {
  readyKey ??= Object.getOwnPropertySymbols(response).find((symbol) => symbol.description === 'cache')
  if (readyKey === undefined) return null
  const held = (response as unknown as Record<symbol, readonly unknown[] | undefined>)[readyKey]
  if (held === undefined) return null
  const [status, body, headers] = held
  if (body !== null && typeof body !== 'string' && !(body instanceof Uint8Array)) return null
  const plain = headers instanceof Headers ? Object.fromEntries(headers) : headers
  return { status: status as number, body: body as Ready['body'], headers: (plain ?? {}) as Ready['headers'] }
}

/**
 * Sends a streamed body ourselves: the adapter would append the message of a failing stream to what the client reads,
 * and that message may name a path or a statement. Here the client sees the connection break, and nothing else.
 */
export async function sendStream(
  response: Response,
  outgoing: ServerResponse,
  streams: OpenStreams,
  onFault: (error: unknown) => void,
): Promise<Response> {
  for (const [name, value] of response.headers) outgoing.setHeader(name, value)
  outgoing.statusCode = response.status
  const reader = response.body?.getReader()
  if (reader === undefined) {
    outgoing.end()
    return RESPONSE_ALREADY_SENT
  }
  outgoing.flushHeaders()
  const stop = (): void => {
    reader.cancel().catch(() => undefined)
    outgoing.end()
  }
  const endless = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  if (endless) streams.add(stop)
  outgoing.once('close', () => {
    streams.delete(stop)
    reader.cancel().catch(() => undefined)
  })
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      if (!outgoing.write(piece.value)) await drained(outgoing)
      if (outgoing.destroyed) break
    }
    outgoing.end()
  } catch (error) {
    onFault(error)
    outgoing.destroy()
  }
  return RESPONSE_ALREADY_SENT
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off('drain', done)
      outgoing.off('close', done)
      resolve()
    }
    outgoing.on('drain', done)
    outgoing.on('close', done)
  })
}
