import type { Feature } from '../../shared/navigation/feature.ts'
import { ApplicationsScreen } from './applications-screen.tsx'

export const applications: Feature = {
  id: 'applications',
  title: 'Applications',
  icon: 'applications',
  path: '/applications',
  key: 'a',
  Screen: ApplicationsScreen,
}
