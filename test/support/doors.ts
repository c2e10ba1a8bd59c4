import { listen } from '../../src/main/transport/listener.ts'
import { startTestHost, type TestHost } from './test-host.ts'

/** One way in: whatever is sent through it is judged, proved and answered as that door does. */
export interface TestChannel {
  readonly test: TestHost
  send(method: string, path: string, more: Sent): Promise<Response>
  close(): Promise<void>
}

export interface Sent {
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
  /** A bearer token, or the local operator. */
  readonly as: string | null
}

export const operatorCredential = 'the local operator'

/** `host.fetch` as the window's scheme calls it, with nothing in between. */
export async function inProcess(clock: () => number): Promise<TestChannel> {
  const test = await startTestHost({ clock, stillMs: 60_000 })
  return {
    test,
    async send(method, path, { body, headers, as }) {
      // The page puts its token into the header too.
      const authorization: Record<string, string> =
        as === null || as === operatorCredential ? {} : { authorization: `Bearer ${as}` }
      const init = { method, headers: { ...headers, ...authorization }, ...(body === undefined ? {} : { body }) }
      const caller =
        as === operatorCredential
          ? ({ kind: 'operator' } as const)
          : await test.host.identify(as === null ? null : `Bearer ${as}`, 'wire')
      return test.host.fetch(new Request(`http://127.0.0.1${path}`, init), caller)
    },
    close: () => test.close(),
  }
}

/** The listener on 127.0.0.1, by a real socket. @param replaceGlobals as `castellan serve` has it */
export async function overTheWire(clock: () => number, replaceGlobals: boolean): Promise<TestChannel> {
  const test = await startTestHost({ clock, stillMs: 60_000 })
  const listener = await listen(test.host, {
    port: 0,
    replaceGlobals,
    files: { respond: async () => new Response('page') },
    isOperator: (authorization) => authorization === `Bearer ${operatorCredential}`,
  })
  return {
    test,
    send(method, path, { body, headers, as }) {
      const authorization: Record<string, string> = as === null ? {} : { authorization: `Bearer ${as}` }
      const init = { method, headers: { ...headers, ...authorization }, ...(body === undefined ? {} : { body }) }
      return fetch(listener.url + path, init)
    },
    async close() {
      await listener.close()
      await test.close()
    },
  }
}
