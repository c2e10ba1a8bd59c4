import type { PlannedScan, PolicyExpression } from '../../../contract/policies.ts'
import { isComplete } from './expression-editor.tsx'
import { parseDays } from './parse-days.ts'
import { cronOf, type Recurrence, recurrenceOf } from './recurrence.ts'

export const everyone: PolicyExpression = { operator: 'ALL', operand: [] }
export const byDepartment: PolicyExpression = {
  operator: 'AND',
  operand: [{ operator: 'EQUALS', operand: { targetName: 'department', targetValue: '' } }],
}

export const isEverybody = ({ operator }: PolicyExpression): boolean => operator === 'ALL'

/** A scheduled scan in its form. */
export interface ScanDraft {
  readonly name: string
  readonly target: PolicyExpression
  /** The policies to scan against; null for all. */
  readonly policyIds: readonly string[] | null
  readonly recurrence: Recurrence
  readonly zone: string
  readonly days: string
  readonly active: boolean
}

export const scanDraftOf = (scan: PlannedScan | undefined): ScanDraft => ({
  name: scan?.name ?? '',
  target: scan?.target ?? everyone,
  policyIds: scan && scan.policies.length > 0 ? scan.policies.map(({ id }) => id) : null,
  recurrence: recurrenceOf(scan?.schedule.cron ?? '0 6 * * 1'),
  zone: scan ? (scan.schedule.timeZone ?? '') : Intl.DateTimeFormat().resolvedOptions().timeZone,
  days: String(scan?.expirationDays ?? ''),
  active: scan?.active ?? true,
})

/** The scan to save; undefined while the form is incomplete. */
export function scanInputOf({ name, target, policyIds, recurrence, zone, days, active }: ScanDraft) {
  const expirationDays = parseDays(days)
  const isValidRecurrence =
    recurrence.every === 'cron'
      ? recurrence.cron.trim() !== ''
      : recurrence.day >= 1 && recurrence.day <= 28 && /^\d\d:\d\d$/.test(recurrence.time)
  const isValidTarget = isEverybody(target) || isComplete(target)
  if (name.trim() === '' || !isValidTarget || policyIds?.length === 0 || !isValidRecurrence) return
  if (expirationDays === undefined) return
  return {
    name: name.trim(),
    target,
    policyIds: [...(policyIds ?? [])],
    expirationDays,
    schedule: { cron: cronOf(recurrence), timeZone: zone.trim() === '' ? null : zone.trim() },
    active,
  }
}
