import { takesAway } from '../../catalogue/item-action.ts'
import { entryOf } from '../../catalogue/catalogue.service.ts'
import { checkPolicies, type PolicyFinding } from '../../policies/check.service.ts'
import { changesOf } from '../../policies/profile.service.ts'
import type { Request, RequestItem } from '../model/request.ts'
import type { ActionContext } from './action-context.ts'
import { requests } from './requests.store.ts'

/**
 * What becomes of an addition that was allowed together with the removals of its request. It *waits* where a removal that is
 * not decided yet makes it clean, and *violates* where the removal that would have made it clean is not made.
 */
type Verdict =
  | { readonly kind: 'clean' }
  | {
      readonly kind: 'waits' | 'violates'
      /** By name: the removals that it depends on, and what would be violated without them. */
      readonly removals: readonly string[]
      readonly policies: readonly string[]
    }

const clean: Verdict = { kind: 'clean' }

/** Judges an addition by what has become of the removals of its request. What it would violate with all of them was allowed. */
export function judgeAgain({ tx, settings }: ActionContext, request: Request, item: RequestItem): Verdict {
  if (takesAway(item.action) || item.application !== null || !settings.checkRequestsAgainstPolicies) return clean
  const removals = requests.items(tx, request.id).filter((one) => takesAway(one.action) && one.application === null)
  const isMade = ({ outcome, step }: RequestItem) =>
    outcome === 'provisioned' || (outcome === null && (step === 'provisioning' || step === 'script'))
  const made = removals.filter(isMade)
  if (made.length === removals.length) return clean
  const hoped = removals.filter((one) => isMade(one) || one.outcome === null)
  const violated = (counted: readonly RequestItem[]): PolicyFinding[] => {
    const changes = [...counted, item].map(({ entryId, action }) => ({ entry: entryOf(tx, entryId), action }))
    return checkPolicies(tx, request.requestee, changesOf(tx, changes)).filter(({ existing }) => !existing)
  }
  const allowed = new Set(violated(removals).map(({ policy }) => policy.id))
  const fresh = (counted: readonly RequestItem[]) =>
    violated(counted)
      .filter(({ policy }) => !allowed.has(policy.id))
      .map(({ policy }) => policy.name)
  const never = fresh(hoped)
  const lost = removals.filter((one) => !hoped.includes(one)).map(({ displayName }) => displayName)
  if (never.length > 0) return { kind: 'violates', removals: lost, policies: never }
  const yet = fresh(made)
  const awaited = hoped.filter((one) => !made.includes(one)).map(({ displayName }) => displayName)
  return yet.length > 0 ? { kind: 'waits', removals: awaited, policies: yet } : clean
}
