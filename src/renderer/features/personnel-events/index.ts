import { PersonnelEventPage } from '../../../contract/personnel-events.ts'
import { request } from '../../api/client.ts'
import { scheduleRefresh } from '../../api/refresh.ts'
import type { Feature } from '../../shared/navigation/feature.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { eventKeys } from './queries.ts'
import { EventsScreen } from './events-screen.tsx'
import { text } from './text.ts'
import { WaitingEventsCount } from './waiting-events-count.tsx'

export const personnelEvents: Feature = {
  id: 'events',
  title: 'Events',
  icon: 'events',
  path: pages.events,
  key: 'e',
  Screen: EventsScreen,
  Count: WaitingEventsCount,
  finder: {
    scope: 'requests:make',
    async find(query, signal) {
      const { items } = await request(PersonnelEventPage, apiPaths.personnelEvents, {
        query: { q: query, limit: 6 },
        signal,
      })
      return items.map((event) => ({
        id: event.id,
        title: `${text.kinds[event.kind]} of ${event.personName}`,
        note: text.statuses[event.status],
        path: pages.event(event.id),
      }))
    },
  },
  places: [
    { title: 'Access models', path: pages.accessModels, scope: 'events:read', keywords: ['ideal access', 'role'] },
  ],
  actions: (['onboard', 'offboard', 'role-transition', 'leave-of-absence'] as const).map((kind) => ({
    id: kind,
    title: `Report: ${text.kinds[kind].toLowerCase()}`,
    scope: 'events:write',
    keywords: {
      onboard: ['joiner', 'hire'],
      offboard: ['leaver', 'terminate'],
      'role-transition': ['mover'],
      'leave-of-absence': ['absence'],
    }[kind],
    run: () => navigate(pages.newEvent({ kind })),
  })),
  onEvent: (event, queries) => {
    if (event.type === 'personnel-event' || event.type === 'request') scheduleRefresh(queries, eventKeys.all)
  },
}
