import { existsSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { anyOutsideAccess, noOutsideAccess, type OutsideAccess, outsideWords } from '../domain/shared/outside-access.ts'

const marker = 'sample.json'

/** Whether a data directory was made as a sample workspace: it touches nothing outside itself, and may be removed again. */
export const isSample = (dataDir: string): boolean => existsSync(join(dataDir, marker))

/** Marks a data directory before anything is in it, so that no program ever opens it as one with real data. */
export function markSample(dataDir: string, about: object): void {
  writeFileSync(join(dataDir, marker), `${JSON.stringify(about)}\n`, { mode: 0o600 })
}

/** What a program that opens this data directory may touch outside it. */
export function outsideAccessOf(dataDir: string): OutsideAccess {
  return isSample(dataDir) ? noOutsideAccess((path) => isOwnFolder(dataDir, path)) : anyOutsideAccess
}

/** Why a start may not name a folder for this data directory; null when it may. */
export const whyNotWatched = (dataDir: string, path: string): string | null =>
  outsideAccessOf(dataDir).allowsFolder(path) ? null : outsideWords('watch-folder')

/** The folder that a sample workspace watches. */
export const sampleImports = (dataDir: string): string => join(dataDir, 'imports')

/** Whether a path lies in the data directory, wherever links on the way lead. */
function isOwnFolder(dataDir: string, path: string): boolean {
  const way = relative(realPath(dataDir), realPath(path))
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Of a path that may not be there yet: of the folder in which it would be. */
function realPath(path: string): string {
  const whole = resolve(path)
  try {
    return realpathSync(whole)
  } catch {
    const above = dirname(whole)
    return above === whole ? whole : join(realPath(above), basename(whole))
  }
}
