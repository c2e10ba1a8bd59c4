import { createParser } from 'eventsource-parser'
import { type HostEvent, hostEventIn } from '../../contract/events.ts'
import { send } from './client.ts'
import { ApiProblem } from './problem.ts'
import { apiPaths } from './paths.ts'

export type StreamState = 'connecting' | 'live' | 'lost' | 'closed'

export interface EventStream {
  onEvent: (event: HostEvent) => void
  onState?: (state: StreamState) => void
  /** Called after a gap: events may be missing, so everything shown must be fetched again. */
  onResume?: () => void
}

/** The server sends a heartbeat every 15 s; after three missed ones the connection counts as dead. */
const deadAfter = 50_000
const firstRetryPause = 500
const longestRetryPause = 15_000

/**
 * Follows GET /v1/events with fetch, because EventSource cannot send the Authorization header. Reconnects with growing
 * pauses and resumes after the last event (Last-Event-ID). The returned function closes the connection.
 */
export function followEvents({ onEvent, onState, onResume }: EventStream): () => void {
  const stop = new AbortController()
  let lastId = ''
  let pause = firstRetryPause
  let wasLive = false

  const connect = async () => {
    const call = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const alive = () => {
      clearTimeout(timer)
      timer = setTimeout(() => call.abort(), deadAfter)
    }
    try {
      const response = await send(apiPaths.events, {
        headers: { accept: 'text/event-stream', ...(lastId && { 'last-event-id': lastId }) },
        signal: AbortSignal.any([stop.signal, call.signal]),
      })
      onState?.('live')
      if (wasLive) onResume?.()
      wasLive = true
      pause = firstRetryPause
      alive()
      const parser = createParser({
        onEvent(message) {
          lastId = message.id ?? lastId
          // Truncated and unknown events are skipped: onResume fetches everything again.
          const event = hostEventIn(message)
          if (event) onEvent(event)
        },
      })
      for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        alive()
        parser.feed(piece)
      }
    } finally {
      clearTimeout(timer)
    }
  }

  const run = async () => {
    onState?.('connecting')
    while (!stop.signal.aborted) {
      try {
        await connect()
      } catch (thrown) {
        // Signed out or not permitted: retrying does not help, and the session state tells the user.
        if (thrown instanceof ApiProblem && (thrown.status === 401 || thrown.status === 403)) break
      }
      if (stop.signal.aborted) break
      onState?.('lost')
      await sleep(pause * (0.75 + Math.random() / 2), stop.signal)
      pause = Math.min(longestRetryPause, pause * 2)
    }
    onState?.('closed')
  }
  void run()
  return () => stop.abort()
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
