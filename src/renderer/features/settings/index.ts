import type { Feature } from '../../feature.ts'
import { SettingsScreen } from './settings-screen.tsx'

export const settings: Feature = {
  id: 'settings',
  title: 'Settings',
  icon: 'settings',
  path: '/settings',
  key: 's',
  Screen: SettingsScreen,
}
