import type { LineCounts } from '../../../contract/line-counts.ts'

/** How many rows of the files had which outcome. `applied` is the rest, after duplicates were found. */
export interface Tally {
  read: number
  /** Rows that could not be read, though it can be told whose they are. */
  unknown: number
  /** Rows that could not be read, and nobody can tell whose they are. */
  quarantined: number
  duplicate: number
  ignored: number
  /**
   * Things that were noticed in rows that count, or about them. They are told in each import, so such a file is read whole
   * the next time too.
   */
  noted: number
  /** Notes about cells that name somebody. */
  notedKeys: number
  /** Keys that a roster gives to several people. */
  sharedKeys: number
  /** Rows that disagree with the first row about the same account or entitlement. */
  disagreeing: number
  /** Files whose last line has no line end, and those of them that were cut off, or may have been. */
  openEnds: number
  breakOffs: number
  /** Rows that name an account and no entitlement. */
  accountsOnly: number
  /** Rows that give several grants. */
  several: number
  /** Rows that say that an access is not given. */
  denied: number
  recognised: number
  /** Records without anything but delimiters. */
  blank: number
  /** What each line of the files is; absent until all are read. */
  lines: LineCounts | undefined
}

export const emptyTally = (): Tally => ({
  read: 0,
  unknown: 0,
  quarantined: 0,
  duplicate: 0,
  ignored: 0,
  noted: 0,
  notedKeys: 0,
  sharedKeys: 0,
  disagreeing: 0,
  openEnds: 0,
  breakOffs: 0,
  accountsOnly: 0,
  several: 0,
  denied: 0,
  recognised: 0,
  blank: 0,
  lines: undefined,
})
