import type { Reader } from '../../../storage/open.ts'
import { entryOf } from '../../catalogue/catalogue.service.ts'
import { Refusal } from '../../shared/errors.ts'
import { identityOf } from '../../identities/references.service.ts'
import { takesAway } from '../../catalogue/item-action.ts'
import { underWayFor } from '../workflow/read-request.service.ts'
import type { Guard } from './requests.service.ts'
import { mayShowAccessOf } from '../workflow/people-visibility.ts'
import { hasRight, type Participant } from '../../sign-in/participant.ts'
import { check, type Found } from '../../policies/check.service.ts'
import { meets } from '../../policies/expression.ts'
import { type Change, changed, changesOf } from '../../policies/profile.service.ts'

/** Thrown when a request would violate a policy: what the client is told of each. */
export class PolicyRefusal extends Refusal {
  readonly violations: readonly Found[]
  constructor(message: string, violations: readonly Found[]) {
    super('forbidden', message)
    this.violations = violations
  }
}

type Items = Parameters<Guard>[3]

const changesBy = (db: Reader, items: Items): Change[] =>
  changesOf(
    db,
    items.map(({ entry, wish }) => ({ entry, action: wish.action })),
  )

/** What somebody would violate who got these items, as far as whoever asks may know. */
export function wouldViolate(db: Reader, who: Participant, requestee: number, items: Items): Found[] {
  const changes = changesBy(db, items)
  return toldTo(
    db,
    who,
    requestee,
    changes,
    check(db, requestee, changes, { expected: expectedFor(db, requestee, items) }),
  )
}

/** What open requests would give somebody: asked for one by one, things meet as well as when they are asked for at once. */
function expectedFor(db: Reader, requestee: number, items: Items): Change[] {
  const others = underWayFor(db, requestee).filter(({ entry }) => items.every((one) => one.entry.id !== entry))
  const given = others.filter(({ action }) => !takesAway(action))
  return changesOf(
    db,
    given.map(({ entry, action }) => ({ entry: entryOf(db, entry), action })),
  )
}

/**
 * What of some findings is told. Who may not see a person's access learns which policies forbid what is asked for, and
 * what of it they meet; not what the person holds, nor what they violate already.
 */
export function toldTo(
  db: Reader,
  who: Participant,
  requestee: number,
  changes: readonly Change[],
  all: readonly Found[],
): Found[] {
  if (mayShowAccessOf(db, who, requestee) || hasRight(who, 'policies:read') || hasRight(who, 'policies:manage'))
    return [...all]
  const asked = changed(new Map(), changes)
  return all
    .filter(({ existing }) => !existing)
    .map((one) => ({
      ...one,
      because: one.because.filter((condition) => meets(condition, asked.get(condition.target) ?? [])),
      remedy: [],
    }))
}

/**
 * Refuses a request that would bring about a violation; one that stands already is no reason to refuse what makes it no
 * worse.
 * @throws PolicyRefusal naming the policy, its description and the person
 */
export const guardAgainstPolicies: Guard = (db, who, requestee, items) => {
  const fresh = wouldViolate(db, who, requestee, items).filter(({ existing }) => !existing)
  if (fresh.length === 0) return
  const { name } = identityOf(db, requestee)
  const words = fresh.map(({ policy }) => [policy.name, policy.description].filter(Boolean).join(': '))
  throw new PolicyRefusal(`This request would violate a policy for ${name}. ${words.join('; ')}.`, fresh)
}
