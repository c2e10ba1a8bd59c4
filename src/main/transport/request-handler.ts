import type { Caller } from '../api/http/caller.ts'
import { hasCredentialInQuery, credentialsInQuery } from './guards/query-credentials.ts'
import { checkContentType } from './guards/content-type.ts'
import { checkMethod } from '../api/http/methods.ts'
import { apiPolicy, commonHeaders } from './guards/response-headers.ts'
import { toProblem } from '../api/http/error-to-problem.ts'
import { fault, newRequestId, type ApiProblem } from '../api/http/problem.ts'
import { loggedAddress } from '../api/logged-address.ts'
import { refusalResponse } from '../api/refusal-response.ts'
import { isApiPath } from './api-paths.ts'
import type { SecurityEvent } from '../data-dir/security-log.ts'
import type { StaticFiles } from './static.ts'

/** What a transport knows of a request besides what stands in it. */
export interface Exchange {
  /** Whether its client went away, or was cut off, before its body had come. */
  readonly isBrokenOff: () => boolean
}

/** @typeParam Known what the transport hands on to its own answering */
export interface RequestHandlerParts<Known extends Exchange = Exchange> {
  readonly answer: (request: Request, caller: Caller, exchange: Known | undefined) => Promise<Response>
  readonly identify: (authorization: string | null) => Caller | Promise<Caller>
  readonly files: StaticFiles
  readonly report: (event: SecurityEvent) => void
}

/** Answers a request that its guards let in: the page's files, or the host with the caller that the credential proves. */
export type RequestHandler<Known extends Exchange = Exchange> = (
  request: Request,
  pathname: string,
  authorization: string | null,
  exchange?: Known,
) => Promise<Response>

/** Answers requests of the window and of the wire alike. It never throws; of a fault it tells only the request id. */
export function createRequestHandler<Known extends Exchange>({
  answer,
  identify,
  files,
  report,
}: RequestHandlerParts<Known>): RequestHandler<Known> {
  return async (request, pathname, authorization, exchange) => {
    if (!isApiPath(pathname)) return files.respond(request.method, pathname)
    try {
      return await answer(request, await identify(authorization), exchange)
    } catch (error) {
      const requestId = newRequestId()
      // A client that went away in the middle of its body is no fault of ours, and a crowd of them would fill the log.
      if (exchange?.isBrokenOff() === true) return refusalResponse(brokenOff, pathname, requestId)
      report({ kind: 'fault', requestId, error })
      return refusalResponse(toProblem(error) ?? fault, pathname, requestId)
    }
  }
}

/** Nobody reads it. */
const brokenOff: ApiProblem = { status: 400, code: 'broken-off', title: 'The request was broken off.' }

/**
 * Answers the window. A custom scheme has no Host and no Origin to check (Chromium sends none; scheme and frame guarantee
 * that only our page can ask), but the content of a request is checked as on the wire.
 */
export function windowHandler(
  handle: RequestHandler,
  report: RequestHandlerParts['report'],
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const refusal = checkContent(request, pathname, search)
    if (refusal !== null)
      report({ kind: 'refused', code: refusal.code, method: request.method, pathname: loggedAddress(pathname) })
    const response =
      refusal === null
        ? await handle(request, pathname, request.headers.get('authorization'))
        : refusalResponse(refusal, pathname)
    return isApiPath(pathname) ? withHeaders(response) : response
  }
}

function checkContent(request: Request, pathname: string, search: string): ApiProblem | null {
  const { method, headers } = request
  if (hasCredentialInQuery(search)) return credentialsInQuery
  const marked = headers.has('x-castellan-upload')
  const facts = { method, pathname, contentType: headers.get('content-type'), hasBody: request.body !== null, marked }
  return checkMethod(method) ?? checkContentType(facts)
}

function withHeaders(response: Response): Response {
  const headers = new Headers({ ...commonHeaders, 'content-security-policy': apiPolicy })
  for (const [name, value] of response.headers) headers.set(name, value)
  return new Response(response.body, { status: response.status, headers })
}
