import { scheduleRefresh } from '../../api/refresh.ts'
import type { Feature } from '../../shared/navigation/feature.ts'
import { removeAccess, requestAccess } from './actions.ts'
import { finder } from './finder.ts'
import { requestKeys } from './queries.ts'
import { RequestsScreen } from './requests-screen.tsx'
import { pages } from '../../shared/navigation/paths.ts'

export const requests: Feature = {
  id: 'requests',
  title: 'Requests',
  icon: 'requests',
  path: pages.requests,
  key: 'r',
  Screen: RequestsScreen,
  finder,
  places: [
    {
      title: 'Unrequested access',
      path: pages.outOfBandAccess,
      scope: 'requests:read',
      keywords: ['out of band'],
    },
  ],
  actions: [requestAccess, removeAccess],
  onEvent: (event, queries) => {
    if (event.type !== 'request') return
    scheduleRefresh(queries, requestKeys.all)
  },
}
