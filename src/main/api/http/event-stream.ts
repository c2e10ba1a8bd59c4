import type { HostEvent } from '../../../contract/events.ts'

/** Also how soon a stream ends whose caller was signed out or revoked. */
const heartbeatMs = 5_000
const eventsKept = 1000

/** What somebody who listens may hear now; null when they are not who they proved to be any more, and the stream ends. */
export type Hearer = () => ((event: HostEvent) => boolean) | null

/** Host events for everybody who listens: numbered, kept for a while, so that a lost connection loses nothing. */
export interface EventStream {
  readonly emit: (event: HostEvent) => void
  /** In process, for notifications. @returns how to stop listening */
  readonly listen: (listener: (event: HostEvent) => void) => () => void
  /**
   * Answers GET /v1/events.
   * @param lastEventId what the client saw last
   * @param hearer asked before each event and at each heartbeat, since rights come and go
   */
  respond(lastEventId: number | null, signal: AbortSignal, hearer?: Hearer): Response
  close(): void
}

/** @param firstId a number that grows from start to start, so that ids of an earlier run are recognised as old */
// oxlint-disable-next-line max-lines-per-function -- one closure over the listeners and the kept events
export function createEventStream(firstId: number): EventStream {
  const recent: { id: number; event: HostEvent; text: string }[] = []
  const senders = new Set<{
    readonly tell: (event: HostEvent, text: string) => void
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
        recent.push({ id, event, text })
        if (recent.length > eventsKept) recent.shift()
      }
      for (const { tell } of Array.from(senders)) tell(event, text)
      for (const listener of listeners) listener(event)
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    respond(lastEventId, signal, hearer = () => () => true) {
      let leave = (): void => undefined
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          const send = (text: string) => controller.enqueue(encoder.encode(text))
          const heartbeat = setInterval(() => {
            if (hearer() !== null) send(': still here\n\n')
            else sender.end()
          }, heartbeatMs)
          const tell = (event: HostEvent, text: string) => {
            const mayHear = hearer()
            if (mayHear === null) sender.end()
            else if (mayHear(event)) send(text)
          }
          const sender = {
            tell,
            end: () => {
              if (!senders.has(sender)) return
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
          for (const { id, event, text } of recent)
            if (lastEventId !== null && id > lastEventId && senders.has(sender)) tell(event, text)
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
