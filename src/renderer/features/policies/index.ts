import type { Feature } from '../../feature.ts'
import { finder } from './find.ts'
import { PoliciesScreen } from './policies-screen.tsx'

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
    {
      title: 'What if somebody got more',
      path: '/policies?show=whatIf',
      scope: 'policies:read',
      keywords: ['what-if'],
    },
  ],
}
