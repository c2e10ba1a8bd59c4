import type { HostEvent } from '../../../contract/events.ts'

/** Also how soon a stream ends whose caller was signed out or revoked. */
const heartbeatMs = 5_000
const eventsKept = 1000

/** Host events for everybody who listens: numbered, kept for a while, so that a lost connection loses nothing. */
export interface EventStream {
  readonly emit: (event: HostEvent) => void
  /** In process, for notifications. @returns how to stop listening */
  readonly listen: (listener: (event: HostEvent) => void) => () => void
  /**
   * Answers GET /v1/events.
   * @param lastEventId what the client saw last
   * @param stillHolds whether the caller still is who they proved to be; the stream ends soon after they are not
   * @param mayKnow which events are the caller's business
   */
  respond(
    lastEventId: number | null,
    signal: AbortSignal,
    stillHolds?: () => boolean,
    mayKnow?: (type: HostEvent['type']) => boolean,
  ): Response
  close(): void
}

/** @param firstId a number that grows from start to start, so that ids of an earlier run are recognised as old */
// oxlint-disable-next-line max-lines-per-function -- one closure over the listeners and the kept events
export function createEventStream(firstId: number): EventStream {
  const recent: { id: number; type: HostEvent['type']; text: string }[] = []
  const senders = new Set<{
    readonly tell: (type: HostEvent['type'], text: string) => void
    readonly end: () => void
  }>()
  const listeners = new Set<(event: HostEvent) => void>()
  let nextId = firstId
  const encoder = new TextEncoder()

  return {
    emit(event) {
      const id = nextId++
      const { type, ...data } = event
      const text = `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`
      // Progress is only of interest while it happens.
      if (type !== 'progress') {
        recent.push({ id, type, text })
        if (recent.length > eventsKept) recent.shift()
      }
      for (const { tell: sendEvent } of senders) sendEvent(type, text)
      for (const listener of listeners) listener(event)
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    respond(lastEventId, signal, stillHolds = () => true, mayKnow = () => true) {
      let leave = (): void => undefined
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          const send = (text: string) => controller.enqueue(encoder.encode(text))
          const heartbeat = setInterval(() => {
            if (stillHolds()) send(': still here\n\n')
            else sender.end()
          }, heartbeatMs)
          const sendEvent = (type: HostEvent['type'], text: string) => {
            if (mayKnow(type)) send(text)
          }
          const sender = {
            tell: sendEvent,
            end: () => {
              leave()
              controller.close()
            },
          }
          leave = () => {
            clearInterval(heartbeat)
            senders.delete(sender)
            signal.removeEventListener('abort', leave)
          }
          senders.add(sender)
          signal.addEventListener('abort', leave)
          send(': welcome\n\n')
          for (const { id, type, text } of recent) if (lastEventId !== null && id > lastEventId) sendEvent(type, text)
        },
        cancel: () => leave(),
      })
      return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } })
    },
    close() {
      for (const { end } of Array.from(senders)) end()
    },
  }
}
