import type { Feature } from '../../shared/navigation/feature.ts'
import { ApiScreen } from './api-screen.tsx'
import { ExpiringCount } from './expiring-tokens.tsx'

export const api: Feature = {
  id: 'api',
  title: 'API',
  icon: 'api',
  // Not /api: that path belongs to the API itself.
  path: '/scripts',
  key: 't',
  Screen: ApiScreen,
  Count: ExpiringCount,
}
