import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog, nativeTheme, Notification, screen, session, shell } from 'electron'
import { type Notice, openChannel } from '../../contract/bridge.ts'
import { endOnCrash } from '../crash.ts'
import { defaultDataDir, defaultImportsDir, defaultPort } from '../places.ts'
import type { ProgramParts } from '../program-parts.ts'
import { type Backend, openBackend, type WindowPlaces } from '../window-backend.ts'
import { readArguments } from './arguments.ts'
import { deepLinkIn, parseDeepLink } from './deep-link.ts'
import { createDroppedFiles, type DroppedFiles } from './dropped-files.ts'
import { externalUrl } from './external.ts'
import { hardenEverything } from './harden.ts'
import { type Handlers, openChannels } from './ipc.ts'
import { setMenu } from './menu.ts'
import { limitNotices } from './notices.ts'
import { appUrl } from './origin.ts'
import { registerScheme, serveScheme } from './protocol.ts'
import { ownPath } from './reveal.ts'
import { readWindowState, writeWindowState } from './saved-state.ts'
import { dangerousSwitch } from './switches.ts'
import { createWindow } from './window.ts'

/** Runs the desktop program. Nothing is awaited before Electron is ready: it would wait for us. */
export function run(parts: ProgramParts): void {
  const argv = process.argv.slice(1)
  const forbidden = app.isPackaged ? dangerousSwitch(argv) : undefined
  if (forbidden !== undefined) {
    process.stderr.write(`Castellan does not start with ${forbidden}.\n`)
    app.exit(2)
    return
  }
  registerScheme()
  const places = placesOf(argv)
  // Chromium's own files, and with them Electron's single-instance lock, go with the data they belong to.
  mkdirSync(places.dataDir, { recursive: true, mode: 0o700 })
  app.setPath('userData', join(places.dataDir, 'window'))
  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return
  }
  endOnCrash(places.dataDir, (code) => app.exit(code))
  if (app.isPackaged) app.setAsDefaultProtocolClient('castellan')
  hardenEverything()
  app
    .whenReady()
    .then(() => open(places, parts, deepLinkIn(argv).path))
    .catch((error: unknown) => {
      dialog.showErrorBox('Castellan can’t open its data', error instanceof Error ? error.message : String(error))
      app.exit(1)
    })
}

function placesOf(argv: readonly string[]): WindowPlaces {
  const given = readArguments(argv)
  const fromEnvironment = Number(process.env['CASTELLAN_PORT'])
  return {
    dataDir: given.data ?? defaultDataDir(),
    importsDir: given.imports ?? defaultImportsDir(),
    port: given.port ?? (fromEnvironment > 0 && fromEnvironment <= 65_535 ? fromEnvironment : defaultPort),
  }
}

async function open(places: WindowPlaces, parts: ProgramParts, path: string | null): Promise<void> {
  const backend = await openBackend(places, parts)
  const drops = createDroppedFiles()
  let window: BrowserWindow | null = null
  const show = (where: string | null): void => {
    if (window === null || window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    if (where !== null) window.webContents.send(openChannel, where)
  }

  closeWith(backend)
  setMenu(app.isPackaged)
  serveScheme(session.defaultSession, (request) => backend.respond(request), drops)
  openChannels(() => window, handlers({ backend, places, drops, window: () => window, show }))
  app.on('second-instance', (_event, argv) => show(deepLinkIn(argv.slice(1)).path))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    show(parseDeepLink(url))
  })

  const stateFile = join(app.getPath('userData'), 'window-state.json')
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea)
  window = createWindow(parts.preload, app.isPackaged, readWindowState(stateFile), areas)
  window.on('close', () => {
    if (window !== null) writeWindowState(stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() })
  })
  announceStaged(backend, () => window, show)
  await window.loadURL(`${appUrl}${path === null ? '' : path.slice(1)}${backend.hash}`)
  if (backend.notice !== null) notify({ title: 'Castellan', body: backend.notice, path: '/' }, show)
}

/** Quitting waits until the host has stopped, so that no write-ahead log and no lock stays behind. */
function closeWith(backend: Backend): void {
  let closed = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    const force = setTimeout(() => app.exit(1), 4_900)
    void backend.close().finally(() => {
      clearTimeout(force)
      closed = true
      app.exit(0)
    })
  })
}

interface Bridged {
  readonly backend: Backend
  readonly places: WindowPlaces
  readonly drops: DroppedFiles
  readonly window: () => BrowserWindow | null
  readonly show: (path: string | null) => void
}

function handlers({ backend, places, drops, window, show }: Bridged): Handlers {
  return {
    dropped: (path) => drops.accept(path),
    async chooseFolder() {
      const owner = window()
      if (owner === null) return null
      const chosen = await dialog.showOpenDialog(owner, { properties: ['openDirectory', 'createDirectory'] })
      return chosen.filePaths[0] ?? null
    },
    async showInFolder(path) {
      const own = await ownPath(path, [places.dataDir, places.importsDir])
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
  }
}

function notify({ title, body, path }: Notice, show: (path: string) => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body })
  notification.on('click', () => show(path))
  notification.show()
}

/** Says that an import waits, when nobody is looking. No name and no number: it may appear on a lock screen. */
function announceStaged(backend: Backend, window: () => BrowserWindow | null, show: (path: string) => void): void {
  const mayNotify = limitNotices(Date.now)
  backend.listen((event) => {
    if (event.type !== 'import' || event.state !== 'staged' || window()?.isFocused() === true) return
    if (!mayNotify('staged')) return
    notify({ title: 'An import waits for you', body: 'See what it would change.', path: `/imports/${event.id}` }, show)
  })
}
