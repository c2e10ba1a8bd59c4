import type { Feature } from '../../shared/navigation/feature.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { finder } from './finder.ts'
import { CatalogueScreen } from './catalogue-screen.tsx'

export const catalogue: Feature = {
  id: 'catalogue',
  title: 'Catalogue',
  icon: 'catalogue',
  path: '/catalogue',
  key: 'c',
  Screen: CatalogueScreen,
  finder,
  places: [
    {
      title: 'Request fields',
      path: '/catalogue?show=fields',
      scope: 'catalogue:write',
      keywords: ['questions', 'form'],
    },
  ],
  actions: [
    {
      id: 'publish',
      title: 'Publish entitlements',
      scope: 'catalogue:write',
      run: () => navigate('/catalogue?show=entitlements'),
    },
    {
      id: 'role',
      title: 'New role',
      scope: 'catalogue:write',
      keywords: ['item'],
      run: () => navigate('/catalogue?do=role'),
    },
    {
      id: 'bundle',
      title: 'New bundle',
      scope: 'catalogue:write',
      keywords: ['package'],
      run: () => navigate('/catalogue?do=bundle'),
    },
    {
      id: 'field',
      title: 'New request field',
      scope: 'requests:manage',
      keywords: ['question', 'form'],
      run: () => navigate('/catalogue?show=fields&do=field'),
    },
  ],
}
