import { Hono } from 'hono'
import type { z } from 'zod'
import { Refusal as DomainRefusal, type RefusalCode } from '../../domain/errors.ts'
import { actorOf, type Caller, may } from '../caller.ts'
import { readJson } from '../guards/json-body.ts'
import { newRequestId, problemResponse, type Refusal } from '../problem.ts'
import type { Services } from '../services.ts'
import type { Route } from './route.ts'

interface Bindings {
  Bindings: { caller: Caller }
}

/** Everything that /v1 answers, as one application over `fetch(request, { caller })`. */
export function nativeRouter(routes: readonly Route[], services: Services): Hono<Bindings> {
  const app = new Hono<Bindings>()
  for (const route of routes) {
    app.on(route.method, route.path, (c) => answer(route, c.req.raw, c.req.param(), c.env.caller, services))
  }
  for (const [path, methods] of methodsByPath(routes)) {
    app.all(path, () =>
      problemResponse({
        status: 405,
        code: 'method-not-allowed',
        title: 'This address does not know that method.',
        headers: { allow: methods.join(', ') },
      }),
    )
  }
  app.notFound((c) =>
    problemResponse(
      { status: 404, code: 'not-found', title: 'There is nothing at this address.' },
      newRequestId(),
      c.req.path,
    ),
  )
  return app
}

async function answer(
  route: Route,
  request: Request,
  rawParams: Record<string, string>,
  caller: Caller,
  services: Services,
): Promise<Response> {
  const requestId = newRequestId()
  const refuse = (refusal: Refusal) => problemResponse(refusal, requestId, route.path)
  const barred = bar(route, caller)
  if (barred) return refuse(barred)
  const params = parse(route.params, rawParams, 'path')
  if (params.refusal) return refuse(params.refusal)
  const query = parseQuery(route.query, new URL(request.url).searchParams)
  if (query.refusal) return refuse(query.refusal)
  const body = await parseBody(route, request)
  if (body.refusal) return refuse(body.refusal)
  try {
    const result = await route.handle({
      params: params.value as never,
      query: query.value as never,
      body: body.value as never,
      request,
      caller,
      actor: { ...actorOf(caller), requestId },
      services,
    })
    if (result instanceof Response) return result
    const headers = { 'content-type': 'application/json', 'x-request-id': requestId, ...result.headers }
    if (route.answers.status === 204) return new Response(null, { status: 204, headers: { 'x-request-id': requestId } })
    return new Response(JSON.stringify(result.body), { status: route.answers.status, headers })
  } catch (error) {
    if (error instanceof DomainRefusal) return refuse(said(error))
    throw error
  }
}

function bar(route: Route, caller: Caller): Refusal | undefined {
  if (route.access === 'public') return undefined
  if (caller.kind === 'anonymous') {
    return {
      status: 401,
      code: 'unauthorized',
      title: 'Sign in, or send a token.',
      headers: { 'www-authenticate': 'Bearer realm="castellan"' },
    }
  }
  if (caller.kind === 'locked') {
    return {
      status: 401,
      code: 'locked',
      title: 'This session is locked: give the password again.',
      headers: { 'www-authenticate': 'Bearer realm="castellan"' },
    }
  }
  if (route.access === 'signed in' || may(caller, route.access.scope)) return undefined
  return {
    status: 403,
    code: 'forbidden',
    title: 'You may not do this.',
    detail: `It needs the scope ${route.access.scope}.`,
  }
}

type Outcome = { value: unknown; refusal?: undefined } | { refusal: Refusal }

function parse(schema: z.ZodType | undefined, value: unknown, where: 'path' | 'query' | 'body'): Outcome {
  if (!schema) return { value: undefined }
  const result = schema.safeParse(value)
  if (result.success) return { value: result.data }
  const errors = result.error.issues.flatMap((issue) => {
    const at = issue.path.map(String)
    // A closed schema names the keys that it does not know; each gets its own line.
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...at, key]) : [at]
    return keys.map((path) => ({
      pointer: where === 'body' ? `#/${path.map(escapePointer).join('/')}` : path.join('.'),
      message: issue.code === 'unrecognized_keys' ? 'is not known here' : issue.message,
    }))
  })
  return {
    refusal: {
      status: 400,
      code: 'invalid',
      title: `The ${where} is not valid.`,
      detail: errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '),
      errors,
    },
  }
}

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

function parseQuery(schema: z.ZodType | undefined, search: URLSearchParams): Outcome {
  const values: Record<string, string> = Object.create(null) as Record<string, string>
  for (const [name, value] of search) {
    if (name in values) {
      return {
        refusal: {
          status: 400,
          code: 'invalid',
          title: 'The query is not valid.',
          detail: `${name} is given twice.`,
          errors: [{ pointer: name, message: 'is given twice' }],
        },
      }
    }
    values[name] = value
  }
  if (schema) return parse(schema, { ...values }, 'query')
  const [unknown] = Object.keys(values)
  if (unknown === undefined) return { value: undefined }
  return {
    refusal: {
      status: 400,
      code: 'invalid',
      title: 'The query is not valid.',
      detail: `${unknown} is not known here.`,
      errors: [{ pointer: unknown, message: 'is not known here' }],
    },
  }
}

async function parseBody(route: Route, request: Request): Promise<Outcome> {
  if (route.rawBody !== undefined || route.method === 'GET') return { value: undefined }
  const read = await readJson(request)
  if ('refusal' in read) return read
  if (!route.body) {
    const empty =
      read.value === undefined ||
      (typeof read.value === 'object' && read.value !== null && Object.keys(read.value).length === 0)
    return empty ? { value: undefined } : parse(undefined, read.value, 'body')
  }
  return parse(route.body, read.value, 'body')
}

const statuses: Record<RefusalCode, number> = {
  invalid: 400,
  'not found': 404,
  conflict: 409,
  stale: 412,
  unseen: 428,
  forbidden: 403,
  'step-up needed': 403,
  unprocessable: 422,
  unavailable: 503,
}

function said(error: DomainRefusal): Refusal {
  return {
    status: statuses[error.code],
    code: error.code.replaceAll(' ', '-'),
    title: error.message,
    detail: error.message,
    errors:
      error.errors.length === 0
        ? undefined
        : error.errors.map(({ field, message }) => ({ pointer: `#/${field.replaceAll('.', '/')}`, message })),
  }
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>()
  for (const { path, method } of routes) methods.set(path, [...(methods.get(path) ?? []), method])
  return methods
}
