import type { Feature } from '../../shared/navigation/feature.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { SettingsScreen } from './settings-screen.tsx'

export const settings: Feature = {
  id: 'settings',
  title: 'Settings',
  icon: 'settings',
  path: '/settings',
  key: 's',
  Screen: SettingsScreen,
  places: [
    { title: 'Request rules', path: '/settings/requests', scope: 'requests:read', keywords: ['approvers'] },
    {
      title: 'Delegations',
      path: '/settings/delegations',
      scope: 'requests:decide',
      keywords: ['delegate', 'stand-in'],
    },
    {
      title: 'Notification templates',
      path: '/settings/notifications',
      scope: 'requests:read',
      keywords: ['outbox', 'mail', 'messages'],
    },
    {
      title: 'Mail server',
      path: '/settings/notifications?show=mail',
      scope: 'settings:read',
      keywords: ['SMTP', 'e-mail', 'notifications'],
    },
  ],
  actions: [
    {
      id: 'delegate',
      title: 'New delegation',
      scope: 'requests:decide',
      keywords: ['delegate', 'absence', 'holiday'],
      run: () => navigate('/settings/delegations?do=new'),
    },
  ],
}
