import type { WriteWebhook } from '../../../contract/webhooks.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { applicationOf, findApplication } from '../applications/application-references.service.ts'
import { lengthOfLog, recordAudit } from '../audit/audit.service.ts'
import { differences } from '../audit/differences.ts'
import { type Giver, requireMayGive } from '../authorization/giving.ts'
import { webhookNetworks } from '../settings/webhook-networks.service.ts'
import type { Actor } from '../shared/actor.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError, type FieldError, notFound } from '../shared/errors.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { changedItems } from './changed-items.store.ts'
import { deliveries } from './deliveries.store.ts'
import { cursor } from './cursor.store.ts'
import { keepSecret, newSecret, type WebhookSecrets } from './secrets.ts'
import { whyNotTarget } from './target.ts'
import { rightsToRead } from './topics.ts'
import { type Webhook, type WebhookState, webhookTransitions } from './webhook.ts'
import { type WebhookColumns, webhooks } from './webhooks.store.ts'

export const listWebhooks = (db: Reader): Webhook[] => webhooks.list(db)

/** @throws DomainError `not-found` */
export function getWebhook(db: Reader, guid: string): Webhook {
  const webhook = webhooks.byGuid(db, guid)
  if (!webhook) throw notFound('webhook')
  return webhook
}

/** A webhook that is there or was. */
export interface Seen {
  readonly id: string
  readonly seen: number
}

/**
 * Makes a webhook. It hears of what happens from now on.
 * @returns the webhook and its secret, which is not shown again
 * @throws DomainError `forbidden`, `step-up-needed`; `unprocessable` where no secret can be kept; `invalid` with everything that is wrong
 */
export function createWebhook(
  env: Environment,
  author: Giver,
  secrets: WebhookSecrets,
  input: WriteWebhook,
): { readonly webhook: Webhook; readonly secret: string } {
  requireMaySend(env, author, input)
  const guid = env.newId()
  requireKeyStore(secrets, guid)
  const secret = newSecret(env.randomBytes)
  const webhook = env.store.transact((tx) => {
    const columns = validated(tx, input)
    const at = env.clock()
    if (webhooks.list(tx).length === 0) {
      changedItems.beginAnew(tx)
      cursor.set(tx, lengthOfLog(tx))
    }
    webhooks.insert(tx, { ...columns, guid, at, by: author.actor.name })
    const made = getWebhook(tx, guid)
    record({ tx, at, actor: author.actor }, 'created', made)
    // Last, so that a refusal above leaves nothing behind; a failure here undoes the rest.
    if (!keepSecret(secrets(guid), secret, 0)) throw noKeyStore()
    return made
  })
  return { webhook, secret }
}

/** @throws DomainError `not-found`, `stale`, `forbidden`, `step-up-needed`, `invalid` */
export function changeWebhook(env: Environment, author: Giver, { id, seen }: Seen, input: WriteWebhook): Webhook {
  requireMaySend(env, author, input)
  return env.store.transact((tx) => {
    const before = getWebhook(tx, id)
    expectRevision(before.revision, seen)
    const columns = validated(tx, input)
    const at = env.clock()
    webhooks.change(tx, before.id, at, columns)
    const after = getWebhook(tx, id)
    const shown = ({ name, url, topics }: Webhook) => ({ name, url, topics: [...topics] })
    record({ tx, at, actor: author.actor }, 'changed', after, { changed: differences(shown(before), shown(after)) })
    return after
  })
}

/**
 * Has what happens kept for it until somebody resumes it.
 * @throws DomainError `not-found`, `stale`, `conflict`
 */
export const pauseWebhook = (env: Environment, actor: Actor, webhook: Seen): Webhook =>
  move(env, actor, webhook, { to: 'paused', word: 'paused' })

/** Sends again what waits, also after the receiver said that it is gone. @throws DomainError as changing one */
export function resumeWebhook(env: Environment, author: Giver, webhook: Seen): Webhook {
  requireMaySend(env, author, getWebhook(env.store.reader, webhook.id))
  return move(env, author.actor, webhook, { to: 'active', word: 'resumed' })
}

function move(
  env: Environment,
  actor: Actor,
  { id, seen }: Seen,
  { to, word }: { readonly to: WebhookState; readonly word: string },
): Webhook {
  return env.store.transact((tx) => {
    const webhook = getWebhook(tx, id)
    expectRevision(webhook.revision, seen)
    if (!webhookTransitions.can(webhook.state, to))
      throw new DomainError('conflict', `This webhook is ${webhook.state}. It can’t be ${word}.`)
    const at = env.clock()
    webhooks.move(tx, { id: webhook.id, state: to, why: '', at })
    const after = getWebhook(tx, id)
    record({ tx, at, actor }, word, after)
    return after
  })
}

/** Removes a webhook: what waits for it is given up. Its log is kept for thirty days. @throws DomainError `not-found`, `stale` */
export function removeWebhook(env: Environment, actor: Actor, secrets: WebhookSecrets, { id, seen }: Seen): void {
  env.store.transact((tx) => {
    const webhook = getWebhook(tx, id)
    expectRevision(webhook.revision, seen)
    const at = env.clock()
    webhooks.remove(tx, webhook.id, at)
    deliveries.giveUpAll(tx, webhook.id, at)
    record({ tx, at, actor }, 'removed', webhook)
  })
  secrets(id).forget()
}

/**
 * Puts a new secret in place of the one that signs. Both sign for the overlap.
 * @throws DomainError `not-found`, `forbidden`, `step-up-needed`; `unprocessable` where no secret can be kept
 */
export function rotateSecret(
  env: Environment,
  author: Giver,
  secrets: WebhookSecrets,
  { id, overlapHours }: { readonly id: string; readonly overlapHours: number },
): { readonly webhook: Webhook; readonly secret: string } {
  requireMaySend(env, author, getWebhook(env.store.reader, id))
  requireKeyStore(secrets, id)
  const secret = newSecret(env.randomBytes)
  const webhook = env.store.transact((tx) => {
    const found = getWebhook(tx, id)
    const at = env.clock()
    record({ tx, at, actor: author.actor }, 'secret-rotated', found, { overlapHours })
    if (!keepSecret(secrets(id), secret, at + overlapHours * 3_600_000)) throw noKeyStore()
    return found
  })
  return { webhook, secret }
}

function requireMaySend(env: Environment, author: Giver, { topics }: Pick<WriteWebhook, 'topics'> | Webhook): void {
  env.outside.require('configure-webhooks')
  requireMayGive(author, { kind: 'sending', rights: rightsToRead(topics) }, env.clock())
}

const noKeyStore = () =>
  new DomainError(
    'unprocessable',
    'The secret that signs can’t be kept: this program has no key store of the system behind it. Make webhooks in the desktop program.',
  )

function requireKeyStore(secrets: WebhookSecrets, guid: string): void {
  if (!secrets(guid).isReal()) throw noKeyStore()
}

function validated(db: Reader, { name, url, topics, applicationId }: WriteWebhook): WebhookColumns {
  const errors: FieldError[] = []
  const why = whyNotTarget(url, webhookNetworks(db).networks)
  if (why !== null) errors.push({ field: 'url', message: why })
  const application = applicationId === null ? null : (findApplication(db, applicationId)?.id ?? undefined)
  if (application === undefined) errors.push({ field: 'applicationId', message: 'names no application' })
  if (errors.length > 0) throw new DomainError('invalid', 'This webhook is not valid.', errors)
  return { name, url, topics: [...new Set(topics)], application: application ?? null }
}

interface Noted {
  readonly tx: Writer
  readonly at: number
  readonly actor: Actor
}

/** @param word what happened to it */
function record(
  { tx, at, actor }: Noted,
  word: string,
  { guid, name, url, topics, application }: Webhook,
  details: Parameters<typeof recordAudit>[3]['details'] = {},
): void {
  recordAudit(tx, at, actor, {
    action: `webhook.${word}`,
    object: { type: 'webhook', id: guid, name },
    details: {
      host: new URL(url).host,
      topics: [...topics],
      ...(application === null ? {} : { application: applicationOf(tx, application).name }),
      ...details,
    },
  })
}
