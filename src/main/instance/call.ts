import { Agent, type IncomingMessage, request as httpRequest } from 'node:http'
import { Readable } from 'node:stream'

const loopback = '127.0.0.1'
const hopByHop = /^(host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|proxy-.*|origin|referer|sec-.*)$/

/**
 * Asks a program on this machine, bodies streamed both ways. Not `fetch`: that one may be told by the environment to go
 * through a proxy, and credentials of this machine must not leave it.
 */
export function callLoopback(port: number, asked: Request): Promise<Response> {
  const { pathname, search } = new URL(asked.url)
  const headers = Object.fromEntries([...asked.headers].filter(([name]) => !hopByHop.test(name)))
  return new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive: false })
    const outgoing = httpRequest(
      { host: loopback, port, path: pathname + search, method: asked.method, headers, agent, signal: asked.signal },
      (incoming) => {
        resolve(toResponse(incoming))
      },
    )
    outgoing.on('error', reject)
    if (asked.body === null) outgoing.end()
    else
      Readable.from(asked.body, { objectMode: false })
        .on('error', (error) => outgoing.destroy(error))
        .pipe(outgoing)
  })
}

function toResponse(incoming: IncomingMessage): Response {
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (!hopByHop.test(name)) for (const value of values ?? []) headers.append(name, value)
  }
  const status = incoming.statusCode ?? 502
  const empty = status === 204 || status === 304 || status < 200
  if (empty) incoming.resume()
  return new Response(empty ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>), { status, headers })
}
