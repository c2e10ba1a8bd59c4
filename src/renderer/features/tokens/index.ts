import type { Feature } from '../../shared/navigation/feature.ts'
import { ApiScreen } from './api-screen.tsx'
import { ExpiringCount } from './expiring-tokens.tsx'
import { pages } from '../../shared/navigation/paths.ts'

export const api: Feature = {
  id: 'api',
  title: 'API',
  icon: 'api',
  // Not /api: that path belongs to the API itself.
  path: pages.tokens,
  key: 't',
  scope: 'tokens:read',
  Screen: ApiScreen,
  Count: ExpiringCount,
  places: [
    { title: 'Webhooks', path: pages.webhooks, scope: 'settings:read', keywords: ['callback', 'notify', 'ticket'] },
  ],
}
