import type { Reader } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { type Giver, requireMayGive } from '../authorization/giving.ts'
import { exceeding } from '../authorization/scopes.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError, notFound } from '../shared/errors.ts'
import { type Attempt, type Delivery, type DeliveryState, deliveryTransitions } from './delivery.ts'
import { deliveries } from './deliveries.store.ts'
import { rightsToRead } from './topics.ts'
import type { Webhook } from './webhook.ts'
import { webhooks } from './webhooks.store.ts'
import { getWebhook } from './webhooks.service.ts'

interface DeliveryPage {
  readonly items: Delivery[]
  readonly total: number
  readonly next: number | null
}

/** Deliveries of a webhook, newest first. @throws DomainError `not-found` */
export function listDeliveries(
  db: Reader,
  asked: {
    readonly webhook: string
    readonly state: DeliveryState | null
    readonly before: number
    readonly limit: number
  },
): DeliveryPage {
  const { id } = getWebhook(db, asked.webhook)
  const items = deliveries.page(db, { ...asked, webhook: id })
  const counts = deliveries.counts(db, id)
  const total = asked.state === null ? counts.waiting + counts.delivered + counts['given-up'] : counts[asked.state]
  return { items, total, next: items.length === asked.limit ? (items.at(-1)?.id ?? null) : null }
}

/** A delivery by its GUID. @throws DomainError `not-found` */
export function getDelivery(db: Reader, guid: string): Delivery {
  const delivery = deliveries.byGuid(db, guid)
  if (!delivery || webhooks.byId(db, delivery.webhook) === undefined) throw notFound('webhook-delivery')
  return delivery
}

/**
 * A delivery with its body: for whoever may read what it tells.
 * @throws DomainError `not-found`, `forbidden`
 */
export function readDelivery(db: Reader, reader: Pick<Giver, 'scopes'>, guid: string): Delivery {
  const delivery = getDelivery(db, guid)
  const missing = exceeding(rightsToRead(webhooks.byId(db, delivery.webhook)?.topics ?? []), reader.scopes)
  if (missing.length > 0)
    throw new DomainError('forbidden', `This delivery tells what you may not read: ${missing.join(', ')}.`)
  return delivery
}

export const attemptsOf = (db: Reader, delivery: Delivery): Attempt[] => deliveries.attempts(db, delivery.id)
export const lastAttemptOf = (db: Reader, webhook: Webhook): Attempt | null => deliveries.lastAttemptOf(db, webhook.id)
export const countDeliveries = (db: Reader, webhook: Webhook) => deliveries.counts(db, webhook.id)

/**
 * Has a delivery sent once more, with ten attempts as at first. The receiver knows it by its id.
 * @throws DomainError `not-found`, `forbidden`, `step-up-needed`; `conflict` while it waits anyway
 */
export function replayDelivery(env: Environment, author: Giver, guid: string): Delivery {
  const { webhook: row } = getDelivery(env.store.reader, guid)
  const webhook = webhooks.byId(env.store.reader, row)
  if (webhook) requireMayReplay(env, author, webhook)
  return env.store.transact((tx) => {
    const delivery = getDelivery(tx, guid)
    if (delivery.state === 'waiting') throw new DomainError('conflict', 'This delivery waits to be sent anyway.')
    deliveryTransitions.assert(delivery.state, 'waiting')
    const at = env.clock()
    deliveries.sendAgain(tx, delivery.id, at)
    recordAudit(tx, at, author.actor, {
      action: 'webhook.replayed',
      object: { type: 'webhook', id: webhook?.guid ?? '', name: webhook?.name ?? '' },
      details: { delivery: guid },
    })
    return getDelivery(tx, guid)
  })
}

/**
 * Has everything sent once more that was given up.
 * @returns how many
 * @throws DomainError `not-found`, `forbidden`, `step-up-needed`
 */
export function replayGivenUp(env: Environment, author: Giver, webhookId: string): number {
  const webhook = getWebhook(env.store.reader, webhookId)
  requireMayReplay(env, author, webhook)
  return env.store.transact((tx) => {
    const at = env.clock()
    const count = deliveries.sendGivenUpAgain(tx, webhook.id, at)
    if (count > 0)
      recordAudit(tx, at, author.actor, {
        action: 'webhook.replayed',
        object: { type: 'webhook', id: webhook.guid, name: webhook.name },
        details: { count },
      })
    return count
  })
}

const requireMayReplay = (env: Environment, author: Giver, webhook: Webhook): void =>
  requireMayGive(author, { kind: 'sending', rights: rightsToRead(webhook.topics) }, env.clock())
