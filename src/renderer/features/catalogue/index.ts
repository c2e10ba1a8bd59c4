import type { Feature } from '../../shared/navigation/feature.ts'
import { newBundle, newRequestField, newRole, publishEntitlements } from './actions.ts'
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
  actions: [publishEntitlements, newRole, newBundle, newRequestField],
}
