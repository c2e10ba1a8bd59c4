import type { Feature } from '../../shared/navigation/feature.ts'
import { newPolicy, scanNow } from './actions.ts'
import { finder } from './finder.ts'
import { PoliciesScreen } from './policies-screen.tsx'
import { pages } from '../../shared/navigation/paths.ts'

export const policies: Feature = {
  id: 'policies',
  title: 'Policies',
  icon: 'policies',
  path: pages.policies,
  key: 'o',
  scope: 'policies:read',
  Screen: PoliciesScreen,
  finder,
  places: [
    { title: 'Policy violations', path: pages.violations(), scope: 'policies:read' },
    { title: 'Scheduled scans', path: pages.scans, scope: 'policies:read' },
    {
      title: 'What-if analysis',
      path: pages.whatIf,
      scope: 'policies:read',
      keywords: ['simulate', 'preview'],
    },
  ],
  actions: [newPolicy, scanNow],
}
