import { lookup } from 'node:dns/promises'
import { request as requestPlain, type IncomingMessage } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import { Webhook as Signature } from 'standardwebhooks'
import type { Reader } from '../../storage/open.ts'
import { webhookNetworks } from '../../domain/settings/webhook-networks.service.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import type { Post, PostOutcome } from '../../domain/webhooks/sending.service.ts'
import { secretsInForce, type WebhookSecrets } from '../../domain/webhooks/secrets.ts'
import { hostOf, whyNotReached, whyNotTarget } from '../../domain/webhooks/target.ts'

/** From the first byte to the last of the answer's head (C32). */
const patience = 20_000

const failed = (why: string): PostOutcome => ({ kind: 'failed', why })

/** Signs messages and sends them: the only place that opens a socket to a webhook. */
export const webhookPost =
  (env: Environment, secrets: WebhookSecrets): Post =>
  async (webhook, { guid, body }) => {
    env.outside.require('send-webhooks')
    const now = env.clock()
    const keys = secretsInForce(secrets(webhook.guid), now)
    if (keys.length === 0) return failed('The secret that signs can’t be read from the system’s key store. Rotate it.')
    const timestamp = new Date(now)
    const signatures = keys.map((key) => new Signature(key).sign(guid, timestamp, body))
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Castellan',
      'webhook-id': guid,
      'webhook-timestamp': String(Math.floor(now / 1000)),
      'webhook-signature': signatures.join(' '),
    }
    try {
      const target = await resolveOnce(env.store.reader, webhook.url)
      return typeof target === 'string' ? failed(target) : await send(target, headers, body)
    } catch (error) {
      return failed(wordsFor(error as NodeJS.ErrnoException))
    }
  }

interface Target {
  readonly url: URL
  readonly address: string
  readonly family: number
}

/**
 * Asks for a name once, and connects to what was answered and judged: a name that leads elsewhere the next moment leads
 * nowhere (A56).
 * @returns why nothing may be sent there, in words
 */
async function resolveOnce(db: Reader, text: string): Promise<Target | string> {
  const { networks } = webhookNetworks(db)
  const why = whyNotTarget(text, networks)
  if (why !== null) return `The address ${why}.`
  const url = new URL(text)
  const host = hostOf(url)
  const found = isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host, family: isIP(host) }]
  for (const { address } of found) {
    const whyNot = whyNotReached(address, networks)
    if (whyNot !== null) return isIP(host) === 0 ? `${host} leads to ${whyNot}` : whyNot
  }
  const [first] = found
  return first ? { url, ...first } : `${host} leads nowhere.`
}

function send({ url, address, family }: Target, headers: Record<string, string>, body: string): Promise<PostOutcome> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestSecure : requestPlain)(
      url,
      {
        method: 'POST',
        headers,
        agent: false,
        signal: AbortSignal.timeout(patience),
        lookup: (_host, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family)),
      },
      (response: IncomingMessage) => {
        resolve({ kind: 'answered', status: response.statusCode ?? 0, retryAfter: retryAfterOf(response) })
        // What a receiver says beside its status is not read.
        response.destroy()
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

/** In milliseconds. A date says nothing to somebody whose clock may differ; those who mean it say seconds. */
function retryAfterOf({ headers }: IncomingMessage): number | null {
  const seconds = /^\d{1,7}$/.exec(headers['retry-after'] ?? '')?.[0]
  return seconds === undefined ? null : Number(seconds) * 1000
}

const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The name of the receiver is not known.',
  EAI_AGAIN: 'The name of the receiver can’t be looked up now.',
  ECONNREFUSED: 'The receiver does not listen there.',
  ECONNRESET: 'The receiver broke the connection off.',
  EHOSTUNREACH: 'The receiver can’t be reached.',
  ENETUNREACH: 'The receiver can’t be reached: there is no network.',
  ETIMEDOUT: 'The receiver did not answer in time.',
  CERT_HAS_EXPIRED: 'The certificate of the receiver has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the receiver is for another name.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate of the receiver is signed by nobody whom this system trusts.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate of the receiver is signed by nobody whom this system trusts.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate of the receiver can’t be followed to one that this system trusts.',
}

function wordsFor(error: NodeJS.ErrnoException): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `The receiver did not answer within ${patience / 1000} seconds.`
  return words[error.code ?? ''] ?? `The message could not be sent (${error.code ?? error.name}).`
}
