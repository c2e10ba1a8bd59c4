import type { Reader, Writer } from '../../../storage/open.ts'
import { activePolicies, type Policy } from '../policies.service.ts'
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
  accounts: row.accounts,
  accountsFound: row.accounts_found,
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

/** How much a policy's violations say. */
export type Standing =
  /** No scan of everybody has looked at it as it is now. */
  | { readonly kind: 'not-scanned' }
  /** Access has changed since the scan. */
  | { readonly kind: 'before-changes' | 'scanned'; readonly at: number }

/**
 * Says of each policy how much its violations say: what has not been scanned violates nothing that anybody knows of.
 * @returns to be asked for many policies at one moment
 */
export function standings(db: Reader): (policy: Pick<Policy, 'key' | 'updatedAt'>) => Standing {
  const wholePopulation = runs
    .done(db)
    .map(read)
    .filter(({ scope }) => isWhole({ ...scope, policies: [] }))
  const changed = runs.newestChange(db)
  return ({ key, updatedAt }) => {
    const run = wholePopulation.find(
      ({ scope: { policies }, startedAt }) =>
        startedAt >= updatedAt && (policies.length === 0 || policies.includes(key)),
    )
    if (run === undefined) return { kind: 'not-scanned' }
    return { kind: changed !== null && changed > run.startedAt ? 'before-changes' : 'scanned', at: run.finishedAt }
  }
}

/** The accounts that the last scan of everybody found without an owner; null before there was one that looked. */
export const unownedAtLastScan = (db: Reader): number | null =>
  runs
    .done(db)
    .map(read)
    .find(({ scope, accounts }) => isWhole(scope) && accounts !== null)?.accounts ?? null

/** Whether people have other access since everybody was last scanned, and there is something to look for. */
export function isOlderThanAccess(db: Reader): boolean {
  const changed = runs.newestChange(db)
  if (changed === null || activePolicies(db).length === 0) return false
  const whole = runs.done(db).find((row) => isWhole(read(row).scope))
  return whole === undefined || whole.started_at < changed
}
