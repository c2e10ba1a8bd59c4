import type { Reader } from '../../../storage/open.ts'
import { entryOf } from '../../catalogue/catalogue.service.ts'
import { DomainError } from '../../shared/errors.ts'
import { identityOf } from '../../identities/references.service.ts'
import { takesAway } from '../../catalogue/item-action.ts'
import { openRequestsFor } from '../workflow/read-request.service.ts'
import type { PolicyMode } from './requests.service.ts'
import { mayShowAccessOf } from '../workflow/people-visibility.ts'
import { hasRight, type Participant } from '../../sign-in/participant.ts'
import { checkPolicies, type PolicyFinding } from '../../policies/check.service.ts'
import { evaluate } from '../../policies/expression.ts'
import { type Change, profileAfter, changesOf } from '../../policies/profile.service.ts'

/** A request would violate policies. Carries what the client may know of each. */
export class PolicyViolationError extends DomainError {
  readonly violations: readonly PolicyFinding[]
  constructor(message: string, violations: readonly PolicyFinding[]) {
    super('forbidden', message)
    this.violations = violations
  }
}

type Items = Parameters<PolicyMode>[3]

const changesBy = (db: Reader, items: Items): Change[] =>
  changesOf(
    db,
    items.map(({ entry, input }) => ({ entry, action: input.action })),
  )

/** What a person with these items would violate, as far as the caller may know. */
export function findingsOf(db: Reader, participant: Participant, requestee: number, items: Items): PolicyFinding[] {
  const changes = changesBy(db, items)
  return findingsFor(db, participant, {
    requestee,
    changes,
    all: checkPolicies(db, requestee, changes, { expected: expectedFor(db, requestee, items) }),
  })
}

/** What open requests would give somebody: asked for one by one, things meet as well as when they are asked for at once. */
function expectedFor(db: Reader, requestee: number, items: Items): Change[] {
  const others = openRequestsFor(db, requestee).filter(({ entry }) => items.every((item) => item.entry.id !== entry))
  const additions = others.filter(({ action }) => !takesAway(action))
  return changesOf(
    db,
    additions.map(({ entry, action }) => ({ entry: entryOf(db, entry), action })),
  )
}

/**
 * What of some findings is told. Who may not see a person's access learns which policies forbid what is asked for, and
 * what of it they meet; not what the person holds, nor what they violate already.
 */
export function findingsFor(
  db: Reader,
  participant: Participant,
  {
    requestee,
    changes,
    all,
  }: { readonly requestee: number; readonly changes: readonly Change[]; readonly all: readonly PolicyFinding[] },
): PolicyFinding[] {
  if (
    mayShowAccessOf(db, participant, requestee) ||
    hasRight(participant, 'policies:read') ||
    hasRight(participant, 'policies:manage')
  )
    return [...all]
  const requestedProfile = profileAfter(new Map(), changes)
  return all
    .filter(({ existing }) => !existing)
    .map((finding) => ({
      ...finding,
      because: finding.because.filter((condition) => evaluate(condition, requestedProfile.get(condition.target) ?? [])),
      remedy: [],
    }))
}

/**
 * Refuses a request that would bring about a violation; one that stands already is no reason to refuse what makes it no
 * worse.
 * @throws PolicyViolationError naming the policy, its description and the person
 */
export const refuseViolations: PolicyMode = (db, participant, requestee, items) => {
  const fresh = findingsOf(db, participant, requestee, items).filter(({ existing }) => !existing)
  if (fresh.length === 0) return
  const { name } = identityOf(db, requestee)
  const words = fresh.map(({ policy }) => [policy.name, policy.description].filter(Boolean).join(': '))
  throw new PolicyViolationError(`This request would violate a policy for ${name}. ${words.join('; ')}.`, fresh)
}
