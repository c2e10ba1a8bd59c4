import type { ApiProblem } from '../../api/http/problem.ts'
import { misdirected } from './host-header.ts'
import { limits } from '../../api/http/limits.ts'

const badTarget = (detail: string): ApiProblem => ({
  status: 400,
  code: 'bad-request-target',
  title: 'The address of this request is not acceptable.',
  detail,
})

const urlTooLong: ApiProblem = {
  status: 414,
  code: 'url-too-long',
  title: 'The address of this request is too long.',
  detail: `At most ${limits.url} characters are accepted. Send long values in the body.`,
}

/** Only what RFC 3986 allows in a path and query, so that no two readers see different addresses. */
const legal = /^[\w\-.~!$&'()*+,;=:@/?%[\]|{}"<>^`]*$/
const badEscape = /%(?![0-9a-f]{2})/i
const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i
const hiddenControl = /%(?:0[0-9a-f]|1[0-9a-f]|7f|5c)/i

/** The path and query of a request line, or why they are refused. */
export function readTarget(target: string, host: string): { readonly path: string } | { readonly refusal: ApiProblem } {
  if (target.length > limits.url) return { refusal: urlTooLong }
  const path = originForm(target, host)
  if (path === null) return { refusal: misdirected }
  const refusal = checkPath(path)
  return refusal === null ? { path } : { refusal }
}

/**
 * Proxies write `GET http://host/path`. That name must be the Host header's, or the program would be told two names and
 * could believe the wrong one. Null when they differ.
 */
function originForm(target: string, host: string): string | null {
  if (target.startsWith('/')) return target
  const prefix = `http://${host}`
  if (!target.startsWith(prefix)) return null
  const rest = target.slice(prefix.length)
  if (rest === '') return '/'
  return rest.startsWith('/') ? rest : null
}

function checkPath(target: string): ApiProblem | null {
  const [path = '', ...query] = target.split('?')
  if (!legal.test(target)) return badTarget('It holds characters that must be percent-encoded.')
  if (badEscape.test(path)) return badTarget('It holds a percent sign that encodes nothing.')
  // Scripts written for the identity-governance API send such addresses, and its router counts repeated slashes once.
  if (path.includes('//') && !path.startsWith('/openidm/')) return badTarget('It holds an empty path segment (//).')
  if (dotSegment.test(path)) return badTarget('It holds a . or .. path segment.')
  if (hiddenControl.test(path)) return badTarget('It holds an encoded control character or backslash.')
  if (query.some((part) => part.includes('%00'))) return badTarget('It holds an encoded NUL character.')
  return null
}
