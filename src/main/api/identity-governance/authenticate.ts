import { actorOf, type Authorship, type Caller } from '../http/caller.ts'
import type { Services } from '../http/services.ts'
import { CrestError } from './crest/error.ts'

const denied = () =>
  new CrestError(401, 'Access Denied', {
    headers: { 'www-authenticate': 'Basic realm="castellan", Bearer realm="castellan"' },
  })

/**
 * Who calls: whom the transport proved, else who proves it with this one request by the vendor's headers or by Basic (D.7).
 * No session is opened, as with `X-OpenIDM-NoSession: true`.
 * @throws CrestError 401, or 429 when there were too many attempts
 */
export async function authenticate(
  request: Request,
  caller: Caller,
  { access }: Services,
  requestId: string,
): Promise<Authorship> {
  if (caller.kind !== 'anonymous') {
    if (caller.kind === 'locked') throw denied()
    return { caller, actor: { ...actorOf(caller), requestId } }
  }
  const login = readLogin(request.headers)
  if (!login) throw denied()
  const proved = await access.proveLogin(login.username, login.password, caller.channel)
  if (proved.kind === 'refused') throw denied()
  if (proved.kind === 'later')
    throw new CrestError(429, `Too many attempts. Try again in ${proved.retryAfterSeconds} s.`, {
      headers: { 'retry-after': String(proved.retryAfterSeconds) },
    })
  return { caller: proved, actor: { ...actorOf(proved), requestId } }
}

export interface Login {
  readonly username: string
  readonly password: string
}

/** Empty or half-given counts as nothing. */
export function readLogin(headers: Headers): Login | undefined {
  const username = decode(headers.get('x-openidm-username'))
  const password = decode(headers.get('x-openidm-password'))
  if (username && password) return { username, password }
  const basic = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (basic === undefined) return undefined
  const text = Buffer.from(basic, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon > 0 && colon < text.length - 1
    ? { username: text.slice(0, colon), password: text.slice(colon + 1) }
    : undefined
}

/** RFC 5987: `UTF-8''Zo%C3%AB`. What can't be decoded is no credential. */
function decode(value: string | null): string | null {
  const encoded = value === null ? undefined : /^utf-8''(.*)$/i.exec(value)?.[1]
  if (encoded === undefined) return value === null ? null : latin1ToUtf8(value)
  try {
    return decodeURIComponent(encoded)
  } catch {
    return null
  }
}

/** Header bytes arrive as Latin-1; most clients send UTF-8. */
function latin1ToUtf8(value: string): string {
  if (!/[\x80-\xff]/.test(value)) return value
  const text = Buffer.from(value, 'latin1').toString('utf8')
  return text.includes('\ufffd') ? value : text
}
