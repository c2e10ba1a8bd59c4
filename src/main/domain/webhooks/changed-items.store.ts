import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import { type ItemStatus, itemStatusSql } from '../personnel-events/items/item-status.ts'
import type { ToldItem } from './access-request-events.ts'

/** An item as it is now. */
export interface ItemNow extends ToldItem {
  readonly id: number
  readonly guid: string
  /** Row of the application that it is about. */
  readonly application: number | null
}

/** The first open task of an item says whom it waits for. */
const assignee = `(SELECT CASE WHEN t.approver_identity IS NULL THEN 'role ' || t.approver_role ELSE 'person ' || t.approver_identity END
  FROM approval_task_item x JOIN approval_task t ON t.id = x.task_id
  WHERE x.item_id = i.id AND x.outcome IS NULL AND t.status = 'in-progress' ORDER BY t.id LIMIT 1)`
const from = `FROM request_item i JOIN request r ON r.id = i.request_id JOIN glossary_entry g ON g.id = i.entry_id
  LEFT JOIN entitlement n ON n.id = g.entitlement_id
  LEFT JOIN personnel_event_item v ON v.item_id = i.id LEFT JOIN personnel_event e ON e.id = v.event_id
  WHERE r.removed_at IS NULL`
const now = `SELECT i.id, i.guid, ${itemStatusSql} AS status, ${assignee} AS assignee, coalesce(i.application_id, n.application_id) AS application ${from} AND i.id = ?`
const remember = `INSERT INTO webhook_item (item_id, status, assignee) VALUES (@item, @status, @assignee)
  ON CONFLICT (item_id) DO UPDATE SET status = excluded.status, assignee = excluded.assignee`
const rememberAll = `INSERT INTO webhook_item (item_id, status, assignee) SELECT i.id, ${itemStatusSql}, ${assignee} ${from}`

/** Items that changed since anybody was told, and what was last told of each. */
export const changedItems = {
  next: (db: Reader, limit: number): number[] =>
    prepared<{ id: number }>(db, 'SELECT item_id AS id FROM webhook_item_changed ORDER BY item_id LIMIT ?')
      .all(limit)
      .map(({ id }) => id),
  isAny: (db: Reader): boolean => prepared(db, 'SELECT 1 FROM webhook_item_changed LIMIT 1').get() !== undefined,
  now: (db: Reader, id: number): ItemNow | undefined => prepared<ItemNow>(db, now).get(id),
  told: (db: Reader, id: number): ToldItem | undefined =>
    prepared<{ status: ItemStatus; assignee: string | null }>(
      db,
      'SELECT status, assignee FROM webhook_item WHERE item_id = ?',
    ).get(id),
  remember(tx: Writer, item: number, { status, assignee: whom }: ToldItem): void {
    prepared(tx, remember).run({ item, status, assignee: whom })
  },
  done: (tx: Writer, id: number) => prepared(tx, 'DELETE FROM webhook_item_changed WHERE item_id = ?').run(id),
  /** Takes every item as told: the first webhook hears of what happens from now on. */
  beginAnew(tx: Writer): void {
    prepared(tx, 'DELETE FROM webhook_item_changed').run()
    prepared(tx, 'DELETE FROM webhook_item').run()
    prepared(tx, rememberAll).run()
  },
}
