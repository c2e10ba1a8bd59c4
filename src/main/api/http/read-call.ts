import { z } from 'zod'
import { queryOf } from './address.ts'
import { type Caller, isPermitted } from './caller.ts'
import { readJson } from './json-body.ts'
import type { Route } from './route.ts'
import { jsonPointer } from './json-pointer.ts'
import { zodMessages } from './zod-messages.ts'
import type { ApiProblem } from './problem.ts'

const challenge = { 'www-authenticate': 'Bearer realm="castellan"' }

/** Why a caller may not use a route; undefined when they may. */
export function authorize(route: Route, caller: Caller, headers: Headers): ApiProblem | undefined {
  if (route.access === 'public') return undefined
  if (caller.kind === 'anonymous')
    return {
      status: 401,
      code: 'unauthorized',
      title: 'Sign in, or send a token.',
      detail: whyNobody(headers.get('authorization')),
      headers: challenge,
    }
  if (caller.kind === 'locked') {
    return {
      status: 401,
      code: 'locked',
      title: 'This session is locked: give the password again.',
      headers: challenge,
    }
  }
  if (route.access === 'signed-in' || isPermitted(caller, route.access.scope)) return undefined
  return {
    status: 403,
    code: 'forbidden',
    title: 'You do not have permission to do this.',
    detail: `It needs the scope ${route.access.scope}.`,
  }
}

/** Why what was sent proves nobody; the same for every token that is not in force, whatever became of it. */
function whyNobody(authorization: string | null): string | undefined {
  if (authorization === null) return undefined
  return /^Bearer +\S/i.test(authorization)
    ? 'The token that was sent is not in force: it is mistyped, has ended or was revoked, or its owner is disabled.'
    : 'What was sent is no token: "Authorization: Bearer TOKEN".'
}

interface Read {
  readonly refusal?: undefined
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** @property sent the body as it came, where its schema refused it */
interface Refused {
  readonly refusal: ApiProblem
  readonly sent?: unknown
}

/**
 * Reads what a call says, by the schemas of its route.
 * @param open whether parameters that the route does not know are passed over; closed is our rule (A44), open the vendors'
 */
export async function readCall(
  route: Route,
  request: Request,
  rawParams: Record<string, string>,
  open = false,
): Promise<Read | Refused> {
  const params = parse(route.params, rawParams, 'path')
  if (params.refusal) return params
  const query = parseQuery(route.query, queryOf(request.url), open)
  if (query.refusal) return query
  const body = await parseBody(route, request, open)
  if (body.refusal) return body
  return { params: params.value, query: query.value, body: body.value }
}

type Outcome = { value: unknown; refusal?: undefined } | Refused

function parse(schema: z.ZodType | undefined, value: unknown, where: 'path' | 'query' | 'body'): Outcome {
  if (!schema) return { value: undefined }
  const result = schema.safeParse(value, { error: zodMessages })
  if (result.success) return { value: result.data }
  const errors = result.error.issues.flatMap((issue) => {
    const at = issue.path.map(String)
    // A closed schema names the keys that it does not know; each gets its own line.
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...at, key]) : [at]
    return keys.map((path) => ({
      pointer: where === 'body' ? jsonPointer(path) : path.join('.'),
      message: issue.code === 'unrecognized_keys' ? 'is unknown' : issue.message,
    }))
  })
  return { refusal: invalid(where, errors) }
}

function invalid(
  where: 'path' | 'query' | 'body',
  errors: readonly { pointer: string; message: string }[],
): ApiProblem {
  return {
    status: 400,
    code: 'invalid',
    title: `The ${where} is not valid.`,
    detail: errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '),
    errors,
  }
}

function parseQuery(schema: z.ZodType | undefined, search: string, open: boolean): Outcome {
  if (schema === undefined && search === '') return { value: undefined }
  const knownNames = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
  const values = new Map<string, string>()
  const errors: { pointer: string; message: string }[] = []
  for (const [name, value] of new URLSearchParams(search)) {
    if (values.has(name)) errors.push({ pointer: name, message: 'is given twice' })
    else if (!open && !knownNames.includes(name)) errors.push({ pointer: name, message: 'is unknown' })
    values.set(name, value)
  }
  if (errors.length > 0) return { refusal: invalid('query', errors) }
  return parse(schema, Object.fromEntries(values), 'query')
}

async function parseBody(route: Route, request: Request, open: boolean): Promise<Outcome> {
  if (route.rawBody !== undefined || route.method === 'GET') return { value: undefined }
  const read = await readJson(request)
  if ('refusal' in read) return read
  if (route.body) {
    const parsed = parse(route.body, read.value ?? (open ? {} : undefined), 'body')
    return parsed.refusal ? { ...parsed, sent: read.value } : parsed
  }
  const isEmpty =
    read.value === undefined ||
    (typeof read.value === 'object' && read.value !== null && Object.keys(read.value).length === 0)
  return isEmpty
    ? { value: undefined }
    : { refusal: invalid('body', [{ pointer: '#', message: 'must be empty: this takes no body' }]) }
}
