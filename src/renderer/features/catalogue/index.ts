import type { Feature } from '../../feature.ts'
import { finder } from './find.ts'
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
    { title: 'Publish entitlements', path: '/catalogue?show=entitlements', scope: 'catalogue:write' },
    {
      title: 'Request fields',
      path: '/catalogue?show=fields',
      scope: 'catalogue:write',
      keywords: ['questions', 'form'],
    },
  ],
}
