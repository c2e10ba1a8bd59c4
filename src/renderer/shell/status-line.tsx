import { roleLabels } from '../shared/role-labels.ts'
import { useStore } from 'zustand'
import type { StreamState } from '../api/events.ts'
import { isSetup, sessionStore } from '../api/session.ts'
import type { Feature } from '../shared/navigation/feature.ts'
import { preferenceStore, setPreferences } from '../shared/navigation/preferences.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { CommandIconButton, type IconCommand, menuEntryOf } from '../commands/command-button.tsx'
import { endTheSession, lock, resumeSetup, switchUser } from './shell-commands.ts'
import { text } from './text.ts'

export interface StatusLineProps {
  features: readonly Feature[]
  connection: StreamState
  shortcuts: IconCommand
}

export function StatusLine({ features, connection, shortcuts }: StatusLineProps) {
  return (
    <footer className="status" aria-label={text.status}>
      <span className="status-item" role="status">
        <span className="status-dot" data-state={connection} aria-hidden="true" />
        {text.connection[connection]}
      </span>
      {features.map((feature) => feature.Status && <feature.Status key={feature.id} />)}
      <span className="status-space" />
      <PersonMenu />
      <ThemeButton />
      <CommandIconButton command={shortcuts} />
    </footer>
  )
}

function PersonMenu() {
  const session = useStore(sessionStore)
  if (session.state !== 'signed-in') return null
  const { username, roles } = session.session.person
  const entries = [
    ...(isSetup(session) ? [resumeSetup] : [lock, switchUser]).map(menuEntryOf),
    { ...menuEntryOf(endTheSession), apart: true },
  ]
  return (
    <Menu label={text.account} entries={entries}>
      <Button variant="quiet" icon="person">
        {username}
        {roles[0] && <span className="status-role">{roleLabels[roles[0]]}</span>}
      </Button>
    </Menu>
  )
}

const order = { system: 'light', light: 'dark', dark: 'system' } as const
const icons = { system: 'system', light: 'sun', dark: 'moon' } as const

function ThemeButton() {
  const theme = useStore(preferenceStore, (state) => state.theme)
  return (
    <IconButton icon={icons[theme]} label={text.theme[theme]} onPress={() => setPreferences({ theme: order[theme] })} />
  )
}
