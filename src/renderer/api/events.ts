import { createEventParser, hostEventIn } from '../../contract/event-stream.ts'
import type { HostEvent } from '../../contract/events.ts'
import { send } from './client.ts'
import { ApiProblem } from './problem.ts'

export type StreamState = 'connecting' | 'live' | 'lost' | 'closed'

export interface EventStream {
  onEvent: (event: HostEvent) => void
  onState?: (state: StreamState) => void
  /** After a gap: what changed meanwhile is not known, so everything shown is asked for again. */
  onResume?: () => void
}

/** The server sends a heartbeat every 15 s; three missed ones mean that the line is dead. */
const deadAfter = 50_000
const firstRetryPause = 500
const longestRetryPause = 15_000

/**
 * Follows GET /v1/events over fetch, since EventSource can send no Authorization header. It connects again with
 * growing pauses and says where it stopped (Last-Event-ID). The answer closes it.
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
      const response = await send('/v1/events', {
        headers: { accept: 'text/event-stream', ...(lastId && { 'last-event-id': lastId }) },
        signal: AbortSignal.any([stop.signal, call.signal]),
      })
      onState?.('live')
      if (wasLive) onResume?.()
      wasLive = true
      pause = firstRetryPause
      alive()
      const parse = createEventParser((event) => {
        lastId = event.id
        // What was cut off or is not known here is asked for again on resume.
        const hostEvent = hostEventIn(event)
        if (hostEvent) onEvent(hostEvent)
      })
      for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        alive()
        parse(piece)
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
        // Signed out, or not allowed: trying again would not help. The session's own state says the rest.
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
