import type { Reader } from '../../../storage/open.ts'
import type { Json } from '../../shared/canonical-json.ts'
import type { FieldError } from '../../shared/errors.ts'
import { shortPolicyId } from '../../shared/object-ids.ts'
import { readExpression, writeExpression } from '../expression.ts'
import { activePolicies, findPolicy, type Policy } from '../policies.service.ts'

/** Who is scanned against which policies, and how long the owners of findings have. */
export interface ScanScope {
  /** An expression in its wire form: people who meet it are scanned. */
  readonly target: Json
  /** Ids of policies; none means every policy in force. */
  readonly policies: readonly string[]
  /** Null: as many days as the settings say. `on` is an instant in UTC milliseconds. */
  readonly expires: { readonly days: number } | { readonly on: number } | null
}

export const wholePopulation: Json = { operator: 'ALL', operand: [] }
export const wholeScope: ScanScope = { target: wholePopulation, policies: [], expires: null }

/** Everybody against every policy: what a scan after an import would do. */
export const isWhole = ({ target, policies }: ScanScope): boolean =>
  policies.length === 0 && readExpression(target).expression.kind === 'everybody'

const day = 86_400_000

/** The due date of findings. @param houseDays where the scan says nothing itself; null sets no day */
export function dueAfter({ expires }: ScanScope, at: number, houseDays: number | null): number | null {
  if (expires !== null && 'on' in expires) return expires.on
  const days = expires?.days ?? houseDays
  return days === null ? null : at + days * day
}

/** A scope as it is kept, whatever the spelling of who wrote it: one that has no problems. */
export const plainScope = ({ target, policies, expires }: ScanScope): ScanScope => ({
  target: writeExpression(readExpression(target).expression),
  policies: [...new Set(policies.map(shortPolicyId))],
  expires,
})

/**
 * What is wrong with a scope.
 * @param now the scan starts at once, so one of its policies must be in force
 */
export function scopeProblems(db: Reader, { target, policies }: ScanScope, now = false): FieldError[] {
  const inTarget = readExpression(target).errors.map(({ field, message }) => ({
    field: field.replace(/^expression/, 'target'),
    message,
  }))
  const unknown = policies.flatMap((id, i) =>
    findPolicy(db, id) ? [] : [{ field: `policyIds.${i}`, message: 'names no policy' }],
  )
  const idle = now && policies.length > 0 && unknown.length === 0 && policiesOf(db, { policies }).length === 0
  return [...inTarget, ...unknown, ...(idle ? [{ field: 'policyIds', message: 'names no policy in force' }] : [])]
}

/** The policies of a scope that are in force: one that was taken out of use since is passed over. */
export function policiesOf(db: Reader, { policies }: Pick<ScanScope, 'policies'>): Policy[] {
  const active = activePolicies(db)
  return policies.length === 0 ? active : active.filter(({ key }) => policies.some((id) => shortPolicyId(id) === key))
}
