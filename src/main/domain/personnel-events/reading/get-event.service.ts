import type { Reader } from '../../../storage/open.ts'
import { notFound } from '../../shared/errors.ts'
import { reportsOf } from '../../identities/references.service.ts'
import { hasRight, isAmong, type Participant } from '../../sign-in/participant.ts'
import { events } from '../events.store.ts'
import type { PersonnelEvent } from '../model/event.ts'
import { requirementsOf } from '../voting/requirements.service.ts'

/**
 * An event that somebody may see: all of them with the right to read events; else what they reported, what is about their
 * reports, and what waits or waited for their answer. Nobody sees by that way what is about themselves.
 * @throws DomainError `not-found`, also for what somebody may not see
 */
export function getEvent(db: Reader, participant: Participant, guid: string): PersonnelEvent {
  const event = events.byGuid(db, guid)
  if (!event || !maySeeEvent(db, participant, event)) throw notFound('personnel-event')
  return event
}

/** Whether somebody may see an event. @param guid of one that may be gone */
export function maySeeEventNamed(db: Reader, participant: Participant, guid: string): boolean {
  if (hasRight(participant, 'events:read')) return true
  const event = events.byGuid(db, guid)
  return event !== undefined && maySeeEvent(db, participant, event)
}

export function maySeeEvent(db: Reader, participant: Participant, event: PersonnelEvent): boolean {
  if (hasRight(participant, 'events:read')) return true
  const { identity } = participant
  if (identity === null || identity === event.identity) return false
  if (identity === event.reporter || identity === event.assignee) return true
  if (event.identity !== null && reportsOf(db, identity).includes(event.identity)) return true
  return (['approval', 'verification'] as const).some((stage) =>
    requirementsOf(db, event, stage, event.createdAt).some(
      ({ candidates, answer }) =>
        answer?.identity === identity || candidates.some((candidate) => isAmong(participant, candidate)),
    ),
  )
}
