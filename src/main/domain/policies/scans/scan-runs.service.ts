import type { Reader, Writer } from '../../../storage/open.ts'
import { activePolicies } from '../policies.service.ts'
import { type NewRun, runs, type StoredRun } from './scan-runs.store.ts'
import { isWhole, type ScanScope } from './scan-scope.ts'

export type { NewRun } from './scan-runs.store.ts'

/** A scan that is over, and what came of it. */
export interface ScanRun extends Omit<NewRun, 'scope' | 'plan'> {
  readonly scope: ScanScope
}

const read = (row: StoredRun): ScanRun => ({
  guid: row.guid,
  kind: row.kind,
  name: row.name,
  scope: JSON.parse(row.scope) as ScanScope,
  state: row.state,
  dueAt: row.due_at,
  late: row.late,
  missed: row.missed,
  people: row.people,
  found: row.found,
  fresh: row.fresh,
  remediated: row.remediated,
  startedBy: row.started_by,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
})
const perhaps = (row: StoredRun | undefined): ScanRun | undefined => row && read(row)

export const saveRun = (tx: Writer, run: NewRun): void => void runs.insert(tx, run)
export const lastRun = (db: Reader): ScanRun | undefined => perhaps(runs.last(db))
export const lastRunOf = (db: Reader, plan: number): ScanRun | undefined => perhaps(runs.lastOf(db, plan))
export const lastRunAfterImports = (db: Reader): ScanRun | undefined => perhaps(runs.lastAfterImports(db))
export const findRun = (db: Reader, guid: string): ScanRun | undefined => perhaps(runs.byGuid(db, guid))

/** Whether people have other access since everybody was last scanned, and there is something to look for. */
export function isOlderThanAccess(db: Reader): boolean {
  const changed = runs.newestChange(db)
  if (changed === null || activePolicies(db).length === 0) return false
  const whole = runs.done(db).find((row) => isWhole(read(row).scope))
  return whole === undefined || whole.started_at < changed
}
