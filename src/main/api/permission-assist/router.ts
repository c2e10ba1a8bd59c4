import { Hono } from 'hono'
import { actorOf, type Caller } from '../caller.ts'
import { methodsByPath, otherMethods } from '../native/router.ts'
import { mustSayWhoMayCall, type Route } from '../native/route.ts'
import { bar, readCall } from '../read-call.ts'
import { said } from '../said.ts'
import type { Services } from '../services.ts'
import { vendorError } from './errors.ts'

interface Bindings {
  Bindings: { caller: Caller; requestId: string }
}

/** Everything that /api answers. It passes over what it does not know in a call, as the scripts written for it expect. */
export function vendorRouter(routes: readonly Route[], services: Services): Hono<Bindings> {
  const app = new Hono<Bindings>({ strict: false })
  for (const route of routes) {
    mustSayWhoMayCall(route)
    app.on(route.method, route.path, (c) => answer(route, c.req.raw, c.req.param(), c.env, services))
  }
  for (const [path, methods] of methodsByPath(routes)) {
    const title = `This address knows ${methods.join(', ')} only.`
    const headers = { allow: methods.join(', ') }
    app.on(otherMethods(methods), path, (c) =>
      vendorError({ status: 405, code: 'method-not-allowed', title, headers }, c.env.requestId),
    )
  }
  app.notFound((c) =>
    vendorError({ status: 404, code: 'not-found', title: 'There is nothing at this address.' }, c.env.requestId),
  )
  return app
}

async function answer(
  route: Route,
  request: Request,
  rawParams: Record<string, string>,
  { caller, requestId }: Bindings['Bindings'],
  services: Services,
): Promise<Response> {
  const barred = bar(route, caller)
  if (barred) return vendorError(barred, requestId)
  const read = await readCall(route, request, rawParams, true)
  if (read.refusal) return vendorError(read.refusal, requestId)
  const { params, query, body } = read
  try {
    const actor = { ...actorOf(caller), requestId }
    const result = await route.handle({ params, query, body, request, caller, actor, services })
    if (result instanceof Response) return result
    const headers = { 'content-type': 'application/json', 'x-request-id': requestId, ...result.headers }
    return new Response(JSON.stringify(result.body), { status: route.answers.status, headers })
  } catch (error) {
    const refusal = said(error)
    if (refusal) return vendorError(refusal, requestId)
    throw error
  }
}
