import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { PoliciesSchema } from '../../../storage/schema.policies.ts'

export type StoredPlan = Selectable<PoliciesSchema['policy_scan']>

const notRemoved = 'removed_at IS NULL'
const all = `SELECT * FROM policy_scan WHERE ${notRemoved} ORDER BY fold_search(name), id`
const byGuid = `SELECT * FROM policy_scan WHERE guid = ? AND ${notRemoved}`
const byId = 'SELECT * FROM policy_scan WHERE id = ?'
const byName = `SELECT * FROM policy_scan WHERE fold_case(name) = fold_case(?) AND ${notRemoved}`
const insert = `
  INSERT INTO policy_scan (guid, name, scope, cron, time_zone, quartz, active, looked_at, created_at, updated_at)
  VALUES (@guid, @name, @scope, @cron, @timeZone, @quartz, @active, @at, @at, @at)`
const update = `
  UPDATE policy_scan SET name = @name, scope = @scope, cron = @cron, time_zone = @timeZone, quartz = @quartz, active = @active,
    looked_at = @lookedAt, updated_at = @at, revision = revision + 1 WHERE id = @id`
const remove = 'UPDATE policy_scan SET removed_at = @at, active = 0, revision = revision + 1 WHERE id = @id'
const mark = 'UPDATE policy_scan SET looked_at = max(looked_at, @at) WHERE id = @id'

export interface PlanColumns {
  readonly name: string
  readonly scope: string
  readonly cron: string
  readonly timeZone: string | null
  readonly quartz: string | null
  readonly active: 0 | 1
}

export const plans = {
  all: (db: Reader) => prepared<StoredPlan>(db, all).all(),
  byGuid: (db: Reader, guid: string) => prepared<StoredPlan>(db, byGuid).get(guid),
  get: (db: Reader, id: number) => prepared<StoredPlan>(db, byId).get(id),
  byName: (db: Reader, name: string) => prepared<StoredPlan>(db, byName).get(name),
  insert: (tx: Writer, guid: string, at: number, columns: PlanColumns) =>
    prepared(tx, insert).run({ guid, at, ...columns }),
  update: (
    tx: Writer,
    id: number,
    { at, lookedAt, columns }: { readonly at: number; readonly lookedAt: number; readonly columns: PlanColumns },
  ) => prepared(tx, update).run({ id, at, lookedAt, ...columns }),
  remove: (tx: Writer, id: number, at: number) => prepared(tx, remove).run({ id, at }),
  /** Its schedule was evaluated up to here: earlier due times no longer count. */
  mark: (tx: Writer, id: number, at: number) => prepared(tx, mark).run({ id, at }),
}
