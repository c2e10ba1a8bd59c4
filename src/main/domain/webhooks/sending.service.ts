import { recordAudit } from '../audit/audit.service.ts'
import { system } from '../shared/actor.ts'
import type { Environment } from '../shared/environment.ts'
import { type Attempt, type Delivery, deliveryTransitions, restAfter, waitAfter } from './delivery.ts'
import { deliveries } from './deliveries.store.ts'
import { type Webhook, webhookTransitions } from './webhook.ts'
import { webhooks } from './webhooks.store.ts'

/** What a receiver said to one attempt, or why none was made. */
export type PostOutcome =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** How long it asked to be left alone, in milliseconds. */
      readonly retryAfter: number | null
    }
  | { readonly kind: 'failed'; readonly why: string }

/** Signs and sends one message. Never throws. */
export type Post = (webhook: Webhook, delivery: Pick<Delivery, 'guid' | 'body'>) => Promise<PostOutcome>

const day = 24 * 3_600_000
/** How long the log of deliveries is kept. */
const keptFor = 30 * day
/** In one go; then the others have their turn. */
const mostAtOnce = 100

/** Rows of the webhooks that have something to send now. */
export const webhooksWithDue = (env: Environment): number[] =>
  env.outside.allows('send-webhooks') ? deliveries.webhooksWithDue(env.store.reader, env.clock()) : []

/**
 * Sends what is due for one webhook, one after another, until the receiver fails.
 * @returns how many were delivered
 */
export async function deliverDue(env: Environment, id: number, post: Post): Promise<number> {
  let delivered = 0
  for (let i = 0; i < mostAtOnce; i++) {
    const webhook = webhooks.byId(env.store.reader, id)
    if (webhook === undefined || webhook.state !== 'active' || webhook.restsUntil > env.clock()) break
    const delivery = deliveries.due(env.store.reader, id, env.clock())
    if (delivery === undefined) break
    const { attempt, outcome } = await tryOnce(env, webhook, delivery, post)
    noteAttempt(env, { webhook, delivery, attempt, outcome })
    if (attempt.failure !== null) break
    delivered++
  }
  return delivered
}

/** Sends one message outside the queue, to see whether it arrives. */
export async function sendTest(env: Environment, webhook: Webhook, post: Post): Promise<Attempt> {
  env.outside.require('send-webhooks')
  const timestamp = new Date(env.clock()).toISOString()
  const body = JSON.stringify({ type: 'webhook.test', timestamp, data: { name: webhook.name } })
  return (await tryOnce(env, webhook, { guid: env.newId(), body }, post)).attempt
}

async function tryOnce(
  env: Environment,
  webhook: Webhook,
  delivery: Pick<Delivery, 'guid' | 'body'>,
  post: Post,
): Promise<{ attempt: Attempt; outcome: PostOutcome }> {
  const at = env.clock()
  const outcome = await post(webhook, delivery)
  const status = outcome.kind === 'answered' ? outcome.status : null
  return { attempt: { at, durationMs: Math.max(0, env.clock() - at), status, failure: failureOf(outcome) }, outcome }
}

/** Why an outcome does not count as delivered, in words; null when it does. */
function failureOf(outcome: PostOutcome): string | null {
  if (outcome.kind === 'failed') return outcome.why
  const { status } = outcome
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400)
    return `The receiver answered ${status}: it points elsewhere, and no redirect is followed.`
  if (status === gone) return 'The receiver answered 410: it is gone.'
  return `The receiver answered ${status}.`
}

const gone = 410

interface Noted {
  readonly webhook: Webhook
  readonly delivery: Delivery
  readonly attempt: Attempt
  readonly outcome: PostOutcome
}

function noteAttempt(env: Environment, { webhook, delivery, attempt, outcome }: Noted): void {
  env.store.transact((tx) => {
    const at = env.clock()
    deliveries.addAttempt(tx, delivery.id, attempt)
    if (attempt.failure === null) {
      deliveryTransitions.assert('waiting', 'delivered')
      deliveries.end(tx, delivery.id, 'delivered', at)
      if (webhook.failures > 0) webhooks.rest(tx, webhook.id, 0, 0)
      return
    }
    const wish = outcome.kind === 'answered' ? outcome.retryAfter : null
    const wait = attempt.status === gone ? null : waitAfter(delivery.tries + 1, wish, chance(env))
    deliveryTransitions.assert('waiting', wait === null ? 'given-up' : 'waiting')
    if (wait === null) deliveries.end(tx, delivery.id, 'given-up', at)
    else deliveries.tryLater(tx, delivery.id, at + wait)
    // Whoever paused or removed it meanwhile has the last word.
    const standing = webhooks.byId(tx, webhook.id)
    if (standing === undefined) return
    if (attempt.status !== gone || !webhookTransitions.can(standing.state, 'stopped'))
      return void webhooks.rest(tx, webhook.id, standing.failures + 1, at + restAfter(standing.failures + 1, wish))
    webhooks.move(tx, { id: webhook.id, state: 'stopped', why: attempt.failure, at })
    deliveries.giveUpAll(tx, webhook.id, at)
    recordAudit(tx, at, system, {
      action: 'webhook.stopped',
      object: { type: 'webhook', id: webhook.guid, name: webhook.name },
      details: { because: attempt.failure },
    })
  })
}

/** Between 0 and 1. */
const chance = (env: Environment): number => env.randomBytes(4).readUInt32BE() / 2 ** 32

/** Removes what has been over for thirty days from the log of deliveries. */
export function pruneDeliveries(env: Environment): void {
  const before = env.clock() - keptFor
  while (env.store.transact((tx) => deliveries.prune(tx, before)) === 500);
}
