import type { WebhookTopic } from '../../../contract/webhooks.ts'
import { transitions } from '../shared/transitions.ts'

export type WebhookState = 'active' | 'paused' | 'stopped'

/** `stopped` by the receiver, which said that it is gone; a person may start it again. */
export const webhookTransitions = transitions<WebhookState>('a webhook', {
  active: ['paused', 'stopped'],
  paused: ['active'],
  stopped: ['active'],
})

/** Where another program is told what happens. */
export interface Webhook {
  /** Its row. */
  readonly id: number
  readonly guid: string
  readonly name: string
  readonly url: string
  readonly topics: readonly WebhookTopic[]
  /** Row of the application whose access requests it tells; null: of all. */
  readonly application: number | null
  readonly state: WebhookState
  readonly stoppedBecause: string
  /** In a row, and until when the receiver is left alone; 0 when it is not. */
  readonly failures: number
  readonly restsUntil: number
  readonly createdAt: number
  readonly createdBy: string
  readonly revision: number
}
