import type { z } from 'zod'
import { Problem } from '../../src/contract/common.ts'
import type { Route } from '../../src/main/api/http/route.ts'
import { nativeRoutes } from '../../src/main/api/mounts.ts'
import { vendorRoutes } from '../../src/main/api/permission-assist/routes.ts'
import { VendorError } from '../../src/main/api/permission-assist/wire.ts'

const routes = [...nativeRoutes, ...vendorRoutes].map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/:[A-Za-z]+/g, '([^/]+)')}/?$`),
  // An address without parameters is meant before one with them.
  parameters: route.path.split(':').length,
}))
routes.sort((a, b) => a.parameters - b.parameters)

const routeOf = (method: string, pathname: string): Route | undefined =>
  routes.find(({ route, pattern }) => route.method === method && pattern.test(pathname))?.route

/**
 * Every answer that a suite gets through the test host is held to the schema of its route, to the letter: nothing missing
 * and nothing more. @throws when the contract is not kept
 */
export async function holdToContract(method: string, path: string, response: Response): Promise<void> {
  const { pathname } = new URL(path, 'http://127.0.0.1')
  const type = response.headers.get('content-type') ?? ''
  // The third room's refusals have members of their own; its suites bring their schemas.
  if (pathname.startsWith('/openidm/')) return
  if (method === 'HEAD' || type.startsWith('text/event-stream')) return
  const fail = (why: string): never => {
    throw new Error(`${method} ${pathname} answered ${response.status} against its contract: ${why}`)
  }
  const text = await response.clone().text()
  const route = routeOf(method, pathname)
  if (response.headers.get('x-request-id') === null) fail('no x-request-id')
  if (response.status === 304) return text === '' ? undefined : fail('a body where there is none')
  if (!response.ok) {
    const isVendor = pathname.startsWith('/api/')
    const expected = isVendor ? 'application/json' : 'application/problem+json'
    if (type !== expected) fail(`${type}, not ${expected}`)
    exactly<unknown>(isVendor ? VendorError : Problem, JSON.parse(text), fail)
    if (response.status === 401 && !response.headers.has('www-authenticate')) fail('401 without a challenge')
    if (response.status === 405 && !response.headers.has('allow')) fail('405 without Allow')
    return
  }
  if (!route) return fail('no route has this address')
  if (response.status !== route.answers.status) fail(`its route says ${route.answers.status}`)
  const { schema } = route.answers
  if (schema === null) {
    if (route.answers.produces === undefined && text !== '') fail('a body where there is none')
    return
  }
  if (!type.startsWith(route.answers.produces ?? 'application/json')) fail(`content type ${type}`)
  exactly(schema, JSON.parse(text), fail)
}

/** Parses, and fails when there is anything that the schema does not name. */
export function exactly<T>(schema: z.ZodType<T>, value: unknown, fail = thrown): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) return fail(parsed.error.message)
  if (JSON.stringify(sorted(parsed.data)) !== JSON.stringify(sorted(value))) {
    return fail(`more than the schema says: ${JSON.stringify(value)}`)
  }
  return parsed.data
}

function thrown(why: string): never {
  throw new Error(why)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]))
}
