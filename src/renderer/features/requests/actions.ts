import type { FeatureAction } from '../../shared/navigation/feature.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate } from '../../shared/navigation/router.ts'

export const requestAccess: FeatureAction = {
  id: 'add',
  title: 'Request access',
  scope: 'requests:make',
  keywords: ['new request'],
  run: () => navigate(pages.newRequest()),
}

export const removeAccess: FeatureAction = {
  id: 'remove',
  title: 'Remove access',
  scope: 'requests:make',
  keywords: ['return', 'revoke'],
  run: () => navigate(pages.newRequest({ do: 'remove' })),
}
