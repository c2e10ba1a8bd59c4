import type { Feature } from '../../shared/navigation/feature.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { finder } from './finder.ts'
import { PoliciesScreen } from './policies-screen.tsx'
import { startScan } from './start-scan.ts'

export const policies: Feature = {
  id: 'policies',
  title: 'Policies',
  icon: 'policies',
  path: '/policies',
  key: 'o',
  Screen: PoliciesScreen,
  finder,
  places: [
    { title: 'Policy violations', path: '/policies?show=violations', scope: 'policies:read' },
    { title: 'Scheduled scans', path: '/policies?show=scans', scope: 'policies:read' },
    {
      title: 'What-if analysis',
      path: '/policies?show=whatIf',
      scope: 'policies:read',
      keywords: ['simulate', 'preview'],
    },
  ],
  actions: [
    { id: 'new', title: 'New policy', scope: 'policies:manage', run: () => navigate('/policies?do=new') },
    {
      id: 'scan',
      title: 'Scan now',
      scope: 'policies:manage',
      keywords: ['policies', 'violations'],
      run: (queries) => void startScan(queries),
    },
  ],
}
