import type { Reader, Writer } from '../../../storage/open.ts'
import type { Json } from '../../shared/canonical-json.ts'
import { matchedConditions, readExpression, smallestRemedy } from '../expression.ts'
import type { Policy } from '../policies.service.ts'
import { createPeopleSets } from './people-sets.ts'
import { profileOf } from '../profile.service.ts'
import { scanUnownedAccounts } from './scan-accounts.ts'
import { policiesOf } from './scan-scope.ts'
import type { TransactInSteps } from './transact-in-steps.ts'
import { violations } from '../violations.store.ts'

/** The input of one scan. Plain data, since it crosses to a worker thread. */
export interface ScanInput {
  readonly at: number
  /** An expression in its wire form: people who meet it are scanned. */
  readonly target: Json
  /** Ids of policies; none means every one in force. */
  readonly policies: readonly string[]
  /** Until when the owners of what is found have; null sets no day. */
  readonly dueAt: number | null
}

export interface ScanOutcome {
  /** Scanned people. */
  readonly people: number
  /** Their open violations after the scan. */
  readonly found: number
  readonly fresh: number
  readonly remediated: number
  /** Accounts that nobody is known to own, and what they violate by themselves; null where only some people were scanned. */
  readonly accounts: number | null
  readonly accountsFound: number | null
}

/** How far it is: how many are looked at, how much is found, and which share of the policies is done. */
export type ReportProgress = (people: number, found: number, share: number) => void

const atOnce = 200

/**
 * Scans people against policies and stores the violations: new ones, those that are still open, and those
 * that are remediated. Violations of other people or policies are unchanged. A scan of everybody judges the accounts that
 * nobody is known to own, too.
 */
export function scanPeople(
  db: Writer,
  input: ScanInput,
  {
    inSteps,
    newId,
    tell,
  }: { readonly inSteps: TransactInSteps; readonly newId: () => string; readonly tell: ReportProgress },
): ScanOutcome {
  const { at, dueAt } = input
  const everybody = createPeopleSets(db)
  const target = readExpression(input.target).expression
  const all = target.kind === 'everybody'
  const scanned = everybody.whoMeets(target)
  const within = new Set(scanned)
  const against = policiesOf(db, input)
  let [found, fresh, remediated] = [0, 0, 0]
  tell(scanned.length, 0, 0)
  for (const [i, policy] of against.entries()) {
    const violators = everybody.whoMeets(policy.expression).filter((identity) => within.has(identity))
    found += violators.length
    const openViolations = new Map(violations.open(db, policy.id).map((row) => [row.identity_id, row]))
    for (let from = 0; from < violators.length; from += atOnce) {
      // Read before the transaction, so that it holds up nobody who wants to write.
      const identities = violators.slice(from, from + atOnce)
      const batch = identities.map((identity) => ({
        identity,
        details: JSON.stringify(detailsOf(db, policy, identity)),
      }))
      inSteps((tx) => {
        for (const { identity, details } of batch) {
          const before = openViolations.get(identity)
          if (before) violations.see(tx, { id: before.id, details, at, dueAt })
          else violations.insert(tx, { guid: newId(), policy: policy.id, identity, details, at, dueAt })
          if (!before) fresh++
        }
      })
    }
    const still = new Set(violators)
    // Who has gone meets no target; only the scan of everybody closes what was theirs.
    const remediatedViolations = [...openViolations.values()].filter(
      ({ identity_id: identity }) => !still.has(identity) && (all || within.has(identity)),
    )
    remediated += remediatedViolations.length
    for (let from = 0; from < remediatedViolations.length; from += atOnce)
      inSteps((tx) => {
        for (const { id } of remediatedViolations.slice(from, from + atOnce)) violations.close(tx, id, at)
      })
    tell(scanned.length, found, (i + 1) / against.length)
  }
  const unowned = all ? scanUnownedAccounts(db, { at, against }, inSteps) : { accounts: null, accountsFound: null }
  return { people: scanned.length, found, fresh, remediated, ...unowned }
}

/** What meets, and the smallest change that would be clean. */
function detailsOf(db: Reader, { expression }: Policy, identity: number) {
  const profile = profileOf(db, identity)
  const valuesOf = (target: string) => profile.get(target) ?? []
  return { because: matchedConditions(expression, valuesOf), remedy: smallestRemedy(expression, valuesOf) }
}
