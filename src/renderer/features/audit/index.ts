import type { Feature } from '../../shared/navigation/feature.ts'
import { ActivityScreen } from './activity-screen.tsx'
import { logChanges } from './log-changes.ts'
import { pages } from '../../shared/navigation/paths.ts'

export const activity: Feature = {
  id: 'activity',
  title: 'Activity',
  icon: 'activity',
  path: pages.activity,
  key: 'y',
  scope: 'audit:read',
  Screen: ActivityScreen,
  onEvent: (event) => {
    if (event.type !== 'progress') logChanges.setState((count) => count + 1, true)
  },
}
