import type { Stats } from 'node:fs'

/** Names that programs give to what isn't finished, or isn't meant for anybody. */
const unfinished = /\.(?:part|tmp|crdownload|filepart|partial|download)$/i
const notMeant = /^(?:\.|~\$|\.~lock)/
const companions = /\.(?:done|sha256)$/i
/** Windows opens devices by these names, whatever follows the dot. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

export type EntryVerdict =
  | { readonly kind: 'file' }
  /** Not for us, and not worth an answer. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'refused'; readonly why: string }

/**
 * Whether a folder entry may be taken, by name and `lstat` alone. Only plain files with one name are: a link or a pipe
 * could show us something else each time we look.
 */
export function judgeEntry(
  name: string,
  stats: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'nlink' | 'size'>,
  mostBytes: number,
): EntryVerdict {
  if (notMeant.test(name) || unfinished.test(name) || companions.test(name) || stats.isDirectory())
    return { kind: 'ignored' }
  if (stats.isSymbolicLink()) return refused('It is a link. Put the file itself here.')
  if (!stats.isFile()) return refused('It is not a plain file (a pipe, a socket or a device).')
  if (stats.nlink > 1) return refused('It has several names (hard links), so it could change unseen. Put a copy here.')
  if (name.includes(':')) return refused('Its name holds a colon, which names a hidden stream on Windows.')
  if (reserved.test(name)) return refused('Its name is reserved for a device on Windows.')
  if (stats.size > mostBytes) return refused(`It has ${stats.size} bytes; the limit is ${mostBytes}.`)
  return { kind: 'file' }
}

const refused = (why: string): EntryVerdict => ({ kind: 'refused', why })
