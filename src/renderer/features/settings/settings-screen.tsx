import { bridge } from '../../api/bridge.ts'
import { useIsSample } from '../../shared/hooks/use-is-sample.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Appearance } from './machine/appearance.tsx'
import { Backups } from './machine/backups.tsx'
import { Folders } from './folders/folders.tsx'
import { Machine } from './machine/machine.tsx'
import { NotificationSettings } from './notifications/notifications.tsx'
import { EventRules } from './governance/event-rules.tsx'
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
  { id: 'events', Content: EventRules },
  { id: 'delegations', Content: Delegations },
  { id: 'notifications', Content: NotificationSettings },
  { id: 'folders', Content: Folders },
  { id: 'backups', Content: Backups },
  { id: 'appearance', Content: Appearance },
  { id: 'machine', Content: Machine },
  { id: 'storage', Content: Storage },
]

/** All settings, as tabs. */
export function SettingsScreen({ rest }: { rest: readonly string[] }) {
  // Only the desktop window has settings of this machine, and trying the sample changes none of them.
  const isSample = useIsSample()
  const shown = parts.filter(({ id }) => id !== 'machine' || (bridge() !== undefined && !isSample))
  const selected = shown.find(({ id }) => id === rest[0])?.id ?? 'users'
  return (
    <div className="screen">
      <ScreenHead title={text.title} />
      <Tabs
        label={text.sections}
        selected={selected}
        onSelect={(id) => navigate(pages.settingsTab(id), { replace: true })}
        tabs={shown.map(({ id, Content }) => ({ id, title: text.tabs[id], content: <Content /> }))}
      />
    </div>
  )
}
