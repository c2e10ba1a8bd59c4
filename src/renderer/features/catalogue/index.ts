import type { Feature } from '../../shared/navigation/feature.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { finder } from './finder.ts'
import { CatalogueScreen } from './catalogue-screen.tsx'
import { pages } from '../../shared/navigation/paths.ts'

export const catalogue: Feature = {
  id: 'catalogue',
  title: 'Catalogue',
  icon: 'catalogue',
  path: pages.catalogue,
  key: 'c',
  Screen: CatalogueScreen,
  finder,
  places: [
    {
      title: 'Request fields',
      path: pages.requestFields,
      scope: 'catalogue:write',
      keywords: ['questions', 'form'],
    },
  ],
  actions: [
    {
      id: 'publish',
      title: 'Publish entitlements',
      scope: 'catalogue:write',
      run: () => navigate(pages.entitlements),
    },
    {
      id: 'role',
      title: 'New role',
      scope: 'catalogue:write',
      keywords: ['item'],
      run: () => navigate(pages.newCatalogueItem('role')),
    },
    {
      id: 'bundle',
      title: 'New bundle',
      scope: 'catalogue:write',
      keywords: ['package'],
      run: () => navigate(pages.newCatalogueItem('bundle')),
    },
    {
      id: 'field',
      title: 'New request field',
      scope: 'requests:manage',
      keywords: ['question', 'form'],
      run: () => navigate(pages.newRequestField),
    },
  ],
}
