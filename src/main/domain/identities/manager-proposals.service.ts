import type { PendingManager } from '../../../contract/identities.ts'
import { now } from '../../storage/cut.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { type Author, whyNotGive } from '../authorization/giving.ts'
import { includes } from '../authorization/scopes.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError, notFound } from '../shared/errors.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { instant } from '../shared/instant.ts'
import { isPersonObjectId } from '../shared/object-ids.ts'
import { managerProposals, type ProposalRow } from './manager-proposals.store.ts'
import { people } from './people.store.ts'
import { peopleNow, type PersonNow } from './people-now.store.ts'
import { personAttributes } from './person-attributes.store.ts'
import { identityOf } from './references.service.ts'
import { supervisors } from './supervisors.store.ts'

interface ManagerWrite {
  readonly at: number
  readonly identity: number
  /** As the attribute stores it; null takes back what was set. */
  readonly value: string | null
  readonly reason: string
}

/**
 * The manager decides on requests, so nobody alone sets another one in the place of what a roster says: it is stored as a
 * proposal until a second person confirms it. Whatever was proposed before ends here: only the last word waits.
 * @returns whether it waits; otherwise the caller writes it
 */
export function holdManager(tx: Writer, author: Author, { at, identity, value, reason }: ManagerWrite): boolean {
  managerProposals.end(tx, { identity, at, by: author.actor.name, outcome: 'replaced' })
  const proposer = proposerOf(tx, author)
  if (value === null || proposer === null || !differsFromRoster(tx, identity, value)) return false
  managerProposals.insert(tx, {
    identity_id: identity,
    value,
    reason,
    proposed_by: proposer,
    proposed_by_identity: author.identity,
    proposed_at: at,
  })
  peopleNow.touch(tx, identity, at)
  recordAudit(tx, at, author.actor, {
    action: 'person.manager-proposed',
    object: { type: 'person', id: identityOf(tx, identity).guid },
    details: { proposedBy: proposer, reason },
  })
  return true
}

/** The user who writes, also by a token of theirs; null for the operator, and for a token of nobody. */
function proposerOf(db: Reader, { caller, actor }: Author): string | null {
  if (caller.kind === 'person') return actor.name
  return caller.kind === 'token' ? (managerProposals.ownerOfToken(db, caller.tokenId) ?? null) : null
}

/** Whether a roster names a manager, and the value is neither that one nor the one in force. */
function differsFromRoster(db: Reader, identity: number, value: string): boolean {
  const rosters = rosterManagerOf(db, identity)
  const inForce = peopleNow.get(db, identityOf(db, identity).guid)?.manager ?? ''
  return rosters !== '' && !isSameManager(db, value, rosters) && !isSameManager(db, value, inForce)
}

const rosterManagerOf = (db: Reader, identity: number): string =>
  people.records(db, now, identity).find(({ manager }) => manager !== '')?.['manager'] ?? ''

/** A long id means one person for good. Other words can come to mean somebody else, so they are compared as they stand. */
function isSameManager(db: Reader, value: string, other: string): boolean {
  if (value === other) return true
  if (!isPersonObjectId(value) || other === '') return false
  const named = supervisors.find(db, value)?.id
  return named !== undefined && named === supervisors.find(db, other)?.id
}

/** What waits for a second person, as the caller sees it; null when nothing does. */
export function pendingManagerOf(db: Reader, author: Author, identity: number): PendingManager | null {
  const proposal = managerProposals.open(db, identity)
  if (!proposal) return null
  const { value, reason, proposed_by: by, proposed_at: at } = proposal
  const inForce = peopleNow.get(db, identityOf(db, identity).guid)?.manager ?? ''
  return {
    value,
    person: personMeantBy(db, value),
    insteadOf: { value: inForce, person: personMeantBy(db, inForce) },
    reason,
    by,
    at: instant(at),
    whyNotConfirm: whyNotConfirm(db, author, proposal),
  }
}

function personMeantBy(db: Reader, value: string): PendingManager['person'] {
  const meant = supervisors.find(db, value)
  const manager = meant && identityOf(db, meant.id)
  return manager ? { id: manager.guid, name: manager.name } : null
}

const isProposer = ({ actor, identity }: Author, proposal: ProposalRow): boolean =>
  actor.name === proposal.proposed_by || (identity !== null && identity === proposal.proposed_by_identity)

/** Why somebody may not confirm a proposal, in words for them; null when they may. */
function whyNotConfirm(db: Reader, author: Author, proposal: ProposalRow): string | null {
  const { caller, identity, scopes } = author
  if (caller.kind !== 'person') return 'Only a person who has signed in confirms a manager, not a script.'
  if (isProposer(author, proposal)) return 'You proposed this manager. A second person confirms it.'
  if (!includes(scopes, 'identities:write')) return 'Your roles don’t allow this.'
  if (identity === null)
    return 'Your user is not linked to a person, so it could be you whom this is about. An owner links it in Settings, under Users.'
  if (proposal.value !== '' && !supervisors.find(db, proposal.value))
    return `“${proposal.value}” names no person whom Castellan knows. Propose one of the people.`
  if (identity === proposal.identity_id) return 'This is about your own manager. Somebody else confirms it.'
  if (supervisors.mayMean(db, proposal.value, identity)) return 'You would be the manager. Somebody else confirms it.'
  return whyNotGive(author, { kind: 'decider' })
}

interface PersonRevision {
  readonly id: string
  /** The revision that the caller saw. */
  readonly seen: number
}

/**
 * Lets a proposed manager count, as set by who proposed it.
 * @throws DomainError `not-found` when none waits; `stale`; `forbidden` for a script, for who proposed it, for the person
 *   concerned, for the new manager, and for who may not say who decides
 */
export function confirmManager(env: Environment, author: Author, { id, seen }: PersonRevision): void {
  env.store.transact((tx) => {
    const { person, proposal } = openProposalOf(tx, { id, seen })
    const whyNot = whyNotConfirm(tx, author, proposal)
    if (whyNot !== null) throw new DomainError('forbidden', whyNot)
    const { identity_id: identity, value, reason, proposed_by: proposer } = proposal
    const at = Math.max(env.clock(), person.updated_at + 1)
    managerProposals.end(tx, { identity, at, by: author.actor.name, outcome: 'confirmed' })
    personAttributes.end(tx, identity, 'manager', at)
    personAttributes.set(tx, {
      identity_id: identity,
      attribute: 'manager',
      from_at: at,
      value,
      instead_of: rosterManagerOf(tx, identity),
      set_by: proposer,
      by_script: 0,
      reason,
    })
    peopleNow.refresh(tx, identity, identity + 1, at)
    peopleNow.touch(tx, identity, at)
    recordAudit(tx, at, author.actor, {
      action: 'person.manager-confirmed',
      object: { type: 'person', id },
      details: { proposedBy: proposer, confirmedBy: author.actor.name, reason },
    })
  })
}

/**
 * Ends a proposal without effect: who proposed it withdraws it, anybody else declines it.
 * @throws DomainError `not-found` when none waits; `stale`
 */
export function declineManager(env: Environment, author: Author, { id, seen }: PersonRevision): void {
  env.store.transact((tx) => {
    const { person, proposal } = openProposalOf(tx, { id, seen })
    const { identity_id: identity, proposed_by: proposer } = proposal
    const at = Math.max(env.clock(), person.updated_at + 1)
    const outcome = isProposer(author, proposal) ? 'withdrawn' : 'declined'
    managerProposals.end(tx, { identity, at, by: author.actor.name, outcome })
    peopleNow.touch(tx, identity, at)
    recordAudit(tx, at, author.actor, {
      action: `person.manager-${outcome}`,
      object: { type: 'person', id },
      details: { proposedBy: proposer },
    })
  })
}

/** @throws DomainError `not-found`, `stale` */
function openProposalOf(tx: Writer, { id, seen }: PersonRevision): { person: PersonNow; proposal: ProposalRow } {
  const person = peopleNow.get(tx, id)
  if (!person) throw notFound('person')
  const proposal = managerProposals.open(tx, person.identity_id)
  if (!proposal) throw new DomainError('not-found', 'No change of this person’s manager waits for a second person.')
  expectRevision(person.updated_at, seen)
  return { person, proposal }
}
