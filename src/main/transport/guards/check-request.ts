import type { ApiProblem } from '../../api/http/problem.ts'
import { loadsThePage } from '../api-paths.ts'
import { type BodyFacts, isUpload, checkContentType } from './content-type.ts'
import { checkHost, misdirected } from './host-header.ts'
import { bodyTooLarge } from '../../api/http/json-body.ts'
import { limits } from '../../api/http/limits.ts'
import { checkMethod } from '../../api/http/methods.ts'
import { checkFetchSite, checkOrigin } from './origin.ts'
import { credentialsInQuery, hasCredentialInQuery } from './query-credentials.ts'
import { type RawHeaders, readRawHeaders } from './raw-headers.ts'
import { readTarget } from './request-target.ts'

/** A request line and its headers, as they came over the wire. */
export interface RawRequest {
  readonly method: string
  readonly target: string
  /** Names and values in turn, with duplicates. */
  readonly rawHeaders: readonly string[]
}

export type Verdict =
  | { readonly refusal: ApiProblem; readonly path: string }
  | {
      readonly refusal: null
      /** Path and query. */
      readonly path: string
      readonly pathname: string
      readonly authorization: string | null
      readonly hasBody: boolean
      readonly upload: boolean
    }

/**
 * Checks a request before its caller is known and before a byte of its body is read. The order matters: first whether it
 * is meant for this server, then which page caused it, then its content.
 */
export function checkRequest(request: RawRequest, port: number): Verdict {
  const headers = readRawHeaders(request.rawHeaders)
  const [host = ''] = headers.host
  const wrong = checkHost(headers.host, port) ?? checkMethod(request.method)
  if (wrong !== null) return { refusal: wrong, path: pathAskedFor(request.target) }
  const target = readTarget(request.target, host)
  // Where a request comes from is checked before its address: a foreign page learns only that it may not ask.
  const path = 'path' in target ? target.path : '/'
  const [pathname, query] = splitQuery(path)
  const stranger =
    ('refusal' in target && target.refusal === misdirected ? misdirected : null) ??
    checkOrigin(headers.origin, host) ??
    checkFetchSite(headers.fetchSite, loadsThePage(request.method, pathname))
  if (stranger !== null) return { refusal: stranger, path }
  if ('refusal' in target) return { refusal: target.refusal, path }
  if (hasCredentialInQuery(query)) return { refusal: credentialsInQuery, path }
  const facts = bodyFacts(request.method, pathname, headers)
  const refusal = checkRepeats(headers) ?? checkContentType(facts) ?? checkLength(facts, headers)
  if (refusal !== null) return { refusal, path }
  const authorization = headers.authorization[0] ?? null
  return { refusal: null, path, pathname, authorization, hasBody: facts.hasBody, upload: isUpload(facts) }
}

/** The path of a target that is refused anyway: so that a script is answered in the words of the API that it meant. */
const pathAskedFor = (target: string): string =>
  /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?(\/[^?#]*)/i.exec(target)?.[1] ?? '/'

function bodyFacts(method: string, pathname: string, headers: RawHeaders): BodyFacts {
  const hasBody = headers.transferEncoding.length > 0 || headers.contentLength.some((length) => Number(length) !== 0)
  const contentType = headers.contentType[0] ?? null
  return { method, pathname, contentType, hasBody, marked: headers.upload.length > 0 }
}

function checkRepeats({ authorization, contentType }: RawHeaders): ApiProblem | null {
  if (authorization.length <= 1 && contentType.length <= 1) return null
  return { status: 400, code: 'repeated-header', title: 'A header that may come once came twice.' }
}

function checkLength(facts: BodyFacts, { contentLength }: RawHeaders): ApiProblem | null {
  const openidm = facts.pathname.startsWith('/openidm/')
  const limit = isUpload(facts) ? limits.upload : openidm ? limits.openidmJson : limits.json
  return Number(contentLength[0] ?? 0) > limit ? bodyTooLarge(limit) : null
}

function splitQuery(path: string): [pathname: string, query: string] {
  const at = path.indexOf('?')
  return at === -1 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)]
}
