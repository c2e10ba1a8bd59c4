import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The part of Electron's app that this needs. */
export interface LoginItems {
  getLoginItemSettings(options?: object): { openAtLogin: boolean }
  setLoginItemSettings(settings: { openAtLogin: boolean; path?: string; args?: string[] }): void
}

/** Whether Castellan starts when the person signs in to the machine. */
export interface LoginItem {
  /** Null where it can't be set: a clone has no program that could be started. */
  isSet(): boolean | null
  /** @returns what holds afterwards */
  set(on: boolean): boolean | null
}

export interface LoginItemPlace {
  readonly platform: NodeJS.Platform
  readonly packaged: boolean
  /** The program, or the AppImage around it. */
  readonly program: string
  /** With what it is started: the same data and folder as now. */
  readonly args: readonly string[]
  /** Where desktops of Linux look for what starts with them. */
  readonly configHome: string
}

/** macOS and Windows have a setting for it; on Linux it is a file, which Electron leaves to the program. */
export function createLoginItem(app: LoginItems, place: LoginItemPlace): LoginItem {
  const { platform, packaged, program, args, configHome } = place
  if (!packaged) return { isSet: () => null, set: () => null }
  const file = join(configHome, 'autostart', 'castellan.desktop')
  const own = { path: program, args: [...args] }
  const isSet = (): boolean => (platform === 'linux' ? existsSync(file) : app.getLoginItemSettings(own).openAtLogin)
  return {
    isSet,
    set(on) {
      if (platform !== 'linux') app.setLoginItemSettings({ openAtLogin: on, ...own })
      else if (on) {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, desktopEntry(program, args))
      } else rmSync(file, { force: true })
      return isSet()
    },
  }
}

const desktopEntry = (program: string, args: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Castellan',
    'Comment=Takes in what arrives in the watched folder',
    `Exec=${[program, ...args].map(quoted).join(' ')}`,
    'Terminal=false',
    '',
  ].join('\n')

/** As the Desktop Entry Specification quotes an argument of Exec; a percent sign stands for itself when it is doubled. */
const quoted = (text: string): string => `"${text.replace(/[\\"`$]/g, (sign) => `\\\\${sign}`).replaceAll('%', '%%')}"`
