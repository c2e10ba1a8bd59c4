import { resolveAsset } from './asset-path.ts'

const apiRoots = ['/v1', '/api', '/openidm', '/.well-known'] as const

/** True for addresses that the host answers; all others belong to the page. */
export function isApiPath(pathname: string): boolean {
  return apiRoots.some((root) => pathname === root || pathname.startsWith(`${root}/`))
}

/** True when a request fetches the page itself, which a person at the address bar may do. */
export function loadsThePage(method: string, pathname: string): boolean {
  return (method === 'GET' || method === 'HEAD') && !isApiPath(pathname) && resolveAsset(pathname).kind === 'page'
}
