import type { Reader } from '../../storage/open.ts'
import { Refusal } from '../errors.ts'
import { identityOf } from '../identities/references.service.ts'
import type { Guard } from '../requests/requests.service.ts'
import { check, type Found } from './check.service.ts'
import { changesOf } from './profile.service.ts'

/** Thrown when a request would violate a policy: what the client is told of each. */
export class PolicyRefusal extends Refusal {
  readonly violations: readonly Found[]
  constructor(message: string, violations: readonly Found[]) {
    super('forbidden', message)
    this.violations = violations
  }
}

type Items = Parameters<Guard>[2]

/** What somebody would violate who got these items. */
export const wouldViolate = (db: Reader, requestee: number, items: Items): Found[] =>
  check(
    db,
    requestee,
    changesOf(
      db,
      items.map(({ entry, wish }) => ({ entry, action: wish.action })),
    ),
  )

/**
 * Refuses a request that would bring about a violation; one that stands already is no reason to refuse what makes it no
 * worse.
 * @throws PolicyRefusal naming the policy, its description and the person
 */
export const guardAgainstPolicies: Guard = (db, requestee, items) => {
  const fresh = wouldViolate(db, requestee, items).filter(({ existing }) => !existing)
  if (fresh.length === 0) return
  const { name } = identityOf(db, requestee)
  const words = fresh.map(({ policy }) => [policy.name, policy.description].filter(Boolean).join(': '))
  throw new PolicyRefusal(`This request would violate a policy for ${name}. ${words.join('; ')}.`, fresh)
}
