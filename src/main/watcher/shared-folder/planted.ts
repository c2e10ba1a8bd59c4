import type { Stats } from 'node:fs'
import { strangersText } from '../../domain/shared/strangers-text.ts'

/** Something in a shared folder stands where Castellan puts its own things, and is not what Castellan puts there. */
export class Planted extends Error {
  override readonly name = 'Planted'
  /** Within the folder, with forward slashes. */
  readonly place: string
  /** In words: "a link". */
  readonly what: string

  /** @param expected what should be there, where that is not plain */
  constructor(place: string, what: string, expected?: string) {
    super(`${strangersText(place)} is ${what}${expected === undefined ? '' : `, ${expected}`}.`)
    this.place = place
    this.what = what
  }
}

/** A file changed, or was replaced, while it was read or moved. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile'
  constructor() {
    super('it changed while it was read')
  }
}

/** What a directory entry is, in words. */
export function kindOf(
  stats: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>,
): string {
  if (stats.isSymbolicLink()) return 'a link'
  if (stats.isDirectory()) return 'a folder'
  if (stats.isFile()) return 'a file'
  if (stats.isFIFO()) return 'a pipe'
  return stats.isSocket() ? 'a socket' : 'a device'
}

/** The system's code of an error; empty for every other error. Node has no name for a share's stale handle. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  return code.endsWith('-116') ? 'ESTALE' : code
}
