import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog, powerMonitor, safeStorage, screen, session } from 'electron'
import { openChannel } from '../../contract/bridge.ts'
import { endOnCrash } from '../data-dir/crash.ts'
import { savePendingNote } from '../data-dir/pending-audit-notes.ts'
import { defaultDataDir, defaultImportsDir, defaultPort } from '../boot/data-paths.ts'
import type { ProgramFiles } from '../boot/program-files.ts'
import type { WindowBackend, WindowPaths } from '../workspace/window-backend.ts'
import { readArguments } from './arguments.ts'
import { bridgeHandlers } from './bridge-handlers.ts'
import { deepLinkIn, type LinkInArguments } from './deep-link.ts'
import { createDroppedFiles } from './dropped-files.ts'
import { hardenEverything } from './harden.ts'
import { openChannels } from './ipc.ts'
import { createKeyStore, createKeyStores } from './key-store.ts'
import { createLoginItem, type LoginItem } from './login-item.ts'
import { setMenu } from './menu.ts'
import { announceStaged, notify } from './notify.ts'
import { openData } from './open-data.ts'
import { appUrl } from './origin.ts'
import { registerScheme, serveScheme } from './protocol.ts'
import { readWindowState, writeWindowState } from './saved-state.ts'
import { unknownSwitch } from './switches.ts'
import { createWindow } from './window.ts'
import { keepWindowAlive } from './window-life.ts'

/** Runs the desktop program. Nothing is awaited before Electron is ready: it would wait for us. */
export function run(parts: ProgramFiles): void {
  const argv = process.argv.slice(1)
  const forbidden = app.isPackaged ? unknownSwitch(argv) : undefined
  if (forbidden !== undefined) {
    process.stderr.write(`Castellan does not start with ${forbidden}.\n`)
    const at = new Date().toISOString()
    savePendingNote(placesOf(argv).dataDir, { kind: 'refused-start', argument: forbidden, at })
    app.exit(2)
    return
  }
  registerScheme()
  const paths = placesOf(argv)
  // Chromium's own files, and with them Electron's single-instance lock, go with the data they belong to.
  mkdirSync(paths.dataDir, { recursive: true, mode: 0o700 })
  app.setPath('userData', join(paths.dataDir, 'window'))
  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return
  }
  endOnCrash(paths.dataDir, (code) => app.exit(code))
  if (app.isPackaged) app.setAsDefaultProtocolClient('castellan')
  hardenEverything()
  app
    .whenReady()
    .then(() => open(paths, parts, deepLinkIn(argv)))
    .catch((error: unknown) => {
      dialog.showErrorBox('Castellan can’t open its data', error instanceof Error ? error.message : String(error))
      app.exit(1)
    })
}

function placesOf(argv: readonly string[]): WindowPaths {
  const startArguments = readArguments(argv)
  const fromEnvironment = Number(process.env['CASTELLAN_PORT'])
  return {
    dataDir: startArguments.data ?? defaultDataDir(),
    importsDir: startArguments.imports ?? defaultImportsDir(),
    port: startArguments.port ?? (fromEnvironment > 0 && fromEnvironment <= 65_535 ? fromEnvironment : defaultPort),
  }
}

async function open(paths: WindowPaths, parts: ProgramFiles, link: LinkInArguments): Promise<void> {
  const mailPassword = createKeyStore(join(app.getPath('userData'), 'mail-password'), safeStorage)
  const webhookSecrets = createKeyStores(join(app.getPath('userData'), 'webhook-secrets'), safeStorage)
  const backend = await openData(paths, { ...parts, mailPassword, webhookSecrets })
  if (backend === null) {
    app.exit(1)
    return
  }
  const drops = createDroppedFiles()
  const keys = createKeyStore(join(app.getPath('userData'), 'kept-sign-in'), safeStorage)
  let window: BrowserWindow | null = null
  const show = (where: string | null): void => {
    if (window === null || window.isDestroyed()) return
    // A page that has ended and was not loaded again yet.
    if (window.webContents.isCrashed()) window.webContents.reload()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    if (where !== null) window.webContents.send(openChannel, where)
  }

  closeWith(backend)
  setMenu(app.isPackaged)
  serveScheme(session.defaultSession, (request) => backend.respond(request), drops)
  openChannels(
    () => window,
    bridgeHandlers({ backend, places: paths, drops, keys, loginItem: loginItemOf(paths), window: () => window, show }),
  )
  const follow = ({ path, malformed }: LinkInArguments): void => {
    if (malformed) backend.note({ kind: 'malformed-link' })
    show(path)
  }
  follow(link)
  app.on('second-instance', (_event, argv) => follow(deepLinkIn(argv.slice(1))))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    follow(deepLinkIn([url]))
  })
  const lock = (): void => void backend.lockAll()
  powerMonitor.on('lock-screen', lock)
  powerMonitor.on('suspend', lock)

  const stateFile = join(app.getPath('userData'), 'window-state.json')
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea)
  window = createWindow(parts.preload, app.isPackaged, readWindowState(stateFile), areas)
  window.on('close', () => {
    if (window !== null) writeWindowState(stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() })
  })
  keepWindowAlive(window, (reason) => backend.note({ kind: 'window-died', reason }))
  announceStaged(backend, () => window, show)
  await window.loadURL(`${appUrl}${link.path === null ? '' : link.path.slice(1)}${backend.hash}`)
  if (backend.notice !== null) notify({ title: 'Castellan', body: backend.notice, path: '/' }, show)
}

function loginItemOf({ dataDir, importsDir }: WindowPaths): LoginItem {
  return createLoginItem(app, {
    platform: process.platform,
    packaged: app.isPackaged,
    program: process.env['APPIMAGE'] ?? process.execPath,
    args: [`--data=${dataDir}`, `--imports=${importsDir}`],
    configHome: app.getPath('appData'),
  })
}

/** Quitting waits until the host has stopped, so that no write-ahead log and no lock stays behind. */
function closeWith(backend: WindowBackend): void {
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
