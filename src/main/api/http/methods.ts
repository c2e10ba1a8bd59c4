import type { ApiProblem } from './problem.ts'

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** What a resource does not do, with what it does (A25). */
export function methodNotAllowed(allowed: readonly string[]): ApiProblem {
  return {
    status: 405,
    code: 'method-not-allowed',
    title: 'This address does not know that method.',
    detail: allowed.length === 0 ? undefined : `It knows ${allowed.join(', ')}.`,
    headers: { allow: allowed.join(', ') },
  }
}

/** TRACE would echo credentials, CONNECT would make a proxy of us; anything else unknown has no meaning here. */
export function checkMethod(method: string): ApiProblem | null {
  return (methods as readonly string[]).includes(method) ? null : methodNotAllowed(methods)
}
