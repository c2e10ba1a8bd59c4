import type { AccountViolation } from '../../../contract/policies.ts'
import type { Reader } from '../../storage/open.ts'
import { instant } from '../shared/instant.ts'
import { type AccountViolationRow, accountViolations } from './account-violations.store.ts'
import type { Condition } from './expression.ts'
import { findingSentence } from './finding.view.ts'
import { policyOf } from './policies.service.ts'

/** One page of the accounts that nobody is known to own and that violate a policy by themselves, newest first. */
export const listAccountViolations = (
  db: Reader,
  policy: number | null,
  page: { readonly offset: number; readonly limit: number },
): { items: AccountViolation[]; total: number } => ({
  items: accountViolations.page(db, policy, page).map((row) => view(db, row)),
  total: accountViolations.count(db, policy),
})

/** How many violate a policy; null: any of them. As the last scan found, less those that have an owner since. */
export const countAccountViolations = (db: Reader, policy: number | null): number => accountViolations.count(db, policy)

function view(db: Reader, row: AccountViolationRow): AccountViolation {
  const { because } = JSON.parse(row.details) as { because: Condition[] }
  const policy = policyOf(db, row.policy_id)
  return {
    account: {
      id: row.account_guid,
      userName: row.user_name,
      name: row.full_name,
      application: { id: row.application_guid, name: row.application },
    },
    policy: { id: policy.key, name: policy.name, riskLevel: policy.riskLevel },
    because: because.map((condition) => ({
      target: condition.target,
      value: condition.value,
      words: findingSentence(db, condition),
    })),
    detectedAt: instant(row.detected_at),
    seenAt: instant(row.seen_at),
  }
}
