import { Hono } from 'hono'
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
    app.on(route.method, route.path, (c) => answer(route, c.req.raw, c.req.param(), c.env, services))
  }
  app.notFound((c) => problemResponse(refusalAt(methodsAt(app, c.req.path)), c.env.requestId))
  return app
}

function answer(
  route: Route,
  request: Request,
  rawParams: Record<string, string>,
  { caller, requestId }: Bindings['Bindings'],
  services: Services,
): Response | Promise<Response> {
  const refuse = (refusal: ApiProblem) => problemResponse(refusal, requestId)
  const barred = authorize(route, caller, request.headers)
  if (barred) return refuse(barred)
  const perform = (unread: Request) => respond(route, unread, rawParams, caller, services, requestId)
  return answerOnce({ kept: services.kept, route, request, caller, requestId, perform })
}

async function respond(
  route: Route,
  request: Request,
  rawParams: Record<string, string>,
  caller: Caller,
  services: Services,
  requestId: string,
): Promise<Response> {
  const refuse = (refusal: ApiProblem) => problemResponse(refusal, requestId)
  const read = await readCall(route, request, rawParams)
  if (read.refusal) return refuse(read.refusal)
  const opened = services.cursors.open(route, read.query)
  if ('refusal' in opened) return refuse(opened.refusal)
  const { params, body } = read
  try {
    const actor = { ...actorOf(caller), requestId }
    const result = await route.handle({ params, query: opened.query, body, request, caller, actor, services })
    if (result instanceof Response) {
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
    const refusal = toProblem(error, route.fieldNames)
    if (refusal) return refuse(refusal)
    throw error
  }
}

/** The caller has this revision already. */
function isUnchanged(route: Route, request: Request, etag: string | undefined): boolean {
  if (route.method !== 'GET' || etag === undefined) return false
  const known = request.headers.get('if-none-match')
  return known !== null && known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
}

const nothingThere: ApiProblem = { status: 404, code: 'not-found', title: 'There is nothing at this address.' }

function refusalAt(methods: readonly string[]): ApiProblem {
  if (methods.length === 0) return nothingThere
  const title = 'This address does not know that method.'
  return { status: 405, code: 'method-not-allowed', title, headers: { allow: methods.join(', ') } }
}
