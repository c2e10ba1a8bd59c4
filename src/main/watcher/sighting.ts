import type { FolderEntry } from '../domain/imports/intake/api-staging.ts'

/** What was seen of a file that is not taken yet. */
export interface Sighting extends Pick<FolderEntry, 'size' | 'modifiedAt'> {
  /** Since when size and time have been the same. */
  readonly since: number
  readonly firstSeen: number
  /** Hash of the content when it was read last; it must not change either. */
  readonly sha256: string | undefined
}

const emptyForLong = 600_000
const restlessAfter = 30_000

/** Whether size or time differ from the last sighting. */
export const isMoved = (last: Sighting | undefined, entry: FolderEntry): boolean =>
  !last || last.size !== entry.size || last.modifiedAt !== entry.modifiedAt

export const isStable = ({ size, since }: Sighting, now: number, stillMs: number): boolean =>
  size > 0 && now - since >= stillMs

/** Whether it has been changing for so long that nothing else waits for it any more. */
export const isRestless = ({ firstSeen }: Sighting, now: number): boolean => now - firstSeen >= restlessAfter

/** Why a file is not taken yet. A file that stays empty is mentioned after a while. */
export function whyNotStable({ size, firstSeen }: Sighting, now: number, stillMs: number): string {
  if (size > 0) return `It is taken when it has not changed for ${stillMs / 1000} seconds.`
  if (now - firstSeen < emptyForLong) return 'It is empty so far.'
  return 'It has been empty for more than ten minutes: the export seems to have failed. Remove it, or export again.'
}
