import { refreshSoon } from '../../api/refresh.ts'
import type { Feature } from '../../feature.ts'
import { finder } from './find.ts'
import { fresh, requestKeys } from './queries.ts'
import { RequestsScreen } from './requests-screen.tsx'

export const requests: Feature = {
  id: 'requests',
  title: 'Requests',
  icon: 'requests',
  path: '/requests',
  key: 'r',
  Screen: RequestsScreen,
  finder,
  places: [
    { title: 'Ask for access', path: '/requests/new', scope: 'requests:make', keywords: ['new request'] },
    {
      title: 'Give access back',
      path: '/requests/new?do=remove',
      scope: 'requests:make',
      keywords: ['remove', 'return'],
    },
    {
      title: 'Access without a request',
      path: '/requests/out-of-band',
      scope: 'requests:read',
      keywords: ['out of band'],
    },
  ],
  onEvent: (event, queries) => {
    if (event.type !== 'request') return
    fresh.note()
    refreshSoon(queries, requestKeys.all)
  },
}
