import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { CatalogueSchema } from '../../storage/schema.catalogue.ts'

export type StoredField = Selectable<CatalogueSchema['request_field']>

const notRemoved = 'removed_at IS NULL'
const byGuid = `SELECT * FROM request_field WHERE guid = ? AND ${notRemoved}`
const byName = `SELECT * FROM request_field WHERE name = ? AND ${notRemoved}`
const all = `SELECT * FROM request_field WHERE ${notRemoved} ORDER BY fold_search(name), id`
const insert = `INSERT INTO request_field (guid, name, description, input_type, input_options, object_type, required, created_at, updated_at)
  VALUES (@guid, @name, @description, @inputType, @inputOptions, @objectType, @required, @at, @at)`
const update = `UPDATE request_field SET name = @name, description = @description, input_type = @inputType, input_options = @inputOptions,
  object_type = @objectType, required = @required, updated_at = @at, revision = revision + 1 WHERE id = @id`
const remove = 'UPDATE request_field SET removed_at = @at, revision = revision + 1 WHERE id = @id'

export interface FieldColumns {
  readonly name: string
  readonly description: string
  readonly inputType: string
  readonly inputOptions: string
  readonly objectType: string | null
  readonly required: 0 | 1
}

export const fields = {
  get: (db: Reader, guid: string) => prepared<StoredField>(db, byGuid).get(guid),
  byName: (db: Reader, name: string) => prepared<StoredField>(db, byName).get(name),
  all: (db: Reader) => prepared<StoredField>(db, all).all(),
  insert: (tx: Writer, guid: string, at: number, columns: FieldColumns) =>
    prepared(tx, insert).run({ guid, at, ...columns }),
  update: (tx: Writer, id: number, at: number, columns: FieldColumns) =>
    prepared(tx, update).run({ id, at, ...columns }),
  remove: (tx: Writer, id: number, at: number) => prepared(tx, remove).run({ id, at }),
}
