import { type PersonnelEvent, PersonnelEventPage } from '../../../contract/personnel-events.ts'
import { request } from '../../api/client.ts'
import type { ListSource } from '../../shared/lists/use-list.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { eventKeys } from './queries.ts'
import { text } from './text.ts'

export const eventViews = ['open', 'waiting', 'ended', 'all'] as const
export type EventView = (typeof eventViews)[number]

/** Personnel events, latest date first. */
export const eventList: ListSource<PersonnelEvent, { view: EventView; query: string }> = {
  key: [...eventKeys.all, 'list'],
  fetch:
    ({ view, query }, limit) =>
    (cursor, signal) =>
      request(PersonnelEventPage, apiPaths.personnelEvents, {
        query: { limit, cursor, view, q: query || undefined },
        signal,
      }),
  csv: {
    name: 'Personnel events',
    head: [
      'Number',
      'Event',
      'Person',
      'Effective',
      'Until',
      'Status',
      'Reported by',
      'Reported',
      'Closed',
      'Applications',
      'Carried out',
      'Proved',
    ],
    record: (event) => [
      String(event.number),
      text.kinds[event.kind],
      event.personName,
      event.effectiveOn,
      event.endOn ?? '',
      text.statuses[event.status],
      event.reportedBy,
      event.createdAt,
      event.endedAt ?? '',
      String(event.items.all),
      String(event.items.carriedOut),
      String(event.items.proved),
    ],
  },
}
