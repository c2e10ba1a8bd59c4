/* oxlint-disable max-lines-per-function -- the list of commands, one after another */
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { isSetup, isPermitted, sessionStore } from '../api/session.ts'
import { endSession } from '../api/end-session.ts'
import { lockNow } from '../api/sign-in.ts'
import type { Command } from '../commands/registry.ts'
import { useCommands } from '../commands/use-commands.ts'
import type { Feature } from '../shared/navigation/feature.ts'
import { preferenceStore, setPreferences, type Theme } from '../shared/navigation/preferences.ts'
import { navigate } from '../shared/navigation/router.ts'
import type { IconName } from '../ui/icon.tsx'
import { runToastAction, latestUndo } from '../ui/toast.ts'
import { moveToPane } from './panes.ts'
import { skipFirstRun } from './first-run-store.ts'
import { text } from './text.ts'

const themes: readonly { theme: Theme; icon: IconName }[] = [
  { theme: 'system', icon: 'system' },
  { theme: 'light', icon: 'sun' },
  { theme: 'dark', icon: 'moon' },
]

/** Registers the commands that exist on every screen. */
export function useShellCommands(features: readonly Feature[], open: (overlay: 'palette' | 'sheet') => void) {
  const queries = useQueryClient()
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'palette.open',
        title: text.openPalette,
        group: 'Help',
        shortcut: 'mod+k',
        icon: 'search',
        whileTyping: true,
        run: () => open('palette'),
      },
      {
        id: 'sheet.open',
        title: text.shortcuts,
        group: 'Help',
        shortcut: '?',
        icon: 'keyboard',
        keywords: ['help', 'keys'],
        run: () => open('sheet'),
      },
      {
        id: 'undo',
        title: text.undo,
        group: 'Actions',
        shortcut: 'mod+z',
        icon: 'undo',
        when: () => latestUndo() !== undefined,
        run: () => {
          const offer = latestUndo()
          if (offer) runToastAction(offer)
        },
      },
      ...features.map(
        (feature): Command => ({
          id: `go.${feature.id}`,
          title: text.goTo(feature.title),
          group: 'Go to',
          shortcut: `g ${feature.key}`,
          icon: feature.icon,
          run: () => navigate(feature.path),
        }),
      ),
      ...features.flatMap((feature) =>
        (feature.places ?? []).map(
          ({ title, path, scope, keywords }): Command => ({
            id: `go.${path}`,
            title,
            group: 'Go to',
            icon: feature.icon,
            ...(keywords && { keywords }),
            when: () => scope === undefined || isPermitted(sessionStore.getState(), scope),
            run: () => navigate(path),
          }),
        ),
      ),
      ...features.flatMap((feature) =>
        (feature.actions ?? []).map(
          ({ id, title, scope, keywords, run }): Command => ({
            id: `${feature.id}.${id}`,
            title,
            group: 'Actions',
            icon: feature.icon,
            ...(keywords && { keywords }),
            when: () => isPermitted(sessionStore.getState(), scope),
            run: () => run(queries),
          }),
        ),
      ),
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
      ...themes.map(
        ({ theme, icon }): Command => ({
          id: `theme.${theme}`,
          title: text.theme[theme],
          group: 'View',
          icon,
          keywords: ['appearance', 'colours', 'dark mode', 'light mode'],
          when: () => preferenceStore.getState().theme !== theme,
          run: () => setPreferences({ theme }),
        }),
      ),
      ...(['dense', 'roomy'] as const).map(
        (density): Command => ({
          id: `density.${density}`,
          title: text.density[density],
          group: 'View',
          keywords: ['density', 'compact', 'comfortable', 'row height'],
          when: () => preferenceStore.getState().density !== density,
          run: () => setPreferences({ density }),
        }),
      ),
      {
        id: 'session.setup',
        title: text.setup.resume,
        group: 'Actions',
        keywords: ['owner', 'welcome', 'first run'],
        when: () => isSetup(sessionStore.getState()),
        run: () => skipFirstRun(false),
      },
      {
        id: 'session.lock',
        title: text.lock,
        group: 'Actions',
        shortcut: 'mod+shift+l',
        icon: 'hold',
        keywords: ['screen', 'away'],
        whileTyping: true,
        when: () => !isSetup(sessionStore.getState()),
        run: lockNow,
      },
      {
        id: 'session.switch',
        title: text.switchUser,
        group: 'Actions',
        icon: 'person',
        keywords: ['sign in', 'somebody else'],
        run: () => endSession(text.switchedUser),
      },
      {
        id: 'session.end',
        title: text.signOut,
        group: 'Actions',
        keywords: ['log out'],
        run: () => endSession(text.signedOutMessage),
      },
    ],
    [features, open, queries],
  )
  useCommands(commands)
}
