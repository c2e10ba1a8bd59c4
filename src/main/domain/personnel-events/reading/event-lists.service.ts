import { type CommitScopedCache, commitScoped } from '../../../storage/commit-scoped-cache.ts'
import type { Reader } from '../../../storage/open.ts'
import { hasRight, isAmong, type Participant } from '../../sign-in/participant.ts'
import { events } from '../events.store.ts'
import type { PersonnelEvent } from '../model/event.ts'
import { openRequirements } from '../voting/requirements.service.ts'
import { type EventFilter, eventLists } from './event-lists.store.ts'
import { maySeeEvent } from './get-event.service.ts'

export type { EventFilter } from './event-lists.store.ts'

interface Page {
  readonly offset: number
  readonly limit: number
}

/** Leaves everything open: what a question narrows. */
export const anyEvent: EventFilter = { identity: null, kind: null, status: null, ended: null, words: null }

/** One page of the events that somebody may see, latest date first. */
export function listEvents(
  db: Reader,
  participant: Participant,
  filter: EventFilter,
  { offset, limit }: Page,
): { items: PersonnelEvent[]; total: number } {
  if (hasRight(participant, 'events:read'))
    return {
      items: eventLists.page(db, filter, { offset, limit }).map((id) => events.get(db, id)),
      total: eventLists.count(db, filter),
    }
  const seen = eventLists
    .page(db, filter, { offset: 0, limit: null })
    .map((id) => events.get(db, id))
    .filter((event) => maySeeEvent(db, participant, event))
  return { items: seen.slice(offset, offset + limit), total: seen.length }
}

const waitingIds = new WeakMap<Reader, CommitScopedCache<number[]>>()
const minute = 60_000

/**
 * Open events that wait for an answer of somebody. Each window asks for their number again and again, so it is remembered
 * until anything is committed, and for a minute: delegations begin and end by time.
 */
export function listWaitingEvents(db: Reader, participant: Participant, at: number): PersonnelEvent[] {
  const { identity, roles } = participant
  if (identity === null) return []
  let cache = waitingIds.get(db)
  if (!cache) waitingIds.set(db, (cache = commitScoped(db, (key) => findWaiting(db, JSON.parse(key) as WaitingKey))))
  const key: WaitingKey = {
    identity,
    roles: [...roles].toSorted((a, b) => a - b),
    at: Math.floor(at / minute) * minute,
  }
  return (cache.ask(JSON.stringify(key)) ?? []).map((id) => events.get(db, id))
}

interface WaitingKey {
  readonly identity: number
  readonly roles: readonly number[]
  readonly at: number
}

function findWaiting(db: Reader, { identity, roles, at }: WaitingKey): number[] {
  const asker = { identity, roles: new Set(roles) }
  const waiting = (['pending', 'resolved'] as const).flatMap((status) =>
    eventLists.page(db, { ...anyEvent, status }, { offset: 0, limit: null }),
  )
  return waiting.filter((id) => waitsFor(db, asker, events.get(db, id), at))
}

/** Whether an event waits for an answer that somebody may give. */
export const waitsFor = (
  db: Reader,
  participant: Pick<Participant, 'identity' | 'roles'>,
  event: PersonnelEvent,
  at: number,
): boolean =>
  participant.identity !== null &&
  participant.identity !== event.identity &&
  !(event.stage === 'approval' && participant.identity === event.reporter) &&
  openRequirements(db, event, at).some(
    ({ answer, candidates }) => answer === null && candidates.some((candidate) => isAmong(participant, candidate)),
  )
