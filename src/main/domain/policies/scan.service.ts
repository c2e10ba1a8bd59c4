import type { Reader, Writer } from '../../storage/open.ts'
import { meeting, smallestRemedy } from './expression.ts'
import { createPopulation } from './population.ts'
import { activePolicies, type Policy } from './policies.service.ts'
import { profileOf } from './profile.service.ts'
import { violations } from './violations.store.ts'

export interface ScanOutcome {
  readonly people: number
  /** Violations that stand now. */
  readonly found: number
  readonly fresh: number
  readonly remediated: number
}

/** Runs one step of the work as a short transaction. */
export type InSteps = (work: (tx: Writer) => void) => void

const atOnce = 200

/**
 * Looks at everybody against every active policy and keeps the violations that are found: new ones, those that still
 * stand, and those that are no more.
 * @param tell after each policy, how many of how many are done
 */
export function scanEverybody(
  db: Writer,
  inSteps: InSteps,
  at: number,
  newId: () => string,
  tell: (done: number, of: number) => void,
): ScanOutcome {
  const everybody = createPopulation(db)
  const against = activePolicies(db)
  let [found, fresh, remediated] = [0, 0, 0]
  for (const [i, policy] of against.entries()) {
    const who = everybody.whoMeets(policy.expression)
    found += who.length
    const standing = new Map(violations.open(db, policy.id).map((row) => [row.identity_id, row]))
    for (let from = 0; from < who.length; from += atOnce) {
      inSteps((tx) => {
        for (const identity of who.slice(from, from + atOnce)) {
          const details = JSON.stringify(detailsOf(tx, policy, identity))
          const before = standing.get(identity)
          if (before) violations.see(tx, before.id, details, at)
          else violations.insert(tx, { guid: newId(), policy: policy.id, identity, details, at })
          if (!before) fresh++
        }
      })
    }
    const still = new Set(who)
    const gone = [...standing.values()].filter(({ identity_id: identity }) => !still.has(identity))
    remediated += gone.length
    for (let from = 0; from < gone.length; from += atOnce)
      inSteps((tx) => {
        for (const { id } of gone.slice(from, from + atOnce)) violations.close(tx, id, at)
      })
    tell(i + 1, against.length)
  }
  return { people: everybody.count, found, fresh, remediated }
}

/** What meets, and the smallest change that would be clean. */
function detailsOf(db: Reader, { expression }: Policy, identity: number) {
  const profile = profileOf(db, identity)
  const valuesOf = (target: string) => profile.get(target) ?? []
  return { because: meeting(expression, valuesOf), remedy: smallestRemedy(expression, valuesOf) }
}
