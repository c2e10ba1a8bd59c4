import type { ApiProblem } from '../../api/http/problem.ts'

const foreign: ApiProblem = {
  status: 403,
  code: 'foreign-origin',
  title: 'Web pages of another origin may not use this server.',
}

/**
 * A browser names the page that asks. Only the page that this very address served may: scheme, name and port equal to
 * the Host header, so that a page of `localhost` does not speak for one of `127.0.0.1` either. `null` is what sandboxed
 * frames and files say, and is nobody. Scripts send no Origin and are judged by Host and credentials.
 */
export function checkOrigin(origins: readonly string[], host: string): ApiProblem | null {
  if (origins.length === 0) return null
  return origins.length === 1 && origins[0] === `http://${host}` ? null : foreign
}

const crossSite: ApiProblem = {
  status: 403,
  code: 'cross-site',
  title: 'This request comes from another site.',
  detail: 'Open Castellan from its own window, its own link or the address bar.',
}

/**
 * Browsers say how the asking page relates to this server. `same-site` is refused too: ports do not separate sites, so
 * any other server on this machine is same-site. `none` is a person at the address bar, who may load the page itself.
 */
export function checkFetchSite(sites: readonly string[], loadsThePage: boolean): ApiProblem | null {
  if (sites.length === 0) return null
  const [site] = sites
  if (sites.length === 1 && (site === 'same-origin' || (site === 'none' && loadsThePage))) return null
  return crossSite
}
