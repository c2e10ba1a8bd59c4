import type { Feature } from '../../feature.ts'
import { CatalogueScreen } from './catalogue-screen.tsx'

export const catalogue: Feature = {
  id: 'catalogue',
  title: 'Catalogue',
  icon: 'catalogue',
  path: '/catalogue',
  key: 'c',
  Screen: CatalogueScreen,
}
