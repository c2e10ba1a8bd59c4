import type { Refusal } from '../problem.ts'

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** What a resource does not do, with what it does (A25). */
export function methodNotAllowed(allowed: readonly string[]): Refusal {
  return {
    status: 405,
    code: 'method-not-allowed',
    title: 'This address does not know that method.',
    detail: allowed.length === 0 ? undefined : `It knows ${allowed.join(', ')}.`,
    headers: { allow: allowed.join(', ') },
  }
}

/** TRACE would echo credentials, CONNECT would make a proxy of us; anything else unknown has no meaning here. */
export function judgeMethod(method: string): Refusal | null {
  return (methods as readonly string[]).includes(method) ? null : methodNotAllowed(methods)
}

/** What of a Hono application this needs: its router and nothing else. */
interface Routed {
  readonly router: { match(method: string, path: string): readonly unknown[] }
}

/**
 * The methods that have a handler of their own at a path; middleware, registered for all methods, does not count.
 * A not-found handler asks it to tell 404 from 405.
 */
export function allowedMethods(app: Routed, pathname: string): string[] {
  const found = methods.filter((method) => {
    const [handlers] = app.router.match(method, pathname)
    return Array.isArray(handlers) && handlers.some((entry) => handledMethod(entry) === method)
  })
  return found.includes('GET') && !found.includes('HEAD') ? [...found, 'HEAD'] : found
}

/** Hono's router keeps `[handler, route]` pairs, with the route's method beside it. */
function handledMethod(entry: unknown): string | undefined {
  const [pair] = entry as [[unknown, { method?: string }] | undefined]
  return pair?.[1]?.method
}
