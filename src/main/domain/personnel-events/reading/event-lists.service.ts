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

/** Open events that wait for an answer of somebody. */
export function listWaitingEvents(db: Reader, participant: Participant, at: number): PersonnelEvent[] {
  const waiting = (['pending', 'resolved'] as const).flatMap((status) =>
    eventLists.page(db, { ...anyEvent, status }, { offset: 0, limit: null }),
  )
  return waiting.map((id) => events.get(db, id)).filter((event) => waitsFor(db, participant, event, at))
}

/** Whether an event waits for an answer that somebody may give. */
export const waitsFor = (db: Reader, participant: Participant, event: PersonnelEvent, at: number): boolean =>
  participant.identity !== null &&
  participant.identity !== event.identity &&
  !(event.stage === 'approval' && participant.identity === event.reporter) &&
  openRequirements(db, event, at).some(
    ({ answer, candidates }) => answer === null && candidates.some((candidate) => isAmong(participant, candidate)),
  )
