import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { Palette } from '../commands/palette.tsx'
import { ShortcutSheet } from '../commands/shortcut-sheet.tsx'
import { listenForShortcuts } from '../commands/shortcuts.ts'
import type { Feature } from '../shared/navigation/feature.ts'
import { preferenceStore, setPreferences } from '../shared/navigation/preferences.ts'
import { navigate, partsUnder, usePath } from '../shared/navigation/router.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { Navigation } from './navigation.tsx'
import { SampleStrip } from './sample-strip.tsx'
import { Screen } from './screen.tsx'
import { StatusLine } from './status-line.tsx'
import { text } from './text.ts'
import { useHost } from './use-host.ts'
import { useShellCommands } from './use-shell-commands.ts'
import './shell.css'

/** The frame: areas on the left, one screen, a status line; palette, sheet and drop zone over all of it. */
export function Shell({ features }: { features: readonly Feature[] }) {
  const path = usePath()
  const here = features.find((feature) => partsUnder(feature.path, path))
  const [overlay, setOverlay] = useState<'palette' | 'sheet' | undefined>()
  const singleKeys = useStore(preferenceStore, (state) => state.singleKeys)
  const connection = useHost(features)
  const close = useCallback(() => setOverlay(undefined), [])
  useShellCommands(features, setOverlay)
  useHome(features, path)
  const main = useFocusOnArrival(here)

  useEffect(() => listenForShortcuts(document, { singleKeys: () => preferenceStore.getState().singleKeys }), [])

  return (
    <div className="shell">
      <Button className="skip" onPress={() => main.current?.focus()}>
        {text.skip}
      </Button>
      <SampleStrip />
      <Navigation features={features} here={here} onPalette={() => setOverlay('palette')} />
      <main className="shell-main" tabIndex={-1} ref={main}>
        <Screen feature={here} rest={(here && partsUnder(here.path, path)) ?? []} />
      </main>
      <StatusLine features={features} connection={connection} onSheet={() => setOverlay('sheet')} />
      <Palette features={features} isOpen={overlay === 'palette'} onClose={close} />
      <ShortcutSheet
        isOpen={overlay === 'sheet'}
        onClose={close}
        singleKeys={singleKeys}
        onSingleKeys={(on) => setPreferences({ singleKeys: on })}
      />
      <Drop features={features} />
    </div>
  )
}

function Drop({ features }: { features: readonly Feature[] }) {
  const queries = useQueryClient()
  const taker = features.find((feature) => feature.onFiles)
  const onFiles = useCallback(
    (files: File[]) => {
      if (!taker) return
      navigate(taker.path)
      taker.onFiles?.(files, queries)
    },
    [taker, queries],
  )
  return taker ? <FileDrop onFiles={onFiles} /> : null
}

/** The bare address leads to the first area. */
function useHome(features: readonly Feature[], path: string) {
  const first = features[0]?.path
  useEffect(() => {
    if ((path === '/' || path === '/index.html') && first) navigate(first, { replace: true })
  }, [path, first])
}

/** A change of area moves focus into it and names it, as a new page would. */
function useFocusOnArrival(here: Feature | undefined) {
  const main = useRef<HTMLElement>(null)
  const from = useRef(here)
  useEffect(() => {
    document.title = here ? `${here.title} · ${text.app}` : text.app
    if (from.current !== here && from.current !== undefined) main.current?.focus({ preventScroll: true })
    from.current = here
  }, [here])
  return main
}
