import { connect } from 'node:net'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { anonymous, type Caller } from '../../../src/main/api/http/caller.ts'
import type { SecurityEvent } from '../../../src/main/data-dir/security-log.ts'
import {
  type RequestAnswering,
  listen,
  type ListenOptions,
  type Listener,
} from '../../../src/main/transport/listener.ts'

/** A small program behind the real listener, for attacks on the listener itself. */
export function program() {
  const events: SecurityEvent[] = []
  const callers: Caller[] = []
  const app = new Hono()
  app.onError((error) => {
    throw error
  })
  app.get('/v1/things', (c) => c.json({ things: [] }))
  app.post('/v1/things', async (c) => c.json({ got: await c.req.json() }, 201))
  app.put('/v1/blob', async (c) => {
    let size = 0
    for await (const chunk of c.req.raw.body ?? []) size += chunk.byteLength
    return c.json({ size })
  })
  app.get('/v1/fault', () => {
    throw new Error('SELECT secret FROM /var/lib/castellan.db')
  })
  app.get('/v1/broken-stream', () => {
    let sent = false
    const body = new ReadableStream({
      pull(controller) {
        if (sent) throw new Error('/var/lib/secret')
        sent = true
        controller.enqueue(new TextEncoder().encode('first line\n'))
      },
    })
    return new Response(body)
  })
  app.get('/v1/echo', (c) => c.json({ url: c.req.url, ip: c.req.header('x-forwarded-for') ?? null }))
  app.get('/v1/events', (c) =>
    streamSSE(c, async (stream) => {
      await stream.writeSSE({ event: 'hello', data: '1' })
      while (!stream.aborted) await stream.sleep(50)
    }),
  )
  app.get('/openidm/x', (c) => c.json({}, 200, { 'cache-control': 'no-cache' }))
  const host: RequestAnswering = {
    fetch: async (request, caller) => {
      callers.push(caller)
      return app.fetch(request)
    },
    identify: async (authorization): Promise<Caller> =>
      authorization === 'Bearer good' ? { kind: 'token', tokenId: 1, name: 'good', scopes: ['*'] } : anonymous,
  }
  const start = (more: Partial<ListenOptions> = {}): Promise<Listener> =>
    listen(host, {
      port: 0,
      files: { respond: async () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }) },
      report: (event) => events.push(event),
      ...more,
    })
  return { app, host, start, events, callers }
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Sends exactly these bytes and reads until the connection closes or falls silent. */
export function send(port: number, bytes: string, silenceMs = 300): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
    let received = ''
    const done = (): void => {
      socket.destroy()
      resolve(parse(received))
    }
    socket.setTimeout(silenceMs, done)
    socket.on('data', (chunk) => (received += chunk.toString('latin1')))
    socket.on('close', done)
    socket.on('error', (error) => (received === '' ? reject(error) : done()))
  })
}

/** A request as a script would write it, with whatever an attacker adds. */
export function ask(port: number, requestLine: string, headers: readonly string[] = [], body = ''): Promise<Answer> {
  const allHeaders = headers.some((line) => /^host:/i.test(line)) ? headers : [`Host: 127.0.0.1:${port}`, ...headers]
  return send(port, `${requestLine} HTTP/1.1\r\n${allHeaders.join('\r\n')}\r\n\r\n${body}`)
}

function parse(received: string): Answer {
  const end = received.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = received.slice(0, end === -1 ? undefined : end).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return { status: Number(statusLine.split(' ')[1] ?? 0), headers, body: end === -1 ? '' : received.slice(end + 4) }
}
