import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { RequestsSchema } from '../../storage/schema.requests.ts'

export type StoredMessage = Selectable<RequestsSchema['outbox']>
type StoredTemplate = Selectable<RequestsSchema['notification_template']>

const template = 'SELECT * FROM notification_template WHERE name = ?'
const putTemplate = `
  INSERT INTO notification_template (name, subject, body, enabled, updated_at, revision) VALUES (@name, @subject, @body, @enabled, @at, 1)
  ON CONFLICT (name) DO UPDATE SET subject = excluded.subject, body = excluded.body, enabled = excluded.enabled, updated_at = excluded.updated_at,
    revision = revision + 1`
const insert = `INSERT INTO outbox (template, request_id, task_id, identity_id, address, subject, body, created_at, next_try_at)
  VALUES (@template, @request, @task, @identity, @address, @subject, @body, @at, @at)`
const page = 'SELECT * FROM outbox WHERE id < @before ORDER BY id DESC LIMIT @limit'
const count = 'SELECT count(*) AS n FROM outbox'
// Nothing is tried before it is made, so what was made before `since` and never tried is left out by the index alone.
const toSend = `SELECT * FROM outbox WHERE sent_at IS NULL AND next_try_at BETWEEN @since AND @now AND created_at >= @since AND address <> ''
  ORDER BY next_try_at, id LIMIT 50`
const sent = 'UPDATE outbox SET sent_at = @at, tries = tries + 1, failure = NULL WHERE id = @id'
const failed = 'UPDATE outbox SET tries = tries + 1, failure = @why, next_try_at = @next WHERE id = @id'

export const outbox = {
  template: (db: Reader, name: string) => prepared<StoredTemplate>(db, template).get(name),
  putTemplate: (tx: Writer, input: { name: string; subject: string; body: string; enabled: 0 | 1; at: number }) =>
    prepared(tx, putTemplate).run(input),
  insert: (
    tx: Writer,
    message: {
      template: string
      request: number | null
      task: number | null
      identity: number
      address: string
      subject: string
      body: string
      at: number
    },
  ) => prepared(tx, insert).run(message),
  page: (db: Reader, before: number, limit: number) => prepared<StoredMessage>(db, page).all({ before, limit }),
  count: (db: Reader) => prepared<{ n: number }>(db, count).get()?.n ?? 0,
  toSend: (db: Reader, when: { now: number; since: number }) => prepared<StoredMessage>(db, toSend).all(when),
  sent: (tx: Writer, id: number, at: number) => prepared(tx, sent).run({ id, at }),
  failed: (tx: Writer, id: number, why: string, next: number) => prepared(tx, failed).run({ id, why, next }),
}
