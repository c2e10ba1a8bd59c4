import type { Feature } from '../../feature.ts'
import { PoliciesScreen } from './policies-screen.tsx'

export const policies: Feature = {
  id: 'policies',
  title: 'Policies',
  icon: 'policies',
  path: '/policies',
  key: 'o',
  Screen: PoliciesScreen,
}
