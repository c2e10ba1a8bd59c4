import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findElectron, type LaunchEnvironment, whyNoWindow } from './boot/launch.ts'
import { refuseOldNode } from './boot/node-version.ts'

/** How long the first start waits for Electron's binary before it goes on in the browser. */
const downloadPatienceMs = 180_000

/**
 * `npm start`: a window where Electron can be had, else the same program in the browser, with a sentence that says why.
 * It only decides and spawns; arguments after `--` go to whichever it starts.
 */
function start(): void {
  const require = createRequire(import.meta.url)
  const here = dirname(fileURLToPath(import.meta.url))
  const surroundings: LaunchEnvironment = {
    platform: process.platform,
    env: process.env,
    args: process.argv.slice(2),
    uid: process.getuid?.() ?? null,
    electronPackage: electronPackage(require),
  }
  const obstacle = whyNoWindow(surroundings)
  const electron = obstacle === null ? (findElectron(surroundings) ?? fetchElectron(surroundings)) : null
  if (electron !== null) {
    follow(spawn(electron, [join(here, '../..'), ...surroundings.args], { stdio: 'inherit', env: withoutNodeMode() }))
    return
  }
  const reason = obstacle ?? "Electron's binary can't be had on this machine"
  console.error(`No window: ${reason}. Castellan runs in the browser instead; open the link below.`)
  // Both words speak to this launcher or to Electron; the host would not know them.
  const args = surroundings.args.filter((arg) => arg !== '--browser' && arg !== '--no-sandbox')
  const entry = fileURLToPath(import.meta.url)
  const cli = join(here, `cli${extname(entry)}`)
  follow(spawn(process.execPath, [cli, 'serve', '--browser', ...args], { stdio: 'inherit' }))
}

function electronPackage(require: NodeJS.Require): string | null {
  try {
    return dirname(require.resolve('electron/package.json'))
  } catch {
    return null
  }
}

/** The electron package fetches its binary when it is first needed; offline that ends quickly with nothing. */
function fetchElectron(surroundings: LaunchEnvironment): string | null {
  const { electronPackage: folder, env } = surroundings
  if (folder === null || env['ELECTRON_OVERRIDE_DIST_PATH'] || env['ELECTRON_SKIP_BINARY_DOWNLOAD']) return null
  console.error('Fetching Electron, once …')
  spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: downloadPatienceMs })
  return findElectron(surroundings)
}

/** Without this variable's removal Electron would run as plain Node and open nothing. */
function withoutNodeMode(): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  return env
}

/** Ends as the child ends. The terminal sends Ctrl-C to both, so only the other signals are handed on. */
function follow(child: ChildProcess): void {
  process.on('SIGINT', () => undefined)
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`Castellan did not start: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)))
}

refuseOldNode()
start()
