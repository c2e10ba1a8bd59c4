import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { EventsSchema } from '../../../storage/schema.events.ts'
import type { AccessModel, IdealAccess, ModelCondition } from './access-model.ts'

type Row = Selectable<EventsSchema['access_model']>

const read = (row: Row): AccessModel => ({
  id: row.id,
  guid: row.guid,
  name: row.name,
  description: row.description,
  owner: row.owner_id,
  isEnabled: row.enabled === 1,
  enrolment: row.enrolment,
  conditions: JSON.parse(row.conditions) as ModelCondition[],
  updatedAt: row.updated_at,
  revision: row.revision,
})

const forever = 2147483647
const ideal = `
  SELECT m.entitlement_id AS entitlement, e.application_id AS application, m.access FROM access_model_entitlement m
  JOIN entitlement e ON e.id = m.entitlement_id JOIN application p ON p.id = e.application_id
  WHERE m.model_id = ? AND m.to_revision = ${forever} ORDER BY p.name, e.group_name, e.heading, e.section, e.permission, e.id`

interface StoredModel {
  readonly name: string
  readonly description: string
  readonly owner: number | null
  readonly isEnabled: boolean
  readonly enrolment: AccessModel['enrolment']
  readonly conditions: readonly ModelCondition[]
  readonly at: number
}

const bound = ({ isEnabled, conditions, ...rest }: StoredModel) => ({
  ...rest,
  enabled: isEnabled ? 1 : 0,
  conditions: JSON.stringify(conditions),
})

export const accessModels = {
  all: (db: Reader): AccessModel[] =>
    prepared<Row>(db, 'SELECT * FROM access_model WHERE removed_at IS NULL ORDER BY name COLLATE NOCASE, id')
      .all()
      .map(read),
  byGuid(db: Reader, guid: string): AccessModel | undefined {
    const row = prepared<Row>(db, 'SELECT * FROM access_model WHERE guid = ? AND removed_at IS NULL').get(guid)
    return row && read(row)
  },
  ideal: (db: Reader, model: number) => prepared<IdealAccess>(db, ideal).all(model),
  insert: (tx: Writer, guid: string, model: StoredModel): number =>
    prepared<{ id: number }>(
      tx,
      `INSERT INTO access_model (guid, name, description, owner_id, enabled, enrolment, conditions, created_at, updated_at)
       VALUES (@guid, @name, @description, @owner, @enabled, @enrolment, @conditions, @at, @at) RETURNING id`,
    ).get({ guid, ...bound(model) })?.id ?? 0,
  update: (tx: Writer, id: number, model: StoredModel) =>
    prepared(
      tx,
      `UPDATE access_model SET name = @name, description = @description, owner_id = @owner, enabled = @enabled, enrolment = @enrolment,
         conditions = @conditions, updated_at = @at, revision = revision + 1 WHERE id = @id`,
    ).run({ id, ...bound(model) }),
  remove: (tx: Writer, id: number, at: number) =>
    prepared(
      tx,
      'UPDATE access_model SET removed_at = @at, updated_at = @at, revision = revision + 1 WHERE id = @id',
    ).run({
      id,
      at,
    }),
  /** Puts another ideal access in the place of a model's. The old one stays with the revisions for which it held. */
  setIdeal(tx: Writer, id: number, revision: number, wanted: ReadonlyMap<number, string>): void {
    const current = new Map(accessModels.ideal(tx, id).map(({ entitlement, access }) => [entitlement, access]))
    const end = prepared(
      tx,
      `UPDATE access_model_entitlement SET to_revision = @revision WHERE model_id = @id AND entitlement_id = @entitlement AND to_revision = ${forever}`,
    )
    const begin = prepared(
      tx,
      'INSERT INTO access_model_entitlement (model_id, entitlement_id, access, from_revision) VALUES (@id, @entitlement, @access, @revision)',
    )
    for (const [entitlement, access] of current)
      if (wanted.get(entitlement) !== access) end.run({ id, entitlement, revision })
    for (const [entitlement, access] of wanted)
      if (current.get(entitlement) !== access) begin.run({ id, entitlement, access, revision })
  },
  /** Rows of entitlements that exist, among some. */
  entitlements: (db: Reader, ids: readonly number[]): ReadonlySet<number> =>
    new Set(
      prepared<{ id: number }>(db, 'SELECT id FROM entitlement WHERE id IN (SELECT value FROM json_each(?))')
        .all(JSON.stringify(ids))
        .map(({ id }) => id),
    ),
}
