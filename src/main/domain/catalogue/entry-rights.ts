import { type InternalRole, rightOfRole } from '../authorization/internal-roles.ts'
import { DomainError } from '../shared/errors.ts'
import { hasRight, requireRight, type Participant } from '../sign-in/participant.ts'
import { requireMayGive } from '../authorization/giving.ts'
import { decidersIn, type EntryBody, type EntryClass, rightGivenBy } from './entry.ts'

/** Bundles are the access request administrator's work, everything else the glossary administrator's or the repository's. */
export function requireMayWrite(participant: Participant, entryClass: EntryClass): void {
  if (entryClass === 'requestable-item-bundle') requireRight(participant, 'requests:manage')
  else if (!hasRight(participant, 'repository:manage')) requireRight(participant, 'catalogue:write')
}

/**
 * Nobody can offer a right of this program that they lack, not even for request.
 * @throws DomainError `forbidden`
 */
export function requireMayOffer(participant: Participant, entryClass: EntryClass, body: EntryBody): void {
  const name = rightGivenBy(entryClass, body)
  if (name === null || hasRight(participant, 'repository:manage')) return
  const right = Object.hasOwn(rightOfRole, name) ? rightOfRole[name as InternalRole] : null
  if (right === null || !hasRight(participant, right))
    throw new DomainError('forbidden', 'Who makes a right in Castellan requestable has it, or administers its roles.')
}

/**
 * The approvers, owner and provisioner of an entry decide on requests for it.
 * @param before null for a new entry
 * @throws DomainError `forbidden`
 */
export function requireMayNameDeciders(
  participant: Participant,
  { before, after }: { readonly before: EntryBody | null; readonly after: EntryBody },
  now: number,
): void {
  if (decidersIn(before ?? {}) !== decidersIn(after)) requireMayGive(participant, { kind: 'decider' }, now)
}
