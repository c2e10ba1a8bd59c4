import type { Reader } from '../../../storage/open.ts'
import { tasksOf, taskItems } from '../workflow/approvals.service.ts'
import { isInvolved } from '../workflow/may-decide.ts'
import { DomainError } from '../../shared/errors.ts'
import { hasRight, type Participant } from '../../sign-in/participant.ts'
import { isPartyTo, type Request } from '../model/request.ts'

/** How somebody comes to see a request. */
export interface Visibility {
  /** Administers requests, made it, or receives from it: sees every item. */
  readonly everything: boolean
  /** Whether they see what is hidden from requester and requestee. */
  readonly hidden: boolean
  /** Whether they take part and may comment and attach files; a mere reader of all requests may not. */
  readonly speaks: boolean
  /** The items of the tasks that are put to them. */
  readonly items: ReadonlySet<number>
}

/** What somebody may see of a request; undefined when nothing. */
export function visibilityOf(db: Reader, participant: Participant, request: Request): Visibility | undefined {
  const administers = hasRight(participant, 'requests:manage') || hasRight(participant, 'requests:read')
  const party = isPartyTo(request, participant.identity)
  // A token acts as its owner only within its scopes.
  const asParty = party && hasRight(participant, 'requests:make')
  const mine = tasksOf(db, request.id).filter((task) => isInvolved(participant, task))
  if (!administers && !asParty && mine.length === 0) return undefined
  return {
    everything: administers || asParty,
    hidden: !party,
    speaks: asParty || mine.length > 0 || hasRight(participant, 'requests:manage'),
    items: new Set(mine.flatMap(({ id }) => taskItems(db, id).map(({ item }) => item))),
  }
}

/** Whether somebody may end a request that is under way; of who made it or receives from it a token needs the scope. */
export const mayCancel = (participant: Participant, request: Request): boolean =>
  hasRight(participant, 'requests:manage') ||
  (isPartyTo(request, participant.identity) && hasRight(participant, 'requests:make'))

/** @throws DomainError `forbidden` */
export function requireVisible(db: Reader, participant: Participant, request: Request): Visibility {
  const sight = visibilityOf(db, participant, request)
  if (!sight) throw new DomainError('forbidden', 'You take no part in this request.')
  return sight
}

/** @throws DomainError `forbidden` */
export function requireMayComment(db: Reader, participant: Participant, request: Request): Visibility {
  const sight = requireVisible(db, participant, request)
  if (!sight.speaks) throw new DomainError('forbidden', 'You may read this request, not add to it.')
  return sight
}

/** Whether something that belongs to these items, or to all, is theirs to see. */
export const seesAny = (sight: Visibility, items: readonly number[]): boolean =>
  sight.everything || items.length === 0 || items.some((item) => sight.items.has(item))
