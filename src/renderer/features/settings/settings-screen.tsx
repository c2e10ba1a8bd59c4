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
import './settings.css'
import './governance/governance.css'

type Part = keyof typeof text.tabs
const parts: readonly { id: Part; Content: () => React.ReactNode }[] = [
  { id: 'users', Content: Users },
  { id: 'requests', Content: RequestRules },
  { id: 'stand-ins', Content: Delegations },
  { id: 'messages', Content: NotificationSettings },
  { id: 'folders', Content: Folders },
  { id: 'backups', Content: Backups },
  { id: 'appearance', Content: Appearance },
  // Only the desktop window can keep something on the machine.
  ...(bridge() ? [{ id: 'machine' as const, Content: Machine }] : []),
  { id: 'storage', Content: Storage },
]

/** Who may sign in, how requests are decided, which folders are watched, how it looks, and what is kept where. */
export function SettingsScreen({ rest }: { rest: readonly string[] }) {
  const selected = parts.find(({ id }) => id === rest[0])?.id ?? 'users'
  return (
    <div className="screen">
      <ScreenHead title={text.title} />
      <Tabs
        label={text.parts}
        selected={selected}
        onSelect={(id) => navigate(`/settings/${id}`, { replace: true })}
        tabs={parts.map(({ id, Content }) => ({ id, title: text.tabs[id], content: <Content /> }))}
      />
    </div>
  )
}
