import type { WebhookAttempt } from '../../../contract/webhooks.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import { followChanges, type Telling } from '../../domain/webhooks/follow-changes.service.ts'
import { deliverDue, pruneDeliveries, sendTest, webhooksWithDue } from '../../domain/webhooks/sending.service.ts'
import type { WebhookSecrets } from '../../domain/webhooks/secrets.ts'
import type { Webhook } from '../../domain/webhooks/webhook.ts'
import { viewAttempt } from '../../domain/webhooks/webhook.view.ts'
import { tickWhenWell } from './tick.ts'
import { webhookPost } from './webhook-post.ts'

const every = 1000
const hour = 3_600_000
/** Receivers that are sent to at the same time. One that is slow keeps the others waiting no longer than its turn. */
const atOnce = 8

/** Tells webhooks what happens. */
export interface WebhookService {
  /** Tells everything that happened, sends what is due, and waits until it is sent. */
  round(): Promise<void>
  /** Sends one message by itself, to see whether it arrives. @throws DomainError `forbidden` in the sample workspace */
  test(webhook: Webhook): Promise<WebhookAttempt>
  close(): Promise<void>
}

/** Looks every second. Each webhook has its own queue. */
export function startWebhooks(env: Environment, secrets: WebhookSecrets, telling: Telling): WebhookService {
  const post = webhookPost(env, secrets)
  const running = new Map<number, Promise<unknown>>()
  let closed = false

  const sendDue = (): void => {
    for (const id of webhooksWithDue(env)) {
      if (running.size >= atOnce || running.has(id)) continue
      const sending = deliverDue(env, id, post)
        .catch((error: unknown) => {
          if (env.store.health.failed(error) === undefined) throw error
        })
        .finally(() => running.delete(id))
      running.set(id, sending)
    }
  }
  const look = (): void => {
    if (closed) return
    // Once more when there is more: in slices, so that nobody waits for all of it.
    if (followChanges(env, telling)) setImmediate(() => tickWhenWell(env.store, look))
    sendDue()
  }
  const ticking = setInterval(() => tickWhenWell(env.store, look), every)
  const pruning = setInterval(() => tickWhenWell(env.store, () => pruneDeliveries(env)), hour)
  ticking.unref()
  pruning.unref()
  return {
    async round() {
      while (followChanges(env, telling));
      do {
        sendDue()
        await Promise.all(running.values())
      } while (!closed && webhooksWithDue(env).length > 0)
    },
    test: async (webhook) => viewAttempt(await sendTest(env, webhook, post)),
    async close() {
      closed = true
      clearInterval(ticking)
      clearInterval(pruning)
      await Promise.all(running.values())
    },
  }
}
