import type { ApiProblem } from '../../api/http/problem.ts'

export interface BodyFacts {
  readonly method: string
  readonly pathname: string
  readonly contentType: string | null
  readonly hasBody: boolean
  /** The header X-Castellan-Upload is there: no form and no plain link can send it. */
  readonly marked: boolean
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])
const json = new Set(['application/json', 'application/merge-patch+json'])
const upload = new Set(['multipart/form-data', 'application/octet-stream'])

/**
 * A page of another site can make a browser post text, forms and multipart without asking anybody. So a change is
 * accepted as JSON only, and a file only with a header that such a page can't set (A20). The compatible APIs take
 * multipart as their contracts say; there the bearer token, which no browser adds by itself, carries the whole weight.
 */
export function checkContentType(facts: BodyFacts): ApiProblem | null {
  if (reading.has(facts.method)) return null
  if (facts.contentType === null) return facts.hasBody ? refused(facts) : null
  const type = mediaType(facts.contentType)
  if (type !== null && json.has(type)) return null
  if (type !== null && upload.has(type) && facts.marked) return null
  if (type === 'multipart/form-data' && isFacade(facts.pathname)) return null
  return refused(facts)
}

/** True when the body may be as large as a file. */
export function isUpload(facts: BodyFacts): boolean {
  const type = facts.contentType === null ? null : mediaType(facts.contentType)
  return type !== null && upload.has(type)
}

const shape = /^([a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+)[ \t]*((?:;.*)?)$/
const otherCharset = /;[ \t]*charset[ \t]*=(?![ \t]*"?utf-?8"?[ \t]*(?:;|$))/

/** The bare type, lower case; null when it is malformed, is several, or asks for another charset than UTF-8. */
function mediaType(header: string): string | null {
  const match = shape.exec(header.trim().toLowerCase())
  if (match?.[1] === undefined || otherCharset.test(match[2] ?? '')) return null
  return match[1]
}

const isFacade = (pathname: string): boolean => pathname.startsWith('/api/') || pathname.startsWith('/openidm/')

function refused({ pathname }: BodyFacts): ApiProblem {
  const openidm = pathname.startsWith('/openidm/')
  return {
    // The identity-governance contract answers a wrong content type with 400.
    status: openidm ? 400 : 415,
    code: 'unsupported-media-type',
    title: openidm ? 'Bad Request' : 'This kind of body is not accepted here.',
    detail:
      'Send "Content-Type: application/json" (or application/merge-patch+json). A file goes as multipart/form-data or ' +
      'application/octet-stream with the header "X-Castellan-Upload: 1".',
    headers: { 'accept-post': 'application/json' },
  }
}
