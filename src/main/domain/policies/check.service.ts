import type { Reader } from '../../storage/open.ts'
import { type Condition, evaluateTest, matchedConditions, smallestRemedy, type ValuesOf } from './expression.ts'
import { activePolicies, type Policy } from './policies.service.ts'
import { type Change, profileAfter, type Profile, profileOf } from './profile.service.ts'

/** A policy that somebody violates, or would. */
export interface PolicyFinding {
  readonly identity: number
  readonly policy: Policy
  /** What meets. */
  readonly because: readonly Condition[]
  /** The smallest change that would be clean; empty when taking away does not help. */
  readonly remedy: readonly Condition[]
  /** The policy is violated already, without the change. */
  readonly existing: boolean
}

interface CheckOptions {
  /** The policies that count; the active ones unless given. */
  readonly against?: readonly Policy[]
  /** Changes that are on their way already: what they bring about by themselves is not due to the others. */
  readonly expected?: readonly Change[]
}

/** What somebody would violate after some changes. @param identity null: somebody who is new and has nothing yet */
export function checkPolicies(
  db: Reader,
  identity: number | null,
  changes: readonly Change[],
  { against = activePolicies(db), expected = [] }: CheckOptions = {},
): PolicyFinding[] {
  const now = identity === null ? new Map<string, string[]>() : profileOf(db, identity)
  const before = expected.length === 0 ? now : profileAfter(now, expected)
  const after = changes.length === 0 ? before : profileAfter(before, changes)
  return toFinding(identity ?? 0, before, after, against)
}

function toFinding(identity: number, before: Profile, after: Profile, against: readonly Policy[]): PolicyFinding[] {
  const valuesOf =
    (profile: Profile): ValuesOf =>
    (target) =>
      profile.get(target) ?? []
  const then = valuesOf(after)
  return against
    .filter(({ expression }) => evaluateTest(expression, then))
    .map((policy) => ({
      identity,
      policy,
      because: matchedConditions(policy.expression, then),
      remedy: smallestRemedy(policy.expression, then),
      existing: evaluateTest(policy.expression, valuesOf(before)),
    }))
}
