import type { Feature } from '../../shared/navigation/feature.ts'
import { newDelegation } from './actions.ts'
import { SettingsScreen } from './settings-screen.tsx'
import { pages } from '../../shared/navigation/paths.ts'

export const settings: Feature = {
  id: 'settings',
  title: 'Settings',
  icon: 'settings',
  path: pages.settings,
  key: 's',
  Screen: SettingsScreen,
  places: [
    { title: 'Request rules', path: pages.requestRules, scope: 'requests:read', keywords: ['approvers'] },
    {
      title: 'Delegations',
      path: pages.delegations,
      scope: 'requests:decide',
      keywords: ['delegate', 'stand-in'],
    },
    {
      title: 'Notification templates',
      path: pages.notifications,
      scope: 'requests:read',
      keywords: ['outbox', 'mail', 'messages'],
    },
    {
      title: 'Mail server',
      path: pages.mailServer,
      scope: 'settings:read',
      keywords: ['SMTP', 'e-mail', 'notifications'],
    },
  ],
  actions: [newDelegation],
}
