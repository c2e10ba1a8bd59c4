import type { Reader } from '../../../storage/open.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { rightsTime } from '../../shared/rights-time.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { identityOf } from '../../identities/references.service.ts'
import { hasRight, type Participant } from '../../sign-in/participant.ts'
import { type Delegation, delegations as store } from './delegations.store.ts'

export type { Delegation } from './delegations.store.ts'

export const delegations = {
  /** The delegate of a person at a moment, for a request of these parties. The parties have no say in it. */
  inForce: (
    db: Reader,
    identity: number,
    at: number,
    parties: { readonly requester: number | null; readonly requestee: number },
  ): number | undefined => store.inForce(db, identity, rightsTime(db, at), parties)?.delegate,
}

/** Delegations that hold now or will. */
export const listDelegations = (db: Reader, now: number): Delegation[] => store.all(db, rightsTime(db, now))

/**
 * Creates a delegation: tasks that are opened from then on go to the delegate.
 * @throws DomainError `forbidden` for the tasks of others, `invalid`
 */
export function createDelegation(env: Environment, participant: Participant, input: Omit<Delegation, 'id'>): void {
  requireMayChange(participant, input.identity)
  if (input.identity === input.delegate)
    throw new DomainError('invalid', 'A person can’t delegate to themselves.', [
      { field: 'delegateId', message: 'is the same person' },
    ])
  if (input.toAt <= input.fromAt)
    throw new DomainError('invalid', 'The end of a delegation must be after its beginning.', [
      { field: 'until', message: 'is before its beginning' },
    ])
  env.store.transact((tx) => {
    // The person rather than the name of their user or token: whose requests it does not count for is asked later.
    const by = participant.identity === null ? participant.actor.name : identityOf(tx, participant.identity).guid
    store.insert(tx, { ...input, by })
    recordAudit(tx, env.clock(), participant.actor, {
      action: 'delegation.made',
      object: { type: 'person', id: identityOf(tx, input.identity).guid },
      details: { delegate: identityOf(tx, input.delegate).guid, from: input.fromAt, to: input.toAt },
    })
  })
}

/** Ends a delegation now. @throws DomainError `not-found`, `forbidden` */
export function endDelegation(env: Environment, participant: Participant, id: number): void {
  env.store.transact((tx) => {
    const at = env.clock()
    const delegation = store.all(tx, at).find((candidate) => candidate.id === id)
    if (!delegation) throw notFound('delegation')
    requireMayChange(participant, delegation.identity)
    store.end(tx, id, at)
    recordAudit(tx, at, participant.actor, {
      action: 'delegation.ended',
      object: { type: 'person', id: identityOf(tx, delegation.identity).guid },
      details: { delegate: identityOf(tx, delegation.delegate).guid },
    })
  })
}

function requireMayChange(participant: Participant, identity: number): void {
  if (participant.identity !== identity && !hasRight(participant, 'requests:manage'))
    throw new DomainError('forbidden', 'You may delegate your own tasks only.')
}
