import type { ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'

/** Answers under way that have no end of their own: event streams. */
export type OpenStreams = Set<() => void>

/**
 * True when the body is a string or bytes that the adapter holds ready, so it can't fail half-way. The adapter keeps
 * them under a private symbol, and asking for `.body` would turn each into a stream at ten times the cost. Were the
 * symbol renamed, every answer would take the careful way below and nothing would break.
 */
export function isReady(response: Response): boolean {
  const key = Object.getOwnPropertySymbols(response).find((symbol) => symbol.description === 'cache')
  if (key === undefined) return false
  const body = (response as unknown as Record<symbol, readonly unknown[]>)[key]?.[1]
  return body === null || typeof body === 'string' || body instanceof Uint8Array
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
