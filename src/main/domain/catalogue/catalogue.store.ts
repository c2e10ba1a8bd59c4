import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { CatalogueSchema } from '../../storage/schema.catalogue.ts'
import { isKnownPropertySql } from '../managed-users/properties.ts'

export type StoredEntry = Selectable<CatalogueSchema['glossary_entry']>

/** The columns of an entry besides its body. */
export interface EntryColumns {
  readonly naturalKey: string
  readonly body: string
  readonly displayName: string
  readonly requestable: 0 | 1
  readonly riskLevel: number | null
  readonly objectId: string | null
  readonly entitlement: number | null
}

const bundle = 'requestable-item-bundle'
const notRemoved = 'removed_at IS NULL'
/**
 * An entry can be requested, and what it gives is there: the role, or the property that holds the value. Both come and go
 * without their entries.
 */
export const canBeRequested = (
  entry: string,
): string => `(${entry}.requestable = 1 AND (${entry}.object_id IS NULL OR EXISTS (
  SELECT 1 FROM role r WHERE r.kind = substr(${entry}.object_id, 1, instr(${entry}.object_id, '/') - 1)
    AND r.idm_id = substr(${entry}.object_id, instr(${entry}.object_id, '/role/') + 6) AND r.removed_at IS NULL))
  AND (${entry}.class <> 'identity-value' OR ${isKnownPropertySql(`(${entry}.body ->> 'attributeName')`)}))`
const byId = 'SELECT * FROM glossary_entry WHERE id = ?'
const byIdmId = `SELECT * FROM glossary_entry WHERE idm_id = ?`
const byObject = `SELECT * FROM glossary_entry WHERE object_id = ? AND ${notRemoved} ORDER BY id LIMIT 1`
const byKey = `SELECT * FROM glossary_entry WHERE class = ? AND natural_key = ? AND ${notRemoved}`
const byEntitlement = `SELECT * FROM glossary_entry WHERE entitlement_id = ? AND ${notRemoved}`
const items = `SELECT * FROM glossary_entry WHERE ${notRemoved} AND ${canBeRequested('glossary_entry')} AND class <> '${bundle}' ORDER BY sort_name, id`
const ofClass = `SELECT * FROM glossary_entry WHERE ${notRemoved} AND class = ? ORDER BY sort_name, id`
const all = `SELECT * FROM glossary_entry WHERE ${notRemoved} ORDER BY id`
const isRequested = 'SELECT 1 FROM request_item WHERE entry_id = ? LIMIT 1'
const insert = `
  INSERT INTO glossary_entry (guid, idm_id, class, natural_key, body, display_name, sort_name, requestable, risk_level, object_id, entitlement_id, created_at, created_by, updated_at)
  VALUES (@guid, @idmId, @class, @naturalKey, @body, @displayName, fold_search(@displayName), @requestable, @riskLevel, @objectId, @entitlement, @at, @by, @at) RETURNING id`
const update = `
  UPDATE glossary_entry SET natural_key = @naturalKey, body = @body, display_name = @displayName, sort_name = fold_search(@displayName), requestable = @requestable, risk_level = @riskLevel,
    object_id = @objectId, entitlement_id = @entitlement, updated_at = @at, revision = revision + 1 WHERE id = @id`
const remove =
  'UPDATE glossary_entry SET removed_at = @at, updated_at = @at, requestable = 0, revision = revision + 1 WHERE id = @id'

export const entries = {
  get: (db: Reader, id: number) => prepared<StoredEntry>(db, byId).get(id),
  byIdmId: (db: Reader, id: string) => prepared<StoredEntry>(db, byIdmId).get(id),
  byObject: (db: Reader, longId: string) => prepared<StoredEntry>(db, byObject).get(longId),
  byKey: (db: Reader, entryClass: string, key: string) => prepared<StoredEntry>(db, byKey).get(entryClass, key),
  byEntitlement: (db: Reader, id: number) => prepared<StoredEntry>(db, byEntitlement).get(id),
  /** What can be requested, bundles aside, by name. */
  items: (db: Reader) => prepared<StoredEntry>(db, items).all(),
  ofClass: (db: Reader, entryClass: string) => prepared<StoredEntry>(db, ofClass).all(entryClass),
  all: (db: Reader) => prepared<StoredEntry>(db, all).all(),
  /** Whether anybody ever asked for it. */
  isRequested: (db: Reader, id: number): boolean => prepared(db, isRequested).get(id) !== undefined,
  insert: (
    tx: Writer,
    entry: EntryColumns & { guid: string; idmId: string; class: string; at: number; by: string },
  ): number => prepared<{ id: number }>(tx, insert).get(entry)?.id ?? 0,
  update: (tx: Writer, id: number, at: number, columns: EntryColumns) =>
    prepared(tx, update).run({ id, at, ...columns }),
  remove: (tx: Writer, id: number, at: number) => prepared(tx, remove).run({ id, at }),
}
