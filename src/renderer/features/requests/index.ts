import { refreshSoon } from '../../api/refresh.ts'
import type { Feature } from '../../feature.ts'
import { noteChange } from './fresh.ts'
import { requestKeys } from './queries.ts'
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
    noteChange()
    refreshSoon(queries, requestKeys.all)
  },
}
