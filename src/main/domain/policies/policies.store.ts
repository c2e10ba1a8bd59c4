import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { PoliciesSchema } from '../../storage/schema.policies.ts'

export type StoredPolicy = Selectable<PoliciesSchema['policy']>

const notRemoved = 'removed_at IS NULL'
const byKey = `SELECT * FROM policy WHERE idm_id = ? AND ${notRemoved}`
const byId = 'SELECT * FROM policy WHERE id = ?'
const byName = `SELECT * FROM policy WHERE fold_case(name) = fold_case(?) AND ${notRemoved}`
const all = `SELECT * FROM policy WHERE ${notRemoved} ORDER BY fold_search(name), id`
const active = `SELECT * FROM policy WHERE ${notRemoved} AND active = 1 ORDER BY id`
const insert = `
  INSERT INTO policy (guid, idm_id, name, description, expression, risk_level, owner_identity, owner_role, remediation_process, active, created_at, updated_at)
  VALUES (@guid, @idmId, @name, @description, @expression, @riskLevel, @ownerIdentity, @ownerRole, @remediationProcess, @active, @at, @at)`
const update = `
  UPDATE policy SET name = @name, description = @description, expression = @expression, risk_level = @riskLevel, owner_identity = @ownerIdentity,
    owner_role = @ownerRole, remediation_process = @remediationProcess, active = @active, updated_at = @at, revision = revision + 1 WHERE id = @id`
const remove = 'UPDATE policy SET removed_at = @at, active = 0, revision = revision + 1 WHERE id = @id'

export interface PolicyColumns {
  readonly name: string
  readonly description: string
  readonly expression: string
  readonly riskLevel: number
  readonly ownerIdentity: number | null
  readonly ownerRole: number | null
  readonly remediationProcess: string
  readonly active: 0 | 1
}

export const policies = {
  byKey: (db: Reader, key: string) => prepared<StoredPolicy>(db, byKey).get(key),
  get: (db: Reader, id: number) => prepared<StoredPolicy>(db, byId).get(id),
  byName: (db: Reader, name: string) => prepared<StoredPolicy>(db, byName).get(name),
  all: (db: Reader) => prepared<StoredPolicy>(db, all).all(),
  active: (db: Reader) => prepared<StoredPolicy>(db, active).all(),
  insert: (
    tx: Writer,
    {
      guid,
      idmId,
      at,
      columns,
    }: { readonly guid: string; readonly idmId: string; readonly at: number; readonly columns: PolicyColumns },
  ) => prepared(tx, insert).run({ guid, idmId, at, ...columns }),
  update: (tx: Writer, id: number, at: number, columns: PolicyColumns) =>
    prepared(tx, update).run({ id, at, ...columns }),
  remove: (tx: Writer, id: number, at: number) => prepared(tx, remove).run({ id, at }),
}
