import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { limits } from '../api/http/limits.ts'
import { loggedAddress } from '../api/logged-address.ts'
import { methodNotAllowed, methods } from '../api/http/methods.ts'
import type { ApiProblem } from '../api/http/problem.ts'
import {
  admitted,
  type Admitted,
  answering,
  applyHeaders,
  type ListenOptions,
  noReport,
  type RequestAnswering,
  type Serving,
} from './answering.ts'
import { checkRequest } from './guards/check-request.ts'
import { limitBodyTime } from './sockets/body-clock.ts'
import { limitConnections } from './sockets/connections.ts'
import { refuse, refuseRaw, refuseUnparsed } from './sockets/refuse.ts'
import type { OpenStreams } from './sockets/stream.ts'

export type { ListenOptions, RequestAnswering } from './answering.ts'

export interface Listener {
  readonly url: string
  readonly port: number
  /** Stops accepting, ends event streams, lets answers under way finish for a few seconds, then closes what is left. */
  close(): Promise<void>
}

/** Another program, or another Castellan, listens on the port. */
export class PortBusyError extends Error {
  override readonly name = 'PortBusyError'
  readonly port: number
  constructor(port: number, cause: unknown) {
    super(`Port ${port} on 127.0.0.1 is in use.`, { cause })
    this.port = port
  }
}

const loopback = '127.0.0.1'

/**
 * Listens on 127.0.0.1 and nowhere else. Forwarding headers are only what a stranger claims, so none is read.
 * @throws PortBusyError when the port is taken
 */
export async function listen(host: RequestAnswering, options: ListenOptions): Promise<Listener> {
  const streams: OpenStreams = new Set()
  const server = createServer({
    maxHeaderSize: limits.headerBlock,
    headersTimeout: limits.headersTimeout,
    // Per request, in limitBodyTime.
    requestTimeout: 0,
    keepAliveTimeout: limits.keepAliveTimeout,
    connectionsCheckingInterval: 1_000,
    // A missing Host is answered like a wrong one, by the guard.
    requireHostHeader: false,
    insecureHTTPParser: false,
  })
  const numbers = { ...limits.budgets, ...options.budgets }
  const connections = limitConnections(server, {
    most: limits.connections,
    mostUnproved: numbers.unprovedConnections,
  })
  server.on('clientError', refuseUnparsed)
  server.on('connect', (_request: IncomingMessage, socket: Socket) => refuseRaw(socket, methodNotAllowed(methods)))
  const port = await bind(server, options.port)
  const handle = handler(host, options, { port, numbers, streams, connections })
  server.on('request', (request, response) => handle(request, response))
  // A client is told to send its body only after its headers were checked.
  server.on('checkContinue', (request, response) => handle(request, response, () => response.writeContinue()))
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    applyHeaders(response, '/')
    void refuse(
      request,
      response,
      { status: 417, code: 'expectation-failed', title: 'Nothing is known of that expectation.' },
      '/',
    )
  })
  return { port, url: `http://${loopback}:${port}`, close: () => close(server, streams) }
}

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new PortBusyError(port, error) : error)
    })
    server.listen({ host: loopback, port, exclusive: true }, () => resolve((server.address() as AddressInfo).port))
  })
}

type Handle = (request: IncomingMessage, response: ServerResponse, proceed?: () => void) => void

function handler(host: RequestAnswering, options: ListenOptions, serving: Serving): Handle {
  const { port, numbers, connections } = serving
  const report = options.report ?? noReport
  const answer = answering(host, options, serving)

  return (request, response, proceed) => {
    const { method = '', url: target = '', rawHeaders } = request
    const verdict = checkRequest({ method, target, rawHeaders }, port)
    const pathname = verdict.refusal === null ? verdict.pathname : (verdict.path.split('?')[0] ?? '/')
    const refuseIt = (refusal: ApiProblem): void => {
      applyHeaders(response, pathname)
      report({ kind: 'refused', code: refusal.code, method, pathname: loggedAddress(pathname) })
      void refuse(request, response, refusal, pathname)
    }
    if (verdict.refusal !== null) {
      refuseIt(verdict.refusal)
      return
    }
    proceed?.()
    const { upload, authorization } = verdict
    const cut = (): void => {
      if (response.headersSent) request.socket.destroy()
      else refuseIt(tooSlow)
    }
    const clock = verdict.hasBody ? limitBodyTime({ request, upload, cut, numbers }) : undefined
    request.url = verdict.path
    ;(request as Admitted)[admitted] = {
      pathname,
      authorization,
      upload,
      isBrokenOff: () => !request.complete && (request.destroyed || response.destroyed || response.headersSent),
      proved() {
        connections.proved(request.socket)
        clock?.proved()
      },
      onEnd(done) {
        if (response.closed || response.destroyed) done()
        else response.once('close', done)
      },
    }
    void answer(request, response)
  }
}

const tooSlow: ApiProblem = {
  status: 408,
  code: 'request-timeout',
  title: 'The body of this request came too slowly.',
  headers: { connection: 'close' },
}

function close(server: Server, streams: OpenStreams): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), limits.closing)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    for (const stop of streams) stop()
    server.closeIdleConnections()
  })
}
