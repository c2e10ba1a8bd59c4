import { DomainError } from '../../domain/shared/errors.ts'
import { hasRight, type Participant, participantOf, isParticipant } from '../../domain/sign-in/participant.ts'
import { PolicyViolationError } from '../../domain/access-requests/submission/policy-check.service.ts'
import { UnknownField } from '../../domain/shared/filter-sql.ts'
import type { Caller } from '../http/caller.ts'
import { toProblem } from '../http/error-to-problem.ts'
import type { ApiProblem } from '../http/problem.ts'
import type { Services } from '../http/services.ts'
import { authenticate } from './authenticate.ts'
import { readBody } from './crest/body.ts'
import { envelope, type Resource, select } from './crest/envelope.ts'
import { badRequest, CrestError, errorResponse, fromProblem } from './crest/error.ts'
import { unquoted } from './crest/etag.ts'
import { type CrestQuery, readQuery } from './crest/query.ts'
import { type BodyNames, fromDomainError } from './domain-error.ts'
import { type Operation, rights, type OperationAccess } from './operation.ts'
import { wholeLists } from './whole-list.ts'
import { violationView } from './wire/policy.ts'

interface Compiled {
  readonly operation: Operation
  readonly pattern: RegExp
}

const root = '/openidm'
const highestProtocol = 2.1

/** Everything that `/openidm` answers, in the words of the Common REST framework (D). */
export function identityGovernanceRouter(operations: readonly Operation[], services: Services) {
  const compiled = operations.map((operation) => ({ operation, pattern: compile(operation.path) }))
  const lists = wholeLists()
  return {
    /** @param refusal what was decided before anybody was asked who they are */
    async fetch(request: Request, caller: Caller, requestId: string, refusal: ApiProblem | null): Promise<Response> {
      let pretty = false
      try {
        if (refusal) throw fromProblem(refusal)
        const { pathname, searchParams } = new URL(request.url)
        const query = readQuery(searchParams)
        pretty = query.pretty
        return await answer(
          { services, compiled, lists },
          { request, caller, requestId, path: readPath(pathname), query },
        )
      } catch (error) {
        return errorResponse(toCrestError(error, services), requestId, pretty)
      }
    },
  }
}

interface Mount {
  readonly services: Services
  readonly compiled: readonly Compiled[]
  readonly lists: ReturnType<typeof wholeLists>
}

interface Incoming {
  readonly request: Request
  readonly caller: Caller
  readonly requestId: string
  readonly path: string
  readonly query: CrestQuery
}

async function answer({ services, compiled, lists }: Mount, incoming: Incoming): Promise<Response> {
  const { request, caller, requestId, path, query } = incoming
  checkProtocol(request.headers.get('accept-api-version'))
  const method = methodOf(request)
  const atPath = operationsAt(compiled, path)
  const matching = atPath.find(({ operation }) => operation.method === method && takes(operation, query))
  const open = matching?.operation.access === 'nobody'
  // Who is not proved learns nothing of what is there.
  const by = open
    ? { caller, actor: { kind: 'system', name: 'nobody signed in', via: 'wire' } as const }
    : await authenticate(request, caller, services, requestId)
  if (!matching) throw notFound(atPath, method, query.action, path)
  const { operation, pattern } = matching
  const participant = participantOf(services.env.store.reader, by)
  if (!isAllowed(operation.access, participant)) throw new CrestError(403, 'Access denied')
  checkConditions(method, request.headers)
  checkFilter(operation, query)
  const body = method === 'GET' ? {} : await readBody(request, operation)
  const params = Object.fromEntries(
    Object.entries(pattern.exec(path)?.groups ?? {}).map(([name, value]) => [name, decoded(value)]),
  )
  const { fieldNames = {} } = operation
  const call = { services, by, participant, params, query, body, fieldNames, headers: request.headers, path }
  const answered = await lists.answer(operation, call, request.signal).catch((error: unknown) => {
    throw toCrestError(error, services, call)
  })
  return 'list' in answered
    ? write(incoming, 200, envelope(answered.list, query))
    : write(incoming, answered.status ?? 200, answered.body, request.headers.get('if-none-match'))
}

/** `:id` is one segment, `:id+` one or more: long ids have two slashes. */
const compile = (path: string): RegExp =>
  new RegExp(
    `^${path.replaceAll(/:(\w+)(\+?)/g, (_, name: string, more: string) => `(?<${name}>${more ? '.+' : '[^/]+'})`)}$`,
  )

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badRequest('The address is not UTF-8 in percent escapes.')
  }
}

/** A fixed address is never read as an id: `request/approval` is not the request "approval" (A.3). */
function operationsAt(compiled: readonly Compiled[], path: string): readonly Compiled[] {
  const fitting = compiled.filter(({ pattern }) => pattern.test(path))
  const fixed = fitting.filter(({ operation }) => operation.path === path)
  return fixed.length > 0 ? fixed : fitting
}

/** Repeated slashes count once, a trailing one not at all (A.3). */
const readPath = (pathname: string): string =>
  pathname
    .slice(root.length)
    .replaceAll(/\/{2,}/g, '/')
    .replaceAll(/^\/|\/$/g, '')

function methodOf(request: Request): string {
  const override = request.headers.get('x-http-method-override')
  return request.method === 'POST' && override !== null ? override.toUpperCase() : request.method
}

function takes({ action, method, plainAction }: Operation, query: CrestQuery): boolean {
  if (method !== 'POST' || action === '*') return true
  const requestedAction = query.action ?? (plainAction ? query.own('action') : null)
  if (action === undefined) return requestedAction === null || requestedAction.toLowerCase() === 'create'
  return requestedAction !== null && action.some((name) => name.toLowerCase() === requestedAction.toLowerCase())
}

function notFound(atPath: readonly Compiled[], method: string, action: string | null, path: string): CrestError {
  if (atPath.length === 0) return new CrestError(404, `Resource '${path}' not found`)
  const same = atPath.filter(({ operation }) => operation.method === method)
  if (same.length === 0) {
    const allow = [...new Set(atPath.map(({ operation }) => operation.method))].join(', ')
    return path.startsWith('repo/') && method === 'PATCH'
      ? new CrestError(501, 'Stored objects are not patched.')
      : new CrestError(501, `This address knows ${allow} only.`, { headers: { allow } })
  }
  const names = same.flatMap(({ operation: { action: own } }) => (own === undefined ? ['create'] : own))
  if (action === null) return badRequest(`An action is needed here: _action=${names.join(', ')}.`)
  return new CrestError(501, `The action ${action} is not supported; supported are: ${names.join(', ')}.`)
}

const isAllowed = (allowed: OperationAccess, participant: Participant): boolean => {
  if (typeof allowed !== 'string') return allowed.some((right) => hasRight(participant, rights[right]))
  return allowed === 'nobody' || allowed === 'signed-in' || isParticipant(participant)
}

function checkProtocol(version: string | null): void {
  const protocol = /protocol=(\d+(?:\.\d+)?)/.exec(version ?? '')?.[1]
  if (protocol !== undefined && Number(protocol) > highestProtocol)
    throw badRequest(`The protocol version ${protocol} is higher than ${highestProtocol}.`)
}

/** `_queryFilter=true` asks for everything, so that every list answers it. */
function checkFilter({ readsFilter }: Operation, { filter }: CrestQuery): void {
  if (filter === null || readsFilter || (filter.kind === 'always' && filter.value)) return
  throw badRequest('_queryFilter is not supported here, except for true. Leave it out, and pick from the whole answer.')
}

/** Conditions that the framework refuses where they mean nothing (D.1). */
function checkConditions(method: string, headers: Headers): void {
  if (headers.has('if-modified-since') || headers.has('if-unmodified-since'))
    throw new CrestError(409, 'Conditions on times are not supported.')
  if (headers.has('if-match') && (method === 'GET' || method === 'POST'))
    throw new CrestError(412, 'If-Match means nothing for this method.')
  if (headers.has('if-none-match') && method !== 'GET' && method !== 'PUT')
    throw new CrestError(412, 'If-None-Match means nothing for this method.')
}

/** @param names of the operation whose domain service threw; absent for what was thrown before one was found */
function toCrestError(error: unknown, { env }: Services, names: BodyNames = { fieldNames: {}, body: {} }): CrestError {
  if (error instanceof CrestError) return error
  if (error instanceof PolicyViolationError) {
    const violations = error.violations.map((finding) => violationView(env.store.reader, finding))
    return new CrestError(403, error.message, { detail: { violations } })
  }
  if (error instanceof UnknownField) return badRequest(error.message)
  if (error instanceof DomainError) return fromDomainError(error, names)
  if (env.store.health.failed(error) !== undefined) {
    const problem = toProblem(error)
    if (problem) return fromProblem(problem)
  }
  throw error
}

function write(
  { query, requestId, path }: Incoming,
  status: number,
  body: Resource,
  ifNoneMatch: string | null = null,
): Response {
  const { _id: id, _rev: rev } = body
  const etag = typeof rev === 'string' ? `"${rev}"` : undefined
  const headers: Record<string, string> = {
    'content-type': 'application/json;charset=UTF-8',
    'cache-control': 'no-cache, no-store',
    'x-request-id': requestId,
    ...(etag === undefined ? {} : { etag }),
  }
  if (status === 200 && etag !== undefined && ifNoneMatch !== null && unquoted(ifNoneMatch) === rev)
    return new Response(null, { status: 304, headers })
  if (status === 201 && typeof id === 'string' && id !== '')
    headers['location'] = `${root}/${path.endsWith(`/${id}`) ? path : `${path}/${encodeURIComponent(id)}`}`
  const shown = 'result' in body ? body : select(body, query.fields)
  return new Response(JSON.stringify(shown, null, query.pretty ? 2 : undefined), { status, headers })
}
