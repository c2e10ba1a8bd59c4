import { type BrowserWindow, dialog, nativeTheme, shell } from 'electron'
import type { WindowBackend, WindowPaths } from '../workspace/window-backend.ts'
import type { DroppedFiles } from './dropped-files.ts'
import { externalUrl } from './external.ts'
import type { Handlers } from './ipc.ts'
import type { KeyStore } from './key-store.ts'
import type { LoginItem } from './login-item.ts'
import { notify } from './notify.ts'
import { ownPath } from './reveal.ts'

export interface Bridged {
  readonly backend: WindowBackend
  readonly places: WindowPaths
  readonly drops: DroppedFiles
  readonly keys: KeyStore
  readonly loginItem: LoginItem
  readonly window: () => BrowserWindow | null
  readonly show: (path: string | null) => void
}

/** What the bridge's channels do. */
export function bridgeHandlers({ backend, places: paths, drops, keys, loginItem, window, show }: Bridged): Handlers {
  return {
    dropped: (path) => drops.accept(path),
    async chooseFolder() {
      const owner = window()
      if (owner === null) return null
      const chosen = await dialog.showOpenDialog(owner, { properties: ['openDirectory', 'createDirectory'] })
      return chosen.filePaths[0] ?? null
    },
    async showInFolder(path) {
      const own = await ownPath(path, [paths.dataDir, paths.importsDir])
      if (own !== null) shell.showItemInFolder(own)
      return own !== null
    },
    notify: (notice) => notify(notice, show),
    setTheme: (theme) => {
      nativeTheme.themeSource = theme
    },
    doorStatus: () => backend.status(),
    async openExternal(url) {
      const allowed = externalUrl(url)
      if (allowed !== null) await shell.openExternal(allowed)
      return allowed !== null
    },
    keepSignIn(code) {
      if (code !== null) return keys.keep(code)
      keys.forget()
      return true
    },
    keptSignIn: () => keys.read(),
    startsAtLogin: () => loginItem.isSet(),
    setStartAtLogin: (on) => loginItem.set(on),
  }
}
