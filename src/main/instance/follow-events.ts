import { setTimeout as sleep } from 'node:timers/promises'
import { createParser } from 'eventsource-parser'
import { type HostEvent, hostEventIn } from '../../contract/events.ts'
import type { Instance } from './find.ts'

const pauseMs = 5_000

/**
 * Hears what happens in a Castellan that runs without a window, and goes on after each lost connection where it stopped.
 * @returns what ends it
 */
export function followEvents(instance: Instance, hear: (event: HostEvent) => void): () => void {
  const end = new AbortController()
  const { signal } = end
  let last: string | null = null
  const connect = async () => {
    const parser = createParser({
      onEvent(sent) {
        last = sent.id ?? last
        const event = hostEventIn(sent)
        if (event) hear(event)
      },
    })
    const headers: Record<string, string> = last === null ? {} : { 'last-event-id': last }
    const { ok, body } = await instance.call(new Request(`${instance.url}/v1/events`, { headers, signal }))
    if (ok && body) for await (const piece of body.pipeThrough(new TextDecoderStream())) parser.feed(piece)
  }
  void (async () => {
    while (!signal.aborted) {
      // One that has ended is waited for: the window says so itself.
      await connect().catch(() => undefined)
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  })()
  return () => end.abort()
}
