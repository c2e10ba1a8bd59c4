import { roleLabels } from '../shared/role-labels.ts'
import { useStore } from 'zustand'
import type { StreamState } from '../api/events.ts'
import { isSetup, sessionStore } from '../api/session.ts'
import type { Feature } from '../shared/navigation/feature.ts'
import { preferenceStore, setPreferences } from '../shared/navigation/preferences.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, type MenuEntry } from '../ui/menu.tsx'
import { runCommand } from '../commands/registry.ts'
import { text } from './text.ts'

export interface StatusLineProps {
  features: readonly Feature[]
  connection: StreamState
  onSheet: () => void
}

export function StatusLine({ features, connection, onSheet }: StatusLineProps) {
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
      <IconButton icon="keyboard" label={text.shortcuts} shortcut="?" onPress={onSheet} />
    </footer>
  )
}

function PersonMenu() {
  const session = useStore(sessionStore)
  if (session.state !== 'signed-in') return null
  const { username, roles } = session.session.person
  const command = (id: string, title: string, rest: Partial<MenuEntry> = {}): MenuEntry => ({
    id,
    title,
    ...rest,
    run: () => void runCommand(id),
  })
  const entries = isSetup(session)
    ? [command('session.setup', text.setup.resume), command('session.end', text.signOut, { apart: true })]
    : [
        command('session.lock', text.lock, { shortcut: 'mod+shift+l' }),
        command('session.switch', text.switchUser),
        command('session.end', text.signOut, { apart: true }),
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
