import type { Selectable } from 'kysely'
import type { WebhookTopic } from '../../../contract/webhooks.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { WebhooksSchema } from '../../storage/schema.webhooks.ts'
import type { Webhook, WebhookState } from './webhook.ts'

type Row = Selectable<WebhooksSchema['webhook']>

const there = 'SELECT * FROM webhook WHERE removed_at IS NULL'
const insert = `INSERT INTO webhook (guid, name, url, topics, application_id, state, created_at, created_by, updated_at)
  VALUES (@guid, @name, @url, @topics, @application, 'active', @at, @by, @at)`
const change = `UPDATE webhook SET name = @name, url = @url, topics = @topics, application_id = @application, updated_at = @at,
  failures = 0, rests_until = 0, revision = revision + 1 WHERE id = @id`
const move = `UPDATE webhook SET state = @state, stopped_because = @why, failures = 0, rests_until = 0, updated_at = @at,
  revision = revision + 1 WHERE id = @id`
const remove = 'UPDATE webhook SET removed_at = @at, updated_at = @at, revision = revision + 1 WHERE id = @id'
const rest = 'UPDATE webhook SET failures = @failures, rests_until = @until WHERE id = @id'

/** What the columns of a webhook say that somebody chose. */
export interface WebhookColumns {
  readonly name: string
  readonly url: string
  readonly topics: readonly WebhookTopic[]
  readonly application: number | null
}

const read = (row: Row): Webhook => ({
  id: row.id,
  guid: row.guid,
  name: row.name,
  url: row.url,
  topics: JSON.parse(row.topics) as WebhookTopic[],
  application: row.application_id,
  state: row.state,
  stoppedBecause: row.stopped_because,
  failures: row.failures,
  restsUntil: row.rests_until,
  createdAt: row.created_at,
  createdBy: row.created_by,
  revision: row.revision,
})
const columns = ({ topics, ...given }: WebhookColumns) => ({ ...given, topics: JSON.stringify(topics) })

/** Webhooks that are not removed. */
export const webhooks = {
  list: (db: Reader): Webhook[] => prepared<Row>(db, `${there} ORDER BY name COLLATE NOCASE, id`).all().map(read),
  byGuid(db: Reader, guid: string): Webhook | undefined {
    const row = prepared<Row>(db, `${there} AND guid = ?`).get(guid)
    return row && read(row)
  },
  byId(db: Reader, id: number): Webhook | undefined {
    const row = prepared<Row>(db, `${there} AND id = ?`).get(id)
    return row && read(row)
  },
  insert: (tx: Writer, given: WebhookColumns & { guid: string; at: number; by: string }) =>
    prepared(tx, insert).run(columns(given)),
  change: (tx: Writer, id: number, at: number, given: WebhookColumns) =>
    prepared(tx, change).run({ id, at, ...columns(given) }),
  move: (tx: Writer, to: { id: number; state: WebhookState; why: string; at: number }) => prepared(tx, move).run(to),
  remove: (tx: Writer, id: number, at: number) => prepared(tx, remove).run({ id, at }),
  rest: (tx: Writer, id: number, failures: number, until: number) => prepared(tx, rest).run({ id, failures, until }),
}
