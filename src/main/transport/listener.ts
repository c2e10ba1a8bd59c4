import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Caller } from '../api/http/caller.ts'
import type { SecurityEvent } from '../data-dir/security-log.ts'
import { createRequestHandler } from './request-handler.ts'
import { checkRequest } from './guards/check-request.ts'
import { limits } from '../api/http/limits.ts'
import { loggedAddress } from '../api/logged-address.ts'
import { methodNotAllowed, methods } from '../api/http/methods.ts'
import { apiPolicy, wireHeaders } from './guards/response-headers.ts'
import { fault, newRequestId, problemResponse } from '../api/http/problem.ts'
import { isApiPath } from './api-paths.ts'
import type { StaticFiles } from './static.ts'
import { limitBodyTime } from './sockets/body-clock.ts'
import { limitConnections } from './sockets/connections.ts'
import { refuse, refuseRaw, refuseUnparsed } from './sockets/refuse.ts'
import { type OpenStreams, readyOf, sendStream } from './sockets/stream.ts'

/** What the listener needs of the host. */
export interface RequestAnswering {
  fetch(request: Request, caller: Caller): Promise<Response>
  identify(authorization: string | null, channel: 'wire'): Promise<Caller>
}

export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port: number
  readonly files: StaticFiles
  /** Proves to a client that this is its Castellan and no squatter, before it sends credentials (A23). */
  readonly prove?: (challenge: string, port: number) => string | null
  /** Recognises the local operator by a credential made from the discovery file's key. */
  readonly isOperator?: (authorization: string) => boolean
  readonly report?: (event: SecurityEvent) => void
  /**
   * Lets the adapter put its cheap Request and Response in place of Node's for this whole process: measurably faster,
   * and left off where Electron's own objects meet them.
   */
  readonly replaceGlobals?: boolean
}

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
const noReport = (): void => undefined

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
  limitConnections(server, limits.connections)
  server.on('clientError', refuseUnparsed)
  server.on('connect', (_request: IncomingMessage, socket: Socket) => refuseRaw(socket, methodNotAllowed(methods)))
  const port = await bind(server, options.port)
  const handle = handler(host, options, port, streams)
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

function handler(host: RequestAnswering, options: ListenOptions, port: number, streams: OpenStreams): Handle {
  const report = options.report ?? noReport
  const identify = (authorization: string | null): Caller | Promise<Caller> =>
    authorization !== null && options.isOperator?.(authorization) === true
      ? { kind: 'operator' }
      : host.identify(authorization, 'wire')
  const handle = createRequestHandler({
    answer: (request, caller) => host.fetch(request, caller),
    identify,
    files: options.files,
    report,
  })

  const answer = getRequestListener(
    async (request, { incoming, outgoing }) => {
      const facts = (incoming as Admitted)[admitted]
      if (facts === undefined) return problemResponse({ ...fault, headers: wireHeadersOf('/v1') })
      const response =
        facts.pathname === proofPath
          ? proof(request, options.prove, port)
          : await handle(request, facts.pathname, facts.authorization)
      const ready = readyOf(response)
      if (ready !== null) {
        const headers = { ...wireHeadersOf(facts.pathname), ...ready.headers }
        return new Response(ready.body, { status: ready.status, headers })
      }
      applyHeaders(outgoing as ServerResponse, facts.pathname)
      return sendStream(response, outgoing as ServerResponse, streams, (error) =>
        report({ kind: 'fault', requestId: newRequestId(), error }),
      )
    },
    {
      overrideGlobalObjects: options.replaceGlobals ?? false,
      errorHandler: (error) => {
        const requestId = newRequestId()
        report({ kind: 'fault', requestId, error })
        return problemResponse({ ...fault, headers: wireHeadersOf('/v1') }, requestId)
      },
    },
  )

  return (request, response, proceed) => {
    const { method = '', url: target = '', rawHeaders } = request
    const verdict = checkRequest({ method, target, rawHeaders }, port)
    const pathname = verdict.refusal === null ? verdict.pathname : (verdict.path.split('?')[0] ?? '/')
    if (verdict.refusal !== null) {
      applyHeaders(response, pathname)
      report({ kind: 'refused', code: verdict.refusal.code, method, pathname: loggedAddress(pathname) })
      void refuse(request, response, verdict.refusal, pathname)
      return
    }
    proceed?.()
    if (verdict.hasBody) limitBodyTime(request, verdict.upload)
    request.url = verdict.path
    ;(request as Admitted)[admitted] = { pathname, authorization: verdict.authorization }
    void answer(request, response)
  }
}

const proofPath = '/.well-known/instance'

function proof(request: Request, prove: ListenOptions['prove'], port: number): Response {
  const challenge = new URL(request.url).searchParams.get('challenge') ?? ''
  const mac = prove?.(challenge, port) ?? null
  if (request.method !== 'GET') return problemResponse(methodNotAllowed(['GET']))
  if (prove === undefined)
    return problemResponse({ status: 404, code: 'not-found', title: 'There is nothing at this address.' })
  if (mac === null) {
    return problemResponse({
      status: 400,
      code: 'bad-challenge',
      title: 'Send ?challenge= with 32 to 128 hexadecimal digits.',
    })
  }
  return new Response(JSON.stringify({ proof: mac }), { headers: { 'content-type': 'application/json' } })
}

const ofApi = { ...wireHeaders, 'content-security-policy': apiPolicy }
const ofPage = { ...wireHeaders, 'cross-origin-opener-policy': 'same-origin' }

/** Headers of every answer; those of the host take precedence. */
const wireHeadersOf = (pathname: string): Readonly<Record<string, string>> => (isApiPath(pathname) ? ofApi : ofPage)

/** For answers that are sent piece by piece, which are told them beforehand. All others are given them in one with their own: that costs a third. */
function applyHeaders(response: ServerResponse, pathname: string): void {
  const headers = wireHeadersOf(pathname)
  for (const name in headers) response.setHeader(name, headers[name] ?? '')
}

/** What the guards let in, kept on the request itself: a WeakMap would have the garbage collector look at each. */
const admitted = Symbol('admitted')
interface Admitted extends IncomingMessage {
  [admitted]?: { readonly pathname: string; readonly authorization: string | null }
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
