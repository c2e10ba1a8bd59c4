import type { Role } from '../../../contract/user-roles.ts'
import type { Scope } from '../../../contract/scopes.ts'
import { DomainError } from '../shared/errors.ts'
import type { Authorship } from './caller.ts'
import { exceeding, scopesOfRoles } from './scopes.ts'
import { requireStepUp } from './step-up.ts'

/** Who writes something that gives a right, and what they may do themselves. */
export interface Giver extends Authorship {
  readonly scopes: readonly Scope[]
}

/** The same, and which person they are; null for nobody known. */
export interface Author extends Giver {
  readonly identity: number | null
}

/** What a write gives: a right, or a way to one. Each write that gives anything names it here. */
export type Gift =
  /** Rights of a token or of internal roles. */
  | { readonly kind: 'rights'; readonly rights: readonly Scope[] }
  /** Roles of a user in this program. */
  | { readonly kind: 'roles'; readonly roles: readonly Role[] }
  /**
   * What somebody signs in with, or which person a user is. Whoever sets it can come in as them, with their rights; as a
   * known person also with the tasks that are put to that person.
   */
  | { readonly kind: 'sign-in'; readonly rights: readonly Scope[]; readonly asPerson: boolean }
  /** Who decides on requests: a manager, an owner, an approver, a member of a group, a rule about requests. */
  | { readonly kind: 'decider' }
  /** An import that applies without a person, or a guard that stops fewer imports. */
  | { readonly kind: 'automatic-import' }
  /** A place whose files are staged. */
  | { readonly kind: 'staging' }
  /** A place outside to which is sent what one needs these rights to read. */
  | { readonly kind: 'sending'; readonly rights: readonly Scope[] }

/** What somebody must have to give it. */
function rightsIn(gift: Gift): readonly Scope[] {
  switch (gift.kind) {
    case 'rights':
      return gift.rights
    case 'roles':
      return scopesOfRoles(gift.roles)
    case 'sign-in':
      // The tasks of a person are a right that nobody else has, whatever their scopes, but who has every right.
      return gift.asPerson ? ['*'] : gift.rights
    case 'decider':
      return ['requests:manage']
    case 'automatic-import':
      return ['imports:apply']
    case 'staging':
      return ['imports:stage']
    case 'sending':
      return gift.rights
  }
}

const refusals: Readonly<Record<Gift['kind'], (excess: string) => string>> = {
  rights: (excess) => `You can’t give a right that you don’t have: ${excess}.`,
  roles: (excess) => `You can’t give a role with rights that you don’t have: ${excess}.`,
  'sign-in': (excess) =>
    excess === '*'
      ? 'Who sets what a person signs in with could decide in their place. Only an owner does.'
      : `Who sets what a user signs in with could use their rights. You don’t have these: ${excess}.`,
  decider: () => 'This says who decides on requests. It needs the right to manage requests (requests:manage).',
  'automatic-import': () => 'This lets more imports through. It needs the right to apply imports (imports:apply).',
  sending: (excess) => `You can’t have sent elsewhere what you may not read. You don’t have these rights: ${excess}.`,
  staging: () => 'Files of this place are staged. It needs the right to stage imports (imports:stage).',
}

/** Giving these needs the password again: they last, and whoever finds an open window could take them. */
const needsStepUp: ReadonlySet<Gift['kind']> = new Set(['rights', 'roles', 'sign-in', 'automatic-import', 'sending'])

/** Why somebody may not give it, in words for them, whatever the time since their password; null when they may. */
export function whyNotGive({ scopes }: Giver, gift: Gift): string | null {
  const excess = exceeding(rightsIn(gift), scopes)
  return excess.length > 0 ? refusals[gift.kind](excess.join(', ')) : null
}

/**
 * Nobody gives what they do not have, not to somebody else and not by way of something that acts for them. So people who
 * work together can never do more than each of them may do. Every write that gives a right passes here.
 * @param now when it is written
 * @throws DomainError `step-up-needed`, `forbidden`
 */
export function requireMayGive(giver: Giver, gift: Gift, now: number): void {
  if (needsStepUp.has(gift.kind)) requireStepUp(giver.caller, now)
  const whyNot = whyNotGive(giver, gift)
  if (whyNot !== null) throw new DomainError('forbidden', whyNot)
}
