import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { Action } from '../../catalogue/item-action.ts'
import type { WorkStage } from '../model/event.ts'
import { type ItemStatus, itemStatusSql } from './item-status.ts'

/** Which items a list shows; null leaves it open. */
export interface ItemFilter {
  readonly identity: number | null
  /** Row of an application. */
  readonly application: number | null
  readonly status: ItemStatus | null
  readonly action: Action | null
  /** Only those that somebody asked for or receives, or whose event they have to do with; null: all. */
  readonly party: number | null
}

interface ItemRow {
  readonly item: number
  readonly status: ItemStatus
  readonly application: number | null
  readonly event: number | null
}

const columns = `i.id AS item, ${itemStatusSql} AS status, coalesce(i.application_id, t.application_id) AS application, e.id AS event`
const from = `
  FROM request_item i JOIN request r ON r.id = i.request_id JOIN glossary_entry g ON g.id = i.entry_id
  LEFT JOIN entitlement t ON t.id = g.entitlement_id
  LEFT JOIN personnel_event_item v ON v.item_id = i.id LEFT JOIN personnel_event e ON e.id = v.event_id
  WHERE r.removed_at IS NULL AND (@identity IS NULL OR r.requestee_id = @identity) AND (@party IS NULL OR r.requester_id = @party OR r.requestee_id = @party)
    AND (@application IS NULL OR coalesce(i.application_id, t.application_id) = @application)
    AND (@action IS NULL OR i.action = @action) AND (@status IS NULL OR ${itemStatusSql} = @status)`

/** Items of all requests, newest first. */
export const requestItems = {
  page: (db: Reader, filter: ItemFilter, { offset, limit }: { readonly offset: number; readonly limit: number }) =>
    prepared<ItemRow>(
      db,
      `SELECT ${columns} ${from} ORDER BY r.requested_at DESC, i.id DESC LIMIT @limit OFFSET @offset`,
    ).all({ ...filter, offset, limit }),
  count: (db: Reader, filter: ItemFilter): number =>
    prepared<{ n: number }>(db, `SELECT count(*) AS n ${from}`).get({ ...filter })?.n ?? 0,
  byGuid: (db: Reader, guid: string): ItemRow | undefined =>
    prepared<ItemRow>(db, `SELECT ${columns} ${from} AND i.guid = @guid`).get({
      identity: null,
      application: null,
      status: null,
      action: null,
      party: null,
      guid,
    }),
  /** Those of one event, by the stage in which they are carried out. */
  ofEvent: (db: Reader, event: number) =>
    prepared<{ guid: string; number: number; stage: WorkStage; status: ItemStatus }>(
      db,
      `SELECT i.guid, i.id AS number, v.stage, ${itemStatusSql} AS status FROM personnel_event_item v
       JOIN request_item i ON i.id = v.item_id JOIN personnel_event e ON e.id = v.event_id WHERE v.event_id = ? ORDER BY i.id`,
    ).all(event),
  /** The other items of the same request. */
  siblings: (db: Reader, item: number) =>
    prepared<{ guid: string; item: number; status: ItemStatus }>(
      db,
      `SELECT i.guid, i.id AS item, ${itemStatusSql} AS status FROM request_item i
       LEFT JOIN personnel_event_item v ON v.item_id = i.id LEFT JOIN personnel_event e ON e.id = v.event_id
       WHERE i.request_id = (SELECT request_id FROM request_item WHERE id = @item) AND i.id <> @item ORDER BY i.id`,
    ).all({ item }),
}
