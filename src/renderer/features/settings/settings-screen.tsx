import { bridge } from '../../api/bridge.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Appearance } from './machine/appearance.tsx'
import { Backups } from './machine/backups.tsx'
import { Folders } from './folders/folders.tsx'
import { Machine } from './machine/machine.tsx'
import { NotificationSettings } from './notifications/notifications.tsx'
import { RequestRules } from './governance/request-rules.tsx'
import { Delegations } from './governance/delegations.tsx'
import { Storage } from './machine/storage.tsx'
import { text } from './text.ts'
import { Users } from './users/users.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import './settings.css'
import './governance/governance.css'

type Part = keyof typeof text.tabs
const parts: readonly { id: Part; Content: () => React.ReactNode }[] = [
  { id: 'users', Content: Users },
  { id: 'requests', Content: RequestRules },
  { id: 'delegations', Content: Delegations },
  { id: 'notifications', Content: NotificationSettings },
  { id: 'folders', Content: Folders },
  { id: 'backups', Content: Backups },
  { id: 'appearance', Content: Appearance },
  // Only the desktop window has settings of this machine.
  ...(bridge() ? [{ id: 'machine' as const, Content: Machine }] : []),
  { id: 'storage', Content: Storage },
]

/** All settings, as tabs. */
export function SettingsScreen({ rest }: { rest: readonly string[] }) {
  const selected = parts.find(({ id }) => id === rest[0])?.id ?? 'users'
  return (
    <div className="screen">
      <ScreenHead title={text.title} />
      <Tabs
        label={text.sections}
        selected={selected}
        onSelect={(id) => navigate(pages.settingsTab(id), { replace: true })}
        tabs={parts.map(({ id, Content }) => ({ id, title: text.tabs[id], content: <Content /> }))}
      />
    </div>
  )
}
