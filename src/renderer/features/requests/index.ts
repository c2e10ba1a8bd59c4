import { scheduleRefresh } from '../../api/refresh.ts'
import type { Feature } from '../../shared/navigation/feature.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { finder } from './finder.ts'
import { requestChanges, requestKeys } from './queries.ts'
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
    {
      title: 'Unrequested access',
      path: '/requests/out-of-band',
      scope: 'requests:read',
      keywords: ['out of band'],
    },
  ],
  actions: [
    {
      id: 'add',
      title: 'Request access',
      scope: 'requests:make',
      keywords: ['new request'],
      run: () => navigate('/requests/new'),
    },
    {
      id: 'remove',
      title: 'Remove access',
      scope: 'requests:make',
      keywords: ['return', 'revoke'],
      run: () => navigate('/requests/new?do=remove'),
    },
  ],
  onEvent: (event, queries) => {
    if (event.type !== 'request') return
    requestChanges.increment()
    scheduleRefresh(queries, requestKeys.all)
  },
}
