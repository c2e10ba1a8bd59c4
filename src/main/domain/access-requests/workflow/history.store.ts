import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { RequestsSchema } from '../../../storage/schema.requests.ts'
import type { HistoryAction } from '../model/request.ts'

export interface HistoryEntry {
  readonly id: number
  readonly at: number
  /** Null: Castellan itself. */
  readonly identity: number | null
  readonly action: HistoryAction
  readonly content: string
  /** Rows of the items it is about; empty means all. */
  readonly items: readonly number[]
  readonly hidden: boolean
  readonly task: number | null
}

type Row = Selectable<RequestsSchema['request_history']>

const insert = `INSERT INTO request_history (request_id, at, identity_id, action, content, item_ids, hidden, task_id)
  VALUES (@request, @at, @identity, @action, @content, @items, @hidden, @task) RETURNING id`
const list = 'SELECT * FROM request_history WHERE request_id = ? ORDER BY id'

export const history = {
  add: (tx: Writer, request: number, entry: Omit<HistoryEntry, 'id'>): number =>
    prepared<{ id: number }>(tx, insert).get({
      request,
      ...entry,
      items: JSON.stringify(entry.items),
      hidden: entry.hidden ? 1 : 0,
    })?.id ?? 0,
  list: (db: Reader, request: number): HistoryEntry[] =>
    prepared<Row>(db, list)
      .all(request)
      .map((row) => ({
        id: row.id,
        at: row.at,
        identity: row.identity_id,
        action: row.action,
        content: row.content,
        items: JSON.parse(row.item_ids) as number[],
        hidden: row.hidden === 1,
        task: row.task_id,
      })),
}
