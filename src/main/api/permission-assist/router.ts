import { Hono } from 'hono'
import { actorOf, type Caller } from '../http/caller.ts'
import type { ApiProblem } from '../http/problem.ts'
import { type Bindings, methodsAt } from '../http/methods-at.ts'
import { assertAccessDeclared, type Route } from '../http/route.ts'
import { authorize, readCall } from '../http/read-call.ts'
import { toProblem } from '../http/error-to-problem.ts'
import type { Services } from '../http/services.ts'
import { segmentsInBody } from '../http/field-names.ts'
import { jsonPointer } from '../http/json-pointer.ts'
import { vendorError } from './errors.ts'

/** Everything that /api answers. It ignores unknown parts of a call, as the scripts written for it expect. */
export function vendorRouter(routes: readonly Route[], services: Services): Hono<Bindings> {
  const app = new Hono<Bindings>({ strict: false })
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
  app.notFound((c) => vendorError(refusalAt(methodsAt(app, c.req.path)), c.env.requestId))
  return app
}

const nothingThere: ApiProblem = { status: 404, code: 'not-found', title: 'There is nothing at this address.' }

function refusalAt(methods: readonly string[]): ApiProblem {
  if (methods.length === 0) return nothingThere
  const allowed = methods.join(', ')
  return {
    status: 405,
    code: 'method-not-allowed',
    title: `This address answers ${allowed} only.`,
    headers: { allow: allowed },
  }
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

/** Adds what the schema of the body could not see, so that one answer names every bad field. */
function withAllErrors(
  { alsoWrong, fieldNames = {} }: Route,
  { refusal, sent }: { readonly refusal: ApiProblem; readonly sent?: unknown },
  services: Services,
): ApiProblem {
  if (!alsoWrong || sent === undefined || !refusal.errors) return refusal
  const more = alsoWrong(sent, services)
    .map(({ field, message }) => ({ pointer: jsonPointer(segmentsInBody(field, fieldNames)), message }))
    .filter(({ pointer }) => !refusal.errors?.some((known) => known.pointer === pointer))
  return { ...refusal, errors: [...refusal.errors, ...more] }
}

async function answer(routed: RoutedRequest): Promise<Response> {
  const { route, request, rawParams, caller, requestId, services } = routed
  const unauthorized = authorize(route, caller, request.headers)
  if (unauthorized) return vendorError(unauthorized, requestId)
  const read = await readCall(route, request, rawParams, true)
  if (read.refusal) return vendorError(withAllErrors(route, read, services), requestId)
  const { params, query, body } = read
  try {
    const actor = { ...actorOf(caller), requestId }
    const result = await route.handle({ params, query, body, request, caller, actor, services })
    if (result instanceof Response) {
      if (request.method === 'HEAD') await result.body?.cancel()
      return result
    }
    const headers = { 'content-type': 'application/json', 'x-request-id': requestId, ...result.headers }
    return new Response(JSON.stringify(result.body), { status: route.answers.status, headers })
  } catch (error) {
    services.env.store.health.failed(error)
    const refusal = toProblem(error, route.fieldNames)
    if (refusal) return vendorError(refusal, requestId)
    throw error
  }
}
