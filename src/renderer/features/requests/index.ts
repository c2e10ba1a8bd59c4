import { refreshSoon } from '../../api/refresh.ts'
import type { Feature } from '../../feature.ts'
import { fresh, requestKeys } from './queries.ts'
import { RequestsScreen } from './requests-screen.tsx'

export const requests: Feature = {
  id: 'requests',
  title: 'Requests',
  icon: 'requests',
  path: '/requests',
  key: 'r',
  Screen: RequestsScreen,
  onEvent: (event, queries) => {
    if (event.type !== 'request') return
    fresh.note()
    refreshSoon(queries, requestKeys.all)
  },
}
