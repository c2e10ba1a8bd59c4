import { homedir } from 'node:os'
import { join } from 'node:path'

/** Fixed, so that scripts find it; below the ranges from which systems hand out ports of their own. */
export const defaultPort = 17173

type Env = Readonly<Record<string, string | undefined>>

/** The default place of the database: the user's data folder of this system. */
export function defaultDataDir(
  platform: NodeJS.Platform = process.platform,
  env: Env = process.env,
  home = homedir(),
): string {
  const set = env['CASTELLAN_DATA']
  if (set) return set
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'Castellan')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Castellan')
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'castellan')
}

/** The default watched folder: one that a person finds. */
export function defaultImportsDir(env: Env = process.env, home = homedir()): string {
  return env['CASTELLAN_IMPORTS'] || join(home, 'Castellan', 'Imports')
}
