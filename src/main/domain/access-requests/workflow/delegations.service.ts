import type { Reader } from '../../../storage/open.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { identityOf } from '../../identities/references.service.ts'
import { hasRight, type Participant } from '../../sign-in/participant.ts'
import { type Delegation, delegations as store } from './delegations.store.ts'

export type { Delegation } from './delegations.store.ts'

export const delegations = {
  /** Who stands in for somebody at a moment, for a request of these parties: by no choice of theirs. */
  inForce: (
    db: Reader,
    identity: number,
    at: number,
    parties: { readonly requester: number | null; readonly requestee: number },
  ): number | undefined => store.inForce(db, identity, at, parties)?.delegate,
}

/** Delegations that hold now or will. */
export const listDelegations = (db: Reader, now: number): Delegation[] => store.all(db, now)

/**
 * Lets somebody stand in for a person: tasks that are made from then on go to them.
 * @throws Refusal `forbidden` for the tasks of others, `invalid`
 */
export function createDelegation(env: Environment, who: Participant, wish: Omit<Delegation, 'id'>): void {
  mayChange(who, wish.identity)
  if (wish.identity === wish.delegate)
    throw new DomainError('invalid', 'Nobody stands in for themselves.', [
      { field: 'delegateId', message: 'is the same person' },
    ])
  if (wish.toAt <= wish.fromAt)
    throw new DomainError('invalid', 'A delegation ends after it begins.', [
      { field: 'until', message: 'is before its beginning' },
    ])
  env.store.transact((tx) => {
    // The person rather than the name of their user or token: whose requests it does not count for is asked later.
    const by = who.identity === null ? who.actor.name : identityOf(tx, who.identity).guid
    store.insert(tx, { ...wish, by })
    recordAudit(tx, env.clock(), who.actor, {
      action: 'delegation.made',
      object: { type: 'person', id: identityOf(tx, wish.identity).guid },
      details: { delegate: identityOf(tx, wish.delegate).guid, from: wish.fromAt, to: wish.toAt },
    })
  })
}

/** Ends a delegation now. @throws Refusal `not found`, `forbidden` */
export function endDelegation(env: Environment, who: Participant, id: number): void {
  env.store.transact((tx) => {
    const at = env.clock()
    const found = store.all(tx, at).find((one) => one.id === id)
    if (!found) throw notFound('delegation')
    mayChange(who, found.identity)
    store.end(tx, id, at)
    recordAudit(tx, at, who.actor, {
      action: 'delegation.ended',
      object: { type: 'person', id: identityOf(tx, found.identity).guid },
      details: { delegate: identityOf(tx, found.delegate).guid },
    })
  })
}

function mayChange(who: Participant, identity: number): void {
  if (who.identity !== identity && !hasRight(who, 'requests:manage'))
    throw new DomainError('forbidden', 'You may delegate your own tasks only.')
}
