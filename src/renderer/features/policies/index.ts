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
    { title: 'Violations of policies', path: '/policies?show=violations', scope: 'policies:read' },
    { title: 'Planned scans of policies', path: '/policies?show=scans', scope: 'policies:read' },
    {
      title: 'What if somebody got more',
      path: '/policies?show=whatIf',
      scope: 'policies:read',
      keywords: ['what-if'],
    },
  ],
  actions: [
    { id: 'new', title: 'New policy', scope: 'policies:manage', run: () => navigate('/policies?do=new') },
    {
      id: 'scan',
      title: 'Look at everybody now',
      scope: 'policies:manage',
      keywords: ['scan', 'violations'],
      run: (queries) => void startScan(queries),
    },
  ],
}
