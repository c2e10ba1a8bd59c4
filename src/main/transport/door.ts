import type { Caller } from '../api/http/caller.ts'
import { hasCredentialInQuery, credentialsInQuery } from './guards/query-credentials.ts'
import { checkContentType } from './guards/content-type.ts'
import { checkMethod } from '../api/http/methods.ts'
import { apiPolicy, commonHeaders } from './guards/response-headers.ts'
import { fault, newRequestId, type ApiProblem } from '../api/http/problem.ts'
import { refusalResponse } from '../api/refusal-response.ts'
import { isApiPath } from './api-paths.ts'
import type { SecurityEvent } from '../data-dir/security-log.ts'
import type { StaticFiles } from './static.ts'

export interface RequestHandlerParts {
  readonly answer: (request: Request, caller: Caller) => Promise<Response>
  readonly identify: (authorization: string | null) => Caller | Promise<Caller>
  readonly files: StaticFiles
  readonly report: (event: SecurityEvent) => void
}

/** Answers a request that its guards let in: the page's files, or the host with the caller that the credential proves. */
export type RequestHandler = (request: Request, pathname: string, authorization: string | null) => Promise<Response>

/** The inner door, the same for window and wire. It never throws, and what it says of a fault is only its id. */
export function createRequestHandler({ answer, identify, files, report }: RequestHandlerParts): RequestHandler {
  return async (request, pathname, authorization) => {
    if (!isApiPath(pathname)) return files.respond(request.method, pathname)
    try {
      return await answer(request, await identify(authorization))
    } catch (error) {
      const requestId = newRequestId()
      report({ kind: 'fault', requestId, error })
      return refusalResponse(fault, pathname, requestId)
    }
  }
}

/**
 * The window's outer door. There is no Host and no Origin to judge on a custom scheme (Chromium sends none: that only
 * our page can ask is the scheme's and the frame's guarantee), but what a request says is judged as on the wire.
 */
export function windowHandler(
  door: RequestHandler,
  report: RequestHandlerParts['report'],
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const refusal = judgeContent(request, pathname, search)
    if (refusal !== null) report({ kind: 'refused', code: refusal.code, method: request.method, pathname })
    const response =
      refusal === null
        ? await door(request, pathname, request.headers.get('authorization'))
        : refusalResponse(refusal, pathname)
    return isApiPath(pathname) ? withHeaders(response) : response
  }
}

function judgeContent(request: Request, pathname: string, search: string): ApiProblem | null {
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
