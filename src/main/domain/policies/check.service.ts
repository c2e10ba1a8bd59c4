import type { Reader } from '../../storage/open.ts'
import { type Condition, holds, meeting, smallestRemedy, type ValuesOf } from './expression.ts'
import { activePolicies, type Policy } from './policies.service.ts'
import { type Change, changed, type Profile, profileOf } from './profile.service.ts'

/** A policy that somebody violates, or would. */
export interface Found {
  readonly identity: number
  readonly policy: Policy
  /** What meets. */
  readonly because: readonly Condition[]
  /** The smallest change that would be clean; empty when taking away does not help. */
  readonly remedy: readonly Condition[]
  /** It is violated already, without the change. */
  readonly existing: boolean
}

/** What somebody would violate after some changes. @param against the policies that count; the active ones unless given */
export function check(db: Reader, identity: number, changes: readonly Change[], against = activePolicies(db)): Found[] {
  const before = profileOf(db, identity)
  const after = changes.length === 0 ? before : changed(before, changes)
  return found(identity, before, after, against)
}

export function found(identity: number, before: Profile, after: Profile, against: readonly Policy[]): Found[] {
  const valuesOf =
    (profile: Profile): ValuesOf =>
    (target) =>
      profile.get(target) ?? []
  const then = valuesOf(after)
  return against
    .filter(({ expression }) => holds(expression, then))
    .map((policy) => ({
      identity,
      policy,
      because: meeting(policy.expression, then),
      remedy: smallestRemedy(policy.expression, then),
      existing: holds(policy.expression, valuesOf(before)),
    }))
}
