import type {
  Webhook as Shown,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryDetail,
} from '../../../contract/webhooks.ts'
import type { Reader } from '../../storage/open.ts'
import { applicationOf } from '../applications/application-references.service.ts'
import { instant, instantOrNull } from '../shared/instant.ts'
import type { Attempt, Delivery } from './delivery.ts'
import { attemptsOf, countDeliveries, lastAttemptOf } from './delivery-log.service.ts'
import type { Webhook } from './webhook.ts'

export const viewAttempt = ({ at, durationMs, status, failure }: Attempt): WebhookAttempt => ({
  at: instant(at),
  durationMs,
  status,
  failure,
})

/** An address often holds a key. Who may not change it sees where it leads and no more. */
function shownUrl(text: string): string {
  const { origin, pathname, search } = new URL(text)
  return pathname === '/' && search === '' ? text : `${origin}/…`
}

/**
 * A webhook as `/v1` shows it.
 * @param asked when, and whether by somebody who may change it
 */
export function viewWebhook(
  db: Reader,
  webhook: Webhook,
  { now, mayChange }: { readonly now: number; readonly mayChange: boolean },
): Shown {
  const counts = countDeliveries(db, webhook)
  const last = lastAttemptOf(db, webhook)
  const application = webhook.application === null ? null : applicationOf(db, webhook.application)
  return {
    id: webhook.guid,
    name: webhook.name,
    url: mayChange ? webhook.url : shownUrl(webhook.url),
    topics: [...webhook.topics],
    application: application && { id: application.guid, name: application.name },
    state: webhook.state,
    stoppedBecause: webhook.state === 'stopped' ? webhook.stoppedBecause : null,
    waiting: counts.waiting,
    givenUp: counts['given-up'],
    lastAttempt: last && viewAttempt(last),
    restsUntil: webhook.restsUntil > now ? instantOrNull(webhook.restsUntil) : null,
    createdAt: instant(webhook.createdAt),
    createdBy: webhook.createdBy,
    revision: webhook.revision,
  }
}

export function viewDelivery(db: Reader, delivery: Delivery): WebhookDelivery {
  const last = attemptsOf(db, delivery).at(-1)
  return {
    id: delivery.guid,
    event: delivery.event,
    state: delivery.state,
    createdAt: instant(delivery.createdAt),
    tries: delivery.tries,
    nextTryAt: delivery.state === 'waiting' ? instant(delivery.nextTryAt) : null,
    lastAttempt: last ? viewAttempt(last) : null,
  }
}

export const viewDeliveryDetail = (db: Reader, delivery: Delivery): WebhookDeliveryDetail => ({
  ...viewDelivery(db, delivery),
  body: delivery.body,
  attempts: attemptsOf(db, delivery).map(viewAttempt),
})
