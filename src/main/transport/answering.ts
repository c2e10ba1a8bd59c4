import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Caller } from '../api/http/caller.ts'
import type { BudgetNumbers } from '../api/http/limits.ts'
import { methodNotAllowed } from '../api/http/methods.ts'
import { fault, newRequestId, problemResponse } from '../api/http/problem.ts'
import type { SecurityEvent } from '../data-dir/security-log.ts'
import { isApiPath } from './api-paths.ts'
import { createBudgets, type WireCall } from './budgets/budgets.ts'
import { apiPolicy, wireHeaders } from './guards/response-headers.ts'
import { createRequestHandler, type Exchange } from './request-handler.ts'
import type { ConnectionLimiter } from './sockets/connections.ts'
import { type OpenStreams, readyOf, sendStream } from './sockets/stream.ts'
import type { StaticFiles } from './static.ts'

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
  /** In place of the usual ones. */
  readonly budgets?: Partial<BudgetNumbers> | undefined
  /**
   * Lets the adapter put its cheap Request and Response in place of Node's for this whole process: measurably faster,
   * and left off where Electron's own objects meet them.
   */
  readonly replaceGlobals?: boolean
}

/** What the requests of one server share. */
export interface Serving {
  readonly port: number
  readonly numbers: BudgetNumbers
  readonly streams: OpenStreams
  readonly connections: ConnectionLimiter
}

/**
 * Answers what the guards let in, through the budgets of this listener, and sends it. Of a fault it tells only the request id.
 */
export function answering(host: RequestAnswering, options: ListenOptions, serving: Serving) {
  const { port, streams } = serving
  const report = options.report ?? noReport
  const budgets = createBudgets(serving.numbers, () => performance.now())
  const identify = (authorization: string | null): Caller | Promise<Caller> =>
    authorization !== null && options.isOperator?.(authorization) === true
      ? { kind: 'operator' }
      : host.identify(authorization, 'wire')
  const handle = createRequestHandler<AdmittedFacts>({
    answer(request, caller, wire) {
      const perform = () => host.fetch(request, caller)
      return wire === undefined ? perform() : budgets.answer({ request, caller, wire, perform })
    },
    identify,
    files: options.files,
    report,
  })

  return getRequestListener(
    async (request, { incoming, outgoing }) => {
      const facts = (incoming as Admitted)[admitted]
      if (facts === undefined) return problemResponse({ ...fault, headers: wireHeadersOf('/v1') })
      const response =
        facts.pathname === proofPath
          ? proof(request, options.prove, port)
          : await handle(request, facts.pathname, facts.authorization, facts)
      // It was refused while it was worked on: its body came too slowly.
      if ((outgoing as ServerResponse).headersSent) {
        void response.body?.cancel().catch(() => undefined)
        return RESPONSE_ALREADY_SENT
      }
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

export const noReport = (): void => undefined

const ofApi = { ...wireHeaders, 'content-security-policy': apiPolicy }
const ofPage = { ...wireHeaders, 'cross-origin-opener-policy': 'same-origin' }

/** Headers of every answer; those of the host take precedence. */
const wireHeadersOf = (pathname: string): Readonly<Record<string, string>> => (isApiPath(pathname) ? ofApi : ofPage)

/** For answers that are sent piece by piece, which are told them beforehand. All others are given them in one with their own: that costs a third. */
export function applyHeaders(response: ServerResponse, pathname: string): void {
  const headers = wireHeadersOf(pathname)
  for (const name in headers) response.setHeader(name, headers[name] ?? '')
}

/** What the guards let in, kept on the request itself: a WeakMap would have the garbage collector look at each. */
export const admitted = Symbol('admitted')
export interface AdmittedFacts extends WireCall, Exchange {
  readonly pathname: string
  readonly authorization: string | null
}
export interface Admitted extends IncomingMessage {
  [admitted]?: AdmittedFacts
}
