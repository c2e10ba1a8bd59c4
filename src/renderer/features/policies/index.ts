import type { Feature } from '../../shared/navigation/feature.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { finder } from './finder.ts'
import { PoliciesScreen } from './policies-screen.tsx'
import { startScan } from './start-scan.ts'
import { pages } from '../../shared/navigation/paths.ts'

export const policies: Feature = {
  id: 'policies',
  title: 'Policies',
  icon: 'policies',
  path: pages.policies,
  key: 'o',
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
  actions: [
    { id: 'new', title: 'New policy', scope: 'policies:manage', run: () => navigate(pages.newPolicy) },
    {
      id: 'scan',
      title: 'Scan now',
      scope: 'policies:manage',
      keywords: ['policies', 'violations'],
      run: (queries) => void startScan(queries),
    },
  ],
}
