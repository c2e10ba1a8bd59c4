import { scheduleRefresh } from '../../api/refresh.ts'
import type { Feature } from '../../shared/navigation/feature.ts'
import { finder } from './finder.ts'
import { PeopleScreen } from './people-screen.tsx'
import { peopleKeys } from './queries.ts'
import { pages } from '../../shared/navigation/paths.ts'

export const people: Feature = {
  id: 'people',
  title: 'People',
  icon: 'people',
  path: pages.people,
  key: 'p',
  scope: 'identities:read',
  Screen: PeopleScreen,
  finder,
  onEvent: (event, queries) => {
    // Requests and current access are part of the person details.
    if (event.type === 'request') return scheduleRefresh(queries, peopleKeys.all)
    if (event.type !== 'import' || event.state !== 'applied') return
    scheduleRefresh(queries, peopleKeys.all)
  },
}
