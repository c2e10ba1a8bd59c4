import { scheduleRefresh } from '../../api/refresh.ts'
import type { Feature } from '../../shared/navigation/feature.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { AccessScreen } from './access-screen.tsx'
import { finder } from './finder.ts'
import { accessKeys } from './access-lists.ts'

export const access: Feature = {
  id: 'access',
  title: 'Access',
  icon: 'access',
  path: pages.access,
  key: 'w',
  scope: 'identities:read',
  Screen: AccessScreen,
  finder,
  places: [
    {
      title: 'Who has access',
      path: pages.grants({}),
      scope: 'identities:read',
      keywords: ['grants', 'holders', 'listing', 'privileged', 'dormant', 'orphaned'],
    },
    {
      title: 'Changes of access',
      path: pages.accessChanges({}),
      scope: 'identities:read',
      keywords: ['compare', 'gained', 'lost', 'difference'],
    },
  ],
  onEvent: (event, queries) => {
    if (event.type === 'import' && event.state === 'applied') scheduleRefresh(queries, accessKeys.all)
  },
}
