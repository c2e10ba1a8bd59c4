import { z } from 'zod'
import { Guid, Instant, PageQuery, pageOf } from './common.ts'

/**
 * What a webhook tells of. Access requests are told as the compatible API's own scripts expect it; everything else by name,
 * object and place in the audit log, and whoever wants more asks for it.
 */
export const webhookTopics = [
  'access-requests',
  'imports',
  'personnel-events',
  'policies',
  'people',
  'applications',
] as const
export type WebhookTopic = (typeof webhookTopics)[number]

export const WriteWebhook = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** With https; with http only on this computer. */
  url: z.string().min(1).max(2000),
  topics: z.array(z.enum(webhookTopics)).min(1).max(webhookTopics.length),
  /** Of access requests only those for this application; null: of all. */
  applicationId: Guid.nullable().default(null),
})
export type WriteWebhook = z.infer<typeof WriteWebhook>

export const webhookStates = ['active', 'paused', 'stopped'] as const

/** One attempt to deliver. */
export const WebhookAttempt = z.object({
  at: Instant,
  durationMs: z.number().int(),
  /** What the receiver answered; null when it did not. */
  status: z.number().int().nullable(),
  /** Why it did not count; null when it did. */
  failure: z.string().nullable(),
})
export type WebhookAttempt = z.infer<typeof WebhookAttempt>

export const Webhook = z.object({
  id: Guid,
  name: z.string(),
  url: z.string(),
  topics: z.array(z.enum(webhookTopics)),
  application: z.object({ id: Guid, name: z.string() }).nullable(),
  /** `paused`: what happens is kept for it. `stopped`: the receiver said that it is gone, and nothing is kept for it. */
  state: z.enum(webhookStates),
  stoppedBecause: z.string().nullable(),
  /** Deliveries that wait to be made, and those that were given up. */
  waiting: z.number().int(),
  givenUp: z.number().int(),
  lastAttempt: WebhookAttempt.nullable(),
  /** The receiver failed and is left alone until then. */
  restsUntil: Instant.nullable(),
  createdAt: Instant,
  createdBy: z.string(),
  revision: z.number().int(),
})
export type Webhook = z.infer<typeof Webhook>
export const WebhookList = z.object({ items: z.array(Webhook) })

/** The only answer that ever contains the secret: `whsec_` and base64, as Standard Webhooks has it. */
export const RevealedWebhook = z.object({ webhook: Webhook, secret: z.string() })
export type RevealedWebhook = z.infer<typeof RevealedWebhook>

/** Both secrets sign for the overlap, so that the receiver can be changed over. */
export const RotateWebhookSecret = z.strictObject({ overlapHours: z.number().min(0).max(24).default(24) })

export const webhookDeliveryStates = ['waiting', 'delivered', 'given-up'] as const

export const WebhookDelivery = z.object({
  /** Also the `webhook-id` of each attempt: a second copy is known by it. */
  id: Guid,
  event: z.string(),
  state: z.enum(webhookDeliveryStates),
  createdAt: Instant,
  tries: z.number().int(),
  /** Null once it is over. */
  nextTryAt: Instant.nullable(),
  lastAttempt: WebhookAttempt.nullable(),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>
export const WebhookDeliveryPage = pageOf(WebhookDelivery)
export const WebhookDeliveryQuery = PageQuery.extend({ state: z.enum(webhookDeliveryStates).optional() })
export const WebhookDeliveryDetail = WebhookDelivery.extend({
  /** What is sent, as it is signed. */
  body: z.string(),
  attempts: z.array(WebhookAttempt),
})
export type WebhookDeliveryDetail = z.infer<typeof WebhookDeliveryDetail>

export const ReplayedDeliveries = z.object({ replayed: z.number().int() })

/** Networks on this site to which webhooks may go, as `10.20.0.0/16`. Others of its kind are refused. */
export const WebhookNetworks = z.object({
  networks: z.array(z.string()),
  /** Whether this program can keep the secrets that sign: only where the system’s key store is behind it. */
  canKeepSecrets: z.boolean(),
  revision: z.number().int(),
})
export type WebhookNetworks = z.infer<typeof WebhookNetworks>
export const WriteWebhookNetworks = z.strictObject({ networks: z.array(z.string().max(60)).max(100) })
