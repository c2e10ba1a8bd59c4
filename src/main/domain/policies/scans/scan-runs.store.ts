import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { PoliciesSchema } from '../../../storage/schema.policies.ts'

export type StoredRun = Selectable<PoliciesSchema['policy_scan_run']>

const insert = `
  INSERT INTO policy_scan_run (guid, scan_id, kind, name, scope, state, due_at, late, missed, people, found, fresh, remediated, accounts, accounts_found, started_by, started_at, finished_at)
  VALUES (@guid, @plan, @kind, @name, @scope, @state, @dueAt, @late, @missed, @people, @found, @fresh, @remediated, @accounts, @accountsFound, @startedBy, @startedAt, @finishedAt)`
const byGuid = 'SELECT * FROM policy_scan_run WHERE guid = ?'
const last = 'SELECT * FROM policy_scan_run ORDER BY id DESC LIMIT 1'
const lastOf = 'SELECT * FROM policy_scan_run WHERE scan_id = ? ORDER BY id DESC LIMIT 1'
const lastAfterImports = "SELECT * FROM policy_scan_run WHERE kind = 'after-imports' ORDER BY id DESC LIMIT 1"
const done = "SELECT * FROM policy_scan_run WHERE state = 'done' ORDER BY id DESC LIMIT 200"
const newestChange = `SELECT max(at) AS at FROM (SELECT max(applied_at) AS at FROM generation
  UNION ALL SELECT max(max(from_at, coalesce(taken_back_at, 0))) FROM account_match WHERE method = 'by-hand')`

export interface NewRun {
  readonly guid: string
  readonly plan: number | null
  readonly kind: StoredRun['kind']
  readonly name: string
  readonly scope: string
  readonly state: StoredRun['state']
  readonly dueAt: number | null
  readonly late: StoredRun['late']
  readonly missed: number
  readonly people: number
  readonly found: number
  readonly fresh: number
  readonly remediated: number
  readonly accounts: number | null
  readonly accountsFound: number | null
  readonly startedBy: string
  readonly startedAt: number
  readonly finishedAt: number
}

/** What came of scans that are over. */
export const runs = {
  insert: (tx: Writer, run: NewRun) => prepared(tx, insert).run(run),
  byGuid: (db: Reader, guid: string) => prepared<StoredRun>(db, byGuid).get(guid),
  last: (db: Reader) => prepared<StoredRun>(db, last).get(),
  lastOf: (db: Reader, plan: number) => prepared<StoredRun>(db, lastOf).get(plan),
  lastAfterImports: (db: Reader) => prepared<StoredRun>(db, lastAfterImports).get(),
  /** The newest that came to their end. */
  done: (db: Reader) => prepared<StoredRun>(db, done).all(),
  /** When an import was last applied, or somebody last said whose account it is; null before the first. */
  newestChange: (db: Reader) => prepared<{ at: number | null }>(db, newestChange).get()?.at ?? null,
}
