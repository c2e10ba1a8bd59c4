import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useStore } from 'zustand'
import { Palette } from '../commands/palette.tsx'
import { ShortcutSheet } from '../commands/shortcut-sheet.tsx'
import { listenForShortcuts } from '../commands/shortcuts.ts'
import { useCommands } from '../commands/use-commands.ts'
import type { Feature } from '../shared/navigation/feature.ts'
import { preferenceStore, setPreferences } from '../shared/navigation/preferences.ts'
import { navigate, partsUnder, usePath } from '../shared/navigation/router.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { Navigation } from './navigation.tsx'
import { SampleStrip } from './sample-strip.tsx'
import { Screen } from './screen.tsx'
import { openPalette, openShortcuts, shellCommands } from './shell-commands.ts'
import { StatusLine } from './status-line.tsx'
import { ClockStrip } from './clock-strip.tsx'
import { StorageStrip } from './storage-strip.tsx'
import { text } from './text.ts'
import { usePermittedFeatures } from './use-permitted-features.ts'
import { useHost } from './use-host.ts'
import './shell.css'

/** The frame of the app: navigation, one screen, status line; above them palette, shortcut sheet and drop zone. */
export function Shell({ features: all }: { features: readonly Feature[] }) {
  const features = usePermittedFeatures(all)
  const path = usePath()
  // An address of a screen that is not in the menu says why.
  const currentFeature = all.find((feature) => partsUnder(feature.path, path))
  const [overlay, setOverlay] = useState<'palette' | 'sheet' | undefined>()
  const singleKeys = useStore(preferenceStore, (state) => state.singleKeys)
  const connection = useHost(all)
  const close = useCallback(() => setOverlay(undefined), [])
  const queries = useQueryClient()
  const palette = openPalette(() => setOverlay('palette'))
  const shortcuts = openShortcuts(() => setOverlay('sheet'))
  useCommands([palette, shortcuts, ...shellCommands(features, queries)])
  useRedirectHome(features, path)
  const main = useFocusOnNavigation(currentFeature)

  useEffect(() => listenForShortcuts(document, { singleKeys: () => preferenceStore.getState().singleKeys }), [])

  return (
    <div className="shell">
      <Button className="skip-link" onPress={() => main.current?.focus()}>
        {text.skip}
      </Button>
      <div className="shell-strips">
        <SampleStrip />
        <StorageStrip />
        <ClockStrip />
      </div>
      <Navigation features={features} here={currentFeature} palette={palette} />
      <main className="shell-main" tabIndex={-1} ref={main}>
        <Screen feature={currentFeature} rest={(currentFeature && partsUnder(currentFeature.path, path)) ?? []} />
      </main>
      <StatusLine features={features} connection={connection} shortcuts={shortcuts} />
      <Palette features={features} isOpen={overlay === 'palette'} onClose={close} />
      <ShortcutSheet
        isOpen={overlay === 'sheet'}
        onClose={close}
        singleKeys={singleKeys}
        onSingleKeys={(on) => setPreferences({ singleKeys: on })}
      />
      <DropZone features={features} />
    </div>
  )
}

function DropZone({ features }: { features: readonly Feature[] }) {
  const queries = useQueryClient()
  const receiver = features.find((feature) => feature.onFiles)
  const onFiles = useCallback(
    (files: File[]) => {
      if (!receiver) return
      navigate(receiver.path)
      receiver.onFiles?.(files, queries)
    },
    [receiver, queries],
  )
  return receiver ? <FileDrop onFiles={onFiles} /> : null
}

/** Redirects the root path to the first feature. */
function useRedirectHome(features: readonly Feature[], path: string) {
  const first = features[0]?.path
  useEffect(() => {
    if ((path === '/' || path === '/index.html') && first) navigate(first, { replace: true })
  }, [path, first])
}

/** After a change of feature, moves the focus into it and sets the title, as a page load would. */
function useFocusOnNavigation(currentFeature: Feature | undefined) {
  const main = useRef<HTMLElement>(null)
  const from = useRef(currentFeature)
  useEffect(() => {
    document.title = currentFeature ? `${currentFeature.title} · ${text.app}` : text.app
    if (from.current !== currentFeature && from.current !== undefined) main.current?.focus({ preventScroll: true })
    from.current = currentFeature
  }, [currentFeature])
  return main
}
