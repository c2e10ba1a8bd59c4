import type { Feature } from '../../shared/navigation/feature.ts'
import { ApplicationsScreen } from './applications-screen.tsx'
import { pages } from '../../shared/navigation/paths.ts'

export const applications: Feature = {
  id: 'applications',
  title: 'Applications',
  icon: 'applications',
  path: pages.applications,
  key: 'a',
  scope: 'applications:read',
  Screen: ApplicationsScreen,
}
