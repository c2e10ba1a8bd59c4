/**
 * Calls that may work for longer than a moment: proofs, whole exports, questions about all grants, what is computed for
 * each person times each item. They take turns, so that whoever sends many of them waits behind themselves. A test holds
 * each line to a route.
 */
export const heavyCalls: readonly string[] = [
  'GET /v1/access',
  'GET /v1/access/changes',
  'GET /v1/audit/export',
  'POST /v1/audit/verify',
  'POST /v1/policies/what-if',
  'POST /v1/requests',
  'POST /v1/requests/preview',
  'POST /openidm/access-request/request',
  'POST /openidm/access-request/request/policy',
  'GET /openidm/access-request/user',
  'GET /openidm/access-request/user/requestees',
  'GET /openidm/managed/user',
  'POST /api/personnel-events/role-transition',
]

const heavy: ReadonlySet<string> = new Set(heavyCalls)

/** Parameters by which a list is searched: each may have every row of it read. */
const searching = ['q', 'queryString', '_queryFilter', 'filter']

/** @param target path and query; letters may come escaped in both, and mean the same to a router */
export function isHeavy(method: string, target: string): boolean {
  const at = target.indexOf('?')
  const path = decoded(at === -1 ? target : target.slice(0, at))
  if (heavy.has(`${method === 'HEAD' ? 'GET' : method} ${path}`)) return true
  if (at === -1) return false
  const query = new URLSearchParams(target.slice(at + 1))
  return searching.some((name) => query.has(name))
}

function decoded(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
