import type { Writer } from '../../../storage/open.ts'
import { accountViolations } from '../account-violations.store.ts'
import { matchedConditions } from '../expression.ts'
import type { Policy } from '../policies.service.ts'
import type { TransactInSteps } from './transact-in-steps.ts'
import { createUnownedAccounts } from './unowned-accounts.ts'
import { unownedAccounts } from './unowned-accounts.store.ts'

const atOnce = 200

/**
 * Judges every account that nobody is known to own by itself, and stores which violate a policy whoever owns them: new
 * ones, those that still do, and those that do not any more or have an owner now.
 * @returns how many accounts there are, and how many violations
 */
export function scanUnownedAccounts(
  db: Writer,
  { at, against }: { readonly at: number; readonly against: readonly Policy[] },
  inSteps: TransactInSteps,
): { readonly accounts: number; readonly accountsFound: number } {
  const unowned = createUnownedAccounts(db)
  let accountsFound = 0
  for (const policy of against) {
    const violating = unowned.whoSurelyMeets(policy.expression)
    accountsFound += violating.length
    const open = new Map(accountViolations.open(db, policy.id).map((row) => [row.account_id, row]))
    for (let from = 0; from < violating.length; from += atOnce) {
      // Read before the transaction, so that it holds up nobody who wants to write.
      const batch = violating
        .slice(from, from + atOnce)
        .map((account) => ({ account, details: JSON.stringify({ because: becauseOf(db, policy, account) }) }))
      inSteps((tx) => {
        for (const { account, details } of batch) {
          const before = open.get(account)
          if (before) accountViolations.see(tx, { id: before.id, details, at })
          else accountViolations.insert(tx, { policy: policy.id, account, details, at })
        }
      })
    }
    const still = new Set(violating)
    const over = [...open.values()].filter(({ account_id: account }) => !still.has(account))
    for (let from = 0; from < over.length; from += atOnce)
      inSteps((tx) => {
        for (const { id } of over.slice(from, from + atOnce)) accountViolations.close(tx, id, at)
      })
  }
  return { accounts: unowned.count, accountsFound }
}

function becauseOf(db: Writer, { expression }: Policy, account: number) {
  const values = unownedAccounts.values(db, account)
  return matchedConditions(expression, (target) => values.get(target) ?? [])
}
