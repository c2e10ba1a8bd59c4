import type { QueryClient } from '@tanstack/react-query'
import { endSession } from '../api/end-session.ts'
import { isPermitted, isSetup, sessionStore } from '../api/session.ts'
import { lockNow } from '../api/sign-in.ts'
import type { Command } from '../commands/registry.ts'
import type { IconCommand } from '../commands/command-button.tsx'
import type { Feature } from '../shared/navigation/feature.ts'
import { preferenceStore, setPreferences, type Theme } from '../shared/navigation/preferences.ts'
import { navigate } from '../shared/navigation/router.ts'
import type { IconName } from '../ui/icon.tsx'
import { latestUndo, runToastAction } from '../ui/toast.ts'
import { skipFirstRun } from './first-run-store.ts'
import { moveToPane } from './panes.ts'
import { text } from './text.ts'

export const openPalette = (open: () => void): IconCommand => ({
  id: 'palette.open',
  title: text.openPalette,
  group: 'Help',
  shortcut: 'mod+k',
  icon: 'search',
  whileTyping: true,
  run: open,
})

export const openShortcuts = (open: () => void): IconCommand => ({
  id: 'sheet.open',
  title: text.shortcuts,
  group: 'Help',
  shortcut: '?',
  icon: 'keyboard',
  keywords: ['help', 'keys'],
  run: open,
})

const undo: Command = {
  id: 'undo',
  title: text.undo,
  group: 'Actions',
  shortcut: 'mod+z',
  icon: 'undo',
  isEnabled: () => latestUndo() !== undefined,
  run: () => {
    const offer = latestUndo()
    if (offer) runToastAction(offer)
  },
}

const goTo = (feature: Feature): Command => ({
  id: `go.${feature.id}`,
  title: text.goTo(feature.title),
  group: 'Go to',
  shortcut: `g ${feature.key}`,
  icon: feature.icon,
  run: () => navigate(feature.path),
})

const placesOf = (feature: Feature): Command[] =>
  (feature.places ?? []).map(({ title, path, scope, keywords }) => ({
    id: `go.${path}`,
    title,
    group: 'Go to',
    icon: feature.icon,
    ...(keywords && { keywords }),
    isEnabled: () => scope === undefined || isPermitted(sessionStore.getState(), scope),
    run: () => navigate(path),
  }))

const actionsOf = (feature: Feature, queries: QueryClient): Command[] =>
  (feature.actions ?? []).map(({ id, title, scope, keywords, run }) => ({
    id: `${feature.id}.${id}`,
    title,
    group: 'Actions',
    icon: feature.icon,
    ...(keywords && { keywords }),
    isEnabled: () => isPermitted(sessionStore.getState(), scope),
    run: () => void run(queries),
  }))

const paneCommands: readonly Command[] = [
  {
    id: 'pane.next',
    title: text.nextPane,
    group: 'Go to',
    shortcut: 'f6',
    whileTyping: true,
    run: () => moveToPane(1),
  },
  {
    id: 'pane.previous',
    title: text.previousPane,
    group: 'Go to',
    shortcut: 'shift+f6',
    whileTyping: true,
    run: () => moveToPane(-1),
  },
]

const themes: readonly { theme: Theme; icon: IconName }[] = [
  { theme: 'system', icon: 'system' },
  { theme: 'light', icon: 'sun' },
  { theme: 'dark', icon: 'moon' },
]

const viewCommands: readonly Command[] = [
  ...themes.map(
    ({ theme, icon }): Command => ({
      id: `theme.${theme}`,
      title: text.theme[theme],
      group: 'View',
      icon,
      keywords: ['appearance', 'colours', 'dark mode', 'light mode'],
      isEnabled: () => preferenceStore.getState().theme !== theme,
      run: () => setPreferences({ theme }),
    }),
  ),
  ...(['dense', 'roomy'] as const).map(
    (density): Command => ({
      id: `density.${density}`,
      title: text.density[density],
      group: 'View',
      keywords: ['density', 'compact', 'comfortable', 'row height'],
      isEnabled: () => preferenceStore.getState().density !== density,
      run: () => setPreferences({ density }),
    }),
  ),
]

export const resumeSetup: Command = {
  id: 'session.setup',
  title: text.setup.resume,
  group: 'Actions',
  keywords: ['owner', 'welcome', 'first run'],
  isEnabled: () => isSetup(sessionStore.getState()),
  run: () => skipFirstRun(false),
}

export const lock: Command = {
  id: 'session.lock',
  title: text.lock,
  group: 'Actions',
  shortcut: 'mod+shift+l',
  icon: 'hold',
  keywords: ['screen', 'away'],
  whileTyping: true,
  isEnabled: () => !isSetup(sessionStore.getState()),
  run: lockNow,
}

export const switchUser: Command = {
  id: 'session.switch',
  title: text.switchUser,
  group: 'Actions',
  icon: 'person',
  keywords: ['sign in', 'other user'],
  run: () => endSession(text.switchedUser),
}

export const endTheSession: Command = {
  id: 'session.end',
  title: text.signOut,
  group: 'Actions',
  keywords: ['log out'],
  run: () => endSession(text.signedOutMessage),
}

/** The commands that exist on every screen, besides those that open the palette and the shortcut sheet. */
export const shellCommands = (features: readonly Feature[], queries: QueryClient): readonly Command[] => [
  undo,
  ...features.map(goTo),
  ...features.flatMap(placesOf),
  ...features.flatMap((feature) => actionsOf(feature, queries)),
  ...paneCommands,
  ...viewCommands,
  resumeSetup,
  lock,
  switchUser,
  endTheSession,
]
