import type { Generated } from 'kysely'

/** The tables of 022-webhooks. */
export interface WebhooksSchema {
  webhook: {
    id: Generated<number>
    guid: string
    name: string
    url: string
    topics: string
    application_id: number | null
    state: 'active' | 'paused' | 'stopped'
    stopped_because: Generated<string>
    failures: Generated<number>
    rests_until: Generated<number>
    created_at: number
    created_by: string
    updated_at: number
    removed_at: number | null
    revision: Generated<number>
  }
  webhook_delivery: {
    id: Generated<number>
    guid: string
    webhook_id: number
    event: string
    item_id: number | null
    body: string
    created_at: number
    state: 'waiting' | 'delivered' | 'given-up'
    tries: Generated<number>
    next_try_at: number
    ended_at: number | null
  }
  webhook_attempt: {
    id: Generated<number>
    delivery_id: number
    at: number
    duration_ms: number
    status: number | null
    failure: string | null
  }
  webhook_cursor: { id: Generated<number>; seq: number }
  webhook_item_changed: { item_id: Generated<number> }
  webhook_item: { item_id: Generated<number>; status: string; assignee: string | null }
}
