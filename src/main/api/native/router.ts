import { Hono } from 'hono'
import { requireStepUp } from '../../domain/authorization/step-up.ts'
import { actorOf, type Caller } from '../http/caller.ts'
import { type Bindings, methodsAt } from '../http/methods-at.ts'
import { problemResponse, type ApiProblem } from '../http/problem.ts'
import { authorize, readCall } from '../http/read-call.ts'
import { toProblem } from '../http/error-to-problem.ts'
import type { Services } from '../http/services.ts'
import { answerOnce } from './idempotency.ts'
import { assertAccessDeclared, type Route } from '../http/route.ts'

/** Everything that /v1 answers, as one application over `fetch(request, { caller })`. */
export function nativeRouter(routes: readonly Route[], services: Services): Hono<Bindings> {
  const app = new Hono<Bindings>()
  for (const route of routes) {
    assertAccessDeclared(route)
    app.on(route.method, route.path, (c) => {
      const { caller, requestId } = c.env
      return answer({ route, request: c.req.raw, rawParams: c.req.param(), caller, requestId, services })
    })
  }
  // Errors that the domain does not know are rethrown: Hono's own handler would answer them in plain text.
  app.onError((error) => {
    throw error
  })
  app.notFound((c) => problemResponse(refusalAt(methodsAt(app, c.req.path)), c.env.requestId))
  return app
}

/** A request with the route that answers it. */
interface RoutedRequest {
  readonly route: Route
  readonly request: Request
  readonly rawParams: Record<string, string>
  readonly caller: Caller
  readonly requestId: string
  readonly services: Services
}

function answer(routed: RoutedRequest): Response | Promise<Response> {
  const { route, request, caller, requestId, services } = routed
  const refusal = authorize(route, caller, request.headers)
  if (refusal) return problemResponse(refusal, requestId)
  const perform = (unread: Request) => respond({ ...routed, request: unread })
  return answerOnce({ keys: services.kept, route, request, caller, requestId, perform })
}

async function respond(routed: RoutedRequest): Promise<Response> {
  const { route, request, rawParams, caller, requestId, services } = routed
  const refuse = (refusal: ApiProblem) => problemResponse(refusal, requestId)
  const read = await readCall(route, request, rawParams)
  if (read.refusal) return refuse(read.refusal)
  const opened = services.cursors.open(route, read.query)
  if ('refusal' in opened) return refuse(opened.refusal)
  const { params, body } = read
  try {
    if (route.needsStepUp) requireStepUp(caller, services.env.clock())
    const actor = { ...actorOf(caller), requestId }
    const result = await route.handle({ params, query: opened.query, body, request, caller, actor, services })
    if (result instanceof Response) {
      // Nobody reads the body of an answer to HEAD: what stands behind it would be left open for good.
      if (request.method === 'HEAD') await result.body?.cancel()
      if (!result.headers.has('x-request-id')) result.headers.set('x-request-id', requestId)
      return result
    }
    const { status } = route.answers
    if (status === 204) return new Response(null, { status, headers: { 'x-request-id': requestId } })
    const sealed = services.cursors.seal(route, request, result.body)
    const more = { ...(sealed.link === null ? {} : { link: sealed.link }), ...result.headers }
    if (isUnchanged(route, request, result.headers?.['etag'])) {
      return new Response(null, { status: 304, headers: { 'x-request-id': requestId, ...more } })
    }
    const headers = { 'content-type': 'application/json', 'x-request-id': requestId, ...more }
    return new Response(JSON.stringify(sealed.body), { status, headers })
  } catch (error) {
    services.env.store.health.failed(error)
    const refusal = toProblem(error, route.fieldNames)
    if (refusal) return refuse(refusal)
    throw error
  }
}

/** Whether the caller already has this revision. */
function isUnchanged(route: Route, request: Request, etag: string | undefined): boolean {
  if (route.method !== 'GET' || etag === undefined) return false
  const tags = request.headers.get('if-none-match')
  return tags !== null && tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

const nothingThere: ApiProblem = { status: 404, code: 'not-found', title: 'There is nothing at this address.' }

function refusalAt(methods: readonly string[]): ApiProblem {
  if (methods.length === 0) return nothingThere
  const title = 'This address does not know that method.'
  return { status: 405, code: 'method-not-allowed', title, headers: { allow: methods.join(', ') } }
}
