import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface LaunchEnvironment {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly args: readonly string[]
  /** Null where the system has no such number. */
  readonly uid: number | null
  /** The folder of the installed `electron` package; null when it is not installed. */
  readonly electronPackage: string | null
}

/** Electron's binary when it is on this machine already: from the override, else where the package keeps it. */
export function findElectron({ platform, env, electronPackage }: LaunchEnvironment): string | null {
  const usual = platform === 'win32' ? 'electron.exe' : platform === 'darwin' ? macBinary : 'electron'
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override !== undefined && override !== '') return existing(join(override, usual))
  if (electronPackage === null) return null
  const note = join(electronPackage, 'path.txt')
  if (!existsSync(note)) return null
  return existing(join(electronPackage, 'dist', readFileSync(note, 'utf8').trim()))
}

/** What keeps a window from opening even where Electron is there, as the end of a sentence; else null. */
export function whyNoWindow({ platform, env, args, uid }: LaunchEnvironment): string | null {
  if (args.includes('--browser')) return 'the browser was asked for'
  if (platform !== 'linux') return null
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'there is no display here'
  if (uid === 0 && !args.includes('--no-sandbox')) return 'Electron does not run as root with its sandbox on'
  return null
}

const macBinary = 'Electron.app/Contents/MacOS/Electron'
const existing = (path: string): string | null => (existsSync(path) ? path : null)
