import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { WebhooksSchema } from '../../storage/schema.webhooks.ts'
import type { Attempt, Delivery, DeliveryState } from './delivery.ts'

type Row = Selectable<WebhooksSchema['webhook_delivery']>
type AttemptRow = Selectable<WebhooksSchema['webhook_attempt']>

const insert = `INSERT INTO webhook_delivery (guid, webhook_id, event, item_id, body, created_at, state, next_try_at)
  VALUES (@guid, @webhook, @event, @item, @body, @at, 'waiting', @at)`
const due = `SELECT * FROM webhook_delivery WHERE webhook_id = @webhook AND state = 'waiting' AND next_try_at <= @now ORDER BY next_try_at, id LIMIT 1`
const webhooksWithDue = `SELECT w.id FROM webhook w WHERE w.removed_at IS NULL AND w.state = 'active' AND w.rests_until <= @now
  AND EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.next_try_at <= @now)`
const page = `SELECT * FROM webhook_delivery WHERE webhook_id = @webhook AND id < @before ORDER BY id DESC LIMIT @limit`
const pageOfState = `SELECT * FROM webhook_delivery WHERE webhook_id = @webhook AND state = @state AND id < @before ORDER BY id DESC LIMIT @limit`
const counts = 'SELECT state, count(*) AS n FROM webhook_delivery WHERE webhook_id = ? GROUP BY state'
const lastAttempt = `SELECT a.* FROM webhook_attempt a JOIN webhook_delivery d ON d.id = a.delivery_id WHERE d.webhook_id = ? ORDER BY a.id DESC LIMIT 1`
const attempt = `INSERT INTO webhook_attempt (delivery_id, at, duration_ms, status, failure) VALUES (@delivery, @at, @durationMs, @status, @failure)`
const ended = 'UPDATE webhook_delivery SET state = @state, tries = tries + 1, ended_at = @at WHERE id = @id'
const later = 'UPDATE webhook_delivery SET tries = tries + 1, next_try_at = @next WHERE id = @id'
const again = `UPDATE webhook_delivery SET state = 'waiting', tries = 0, next_try_at = @at, ended_at = NULL WHERE id = @id`
const givenUpAgain = `UPDATE webhook_delivery SET state = 'waiting', tries = 0, next_try_at = @at, ended_at = NULL WHERE webhook_id = @webhook AND state = 'given-up'`
const giveUpAll = `UPDATE webhook_delivery SET state = 'given-up', ended_at = @at WHERE webhook_id = @webhook AND state = 'waiting'`
const old = 'SELECT id FROM webhook_delivery WHERE ended_at < ? ORDER BY ended_at LIMIT 500'

const read = (row: Row): Delivery => ({
  id: row.id,
  guid: row.guid,
  webhook: row.webhook_id,
  event: row.event,
  item: row.item_id,
  body: row.body,
  createdAt: row.created_at,
  state: row.state,
  tries: row.tries,
  nextTryAt: row.next_try_at,
})
const readAttempt = (row: AttemptRow): Attempt => ({
  at: row.at,
  durationMs: row.duration_ms,
  status: row.status,
  failure: row.failure,
})

export interface DeliveryPage {
  readonly webhook: number
  readonly state: DeliveryState | null
  readonly before: number
  readonly limit: number
}

export const deliveries = {
  insert: (
    tx: Writer,
    delivery: { guid: string; webhook: number; event: string; item: number | null; body: string; at: number },
  ) => prepared(tx, insert).run(delivery),
  /** Rows of the webhooks that have something to send and are not left alone. */
  webhooksWithDue: (db: Reader, now: number): number[] =>
    prepared<{ id: number }>(db, webhooksWithDue)
      .all({ now })
      .map(({ id }) => id),
  /** What a webhook sends next, the longest overdue first. */
  due(db: Reader, webhook: number, now: number): Delivery | undefined {
    const row = prepared<Row>(db, due).get({ webhook, now })
    return row && read(row)
  },
  byGuid(db: Reader, guid: string): Delivery | undefined {
    const row = prepared<Row>(db, 'SELECT * FROM webhook_delivery WHERE guid = ?').get(guid)
    return row && read(row)
  },
  /** Newest first. */
  page: (db: Reader, asked: DeliveryPage): Delivery[] =>
    (asked.state === null
      ? prepared<Row>(db, page).all({ webhook: asked.webhook, before: asked.before, limit: asked.limit })
      : prepared<Row>(db, pageOfState).all(asked)
    ).map(read),
  counts: (db: Reader, webhook: number): Readonly<Record<DeliveryState, number>> => ({
    waiting: 0,
    delivered: 0,
    'given-up': 0,
    ...Object.fromEntries(
      prepared<{ state: string; n: number }>(db, counts)
        .all(webhook)
        .map(({ state, n }) => [state, n]),
    ),
  }),
  attempts: (db: Reader, delivery: number): Attempt[] =>
    prepared<AttemptRow>(db, 'SELECT * FROM webhook_attempt WHERE delivery_id = ? ORDER BY id')
      .all(delivery)
      .map(readAttempt),
  lastAttemptOf(db: Reader, webhook: number): Attempt | null {
    const row = prepared<AttemptRow>(db, lastAttempt).get(webhook)
    return row ? readAttempt(row) : null
  },
  addAttempt: (tx: Writer, delivery: number, made: Attempt) => prepared(tx, attempt).run({ delivery, ...made }),
  end: (tx: Writer, id: number, state: 'delivered' | 'given-up', at: number) =>
    prepared(tx, ended).run({ id, state, at }),
  tryLater: (tx: Writer, id: number, next: number) => prepared(tx, later).run({ id, next }),
  sendAgain: (tx: Writer, id: number, at: number) => prepared(tx, again).run({ id, at }),
  sendGivenUpAgain: (tx: Writer, webhook: number, at: number): number =>
    prepared(tx, givenUpAgain).run({ webhook, at }).changes,
  giveUpAll: (tx: Writer, webhook: number, at: number) => prepared(tx, giveUpAll).run({ webhook, at }),
  /** Removes up to 500 that ended before a moment. @returns how many */
  prune(tx: Writer, before: number): number {
    const rows = prepared<{ id: number }>(tx, old).all(before)
    for (const { id } of rows) {
      prepared(tx, 'DELETE FROM webhook_attempt WHERE delivery_id = ?').run(id)
      prepared(tx, 'DELETE FROM webhook_delivery WHERE id = ?').run(id)
    }
    return rows.length
  },
}
