import type { Reconciliation } from '../../../../contract/imports.ts'
import { reconciliationOf, type Summary } from '../model/import.ts'

export interface Figures {
  readonly total: number
  readonly added: number
  readonly changed: number
  readonly removed: number
}

/** What an import did, in figures. */
export interface ImportMetrics {
  readonly users: Figures
  readonly groups: Figures
  readonly privileges: Figures
  /** How much of what the application held was touched, in percent: users and privileges together. */
  readonly percentChange: number
  readonly rows: Reconciliation
}

const noRows: Reconciliation = {
  read: 0,
  applied: 0,
  unknown: 0,
  quarantined: 0,
  duplicate: 0,
  ignored: 0,
  noted: 0,
}

interface MetricsInput extends Pick<Summary, 'reconciliation' | 'heldCounts' | 'before' | 'after'> {
  readonly counts: Partial<Summary['counts']>
}

/** @param fromFile false for undo and restore, which read no rows */
export function metricsOf(
  { reconciliation, counts, heldCounts, before, after }: MetricsInput,
  groups: Figures,
  fromFile: boolean,
): ImportMetrics {
  const done = (kind: keyof Summary['counts']) => (counts[kind] ?? 0) - (heldCounts?.[kind] ?? 0)
  const users = { total: after.accounts, added: done('joins'), changed: done('changes'), removed: done('leaves') }
  const privileges = { total: after.grants, added: done('gains'), changed: done('adjusts'), removed: done('loses') }
  const touched = [users, privileges].reduce((sum, { added, changed, removed }) => sum + added + changed + removed, 0)
  const held = Math.max(1, before.accounts + before.grants)
  const percentChange = before.accounts === 0 && touched > 0 ? 100 : Math.round((touched / held) * 10_000) / 100
  return { users, groups, privileges, percentChange, rows: fromFile ? reconciliationOf({ reconciliation }) : noRows }
}
