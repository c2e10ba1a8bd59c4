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
    { title: 'How requests are decided', path: '/settings/requests', scope: 'requests:read', keywords: ['approvers'] },
    {
      title: 'Who stands in for whom',
      path: '/settings/stand-ins',
      scope: 'requests:decide',
      keywords: ['delegation'],
    },
    {
      title: 'Messages to people',
      path: '/settings/messages',
      scope: 'requests:read',
      keywords: ['templates', 'outbox', 'mail'],
    },
    {
      title: 'How messages are sent',
      path: '/settings/messages?show=mail',
      scope: 'settings:read',
      keywords: ['mail server', 'SMTP', 'e-mail'],
    },
  ],
  actions: [
    {
      id: 'stand-in',
      title: 'Name somebody who stands in',
      scope: 'requests:decide',
      keywords: ['delegation', 'away', 'holiday'],
      run: () => navigate('/settings/stand-ins?do=new'),
    },
  ],
}
