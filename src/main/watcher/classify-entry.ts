import { archiveFolders } from './archive.ts'
import { claimsFolder } from './claims.ts'
import { ownerOfCompanion } from './companions.ts'

/** Names that programs give to unfinished files. */
const unfinished = /\.(?:part|tmp|crdownload|filepart|partial|download)$/i
/** Office keeps such a file beside a document for as long as somebody has it open. */
const lockFile = /^(?:~\$|\.~lock)/
/** Files that operating systems leave in every folder. */
const systemFile = /^(?:\.ds_store|\._.*|thumbs\.db|desktop\.ini)$/i
/** Windows opens devices by these names, whatever follows the dot. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
const ourFolders: readonly string[] = [archiveFolders.processed, archiveFolders.refused, claimsFolder]

/** What `lstat` says of an entry. */
interface EntryStats {
  readonly nlink: number
  readonly size: number
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
}

type EntryVerdict =
  | { readonly kind: 'file' }
  /** Our own, or the system's: never shown. */
  | { readonly kind: 'ignored' }
  /** Not taken as long as it has this name. */
  | { readonly kind: 'waits'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }

/**
 * Whether a folder entry may be taken, by name and `lstat` alone. Only plain files with one name are: a link or a pipe
 * could hold something else each time it is read.
 */
export function classifyEntry(name: string, stats: EntryStats, mostBytes: number): EntryVerdict {
  if (stats.isDirectory())
    return ourFolders.includes(name) || systemFile.test(name) || name.startsWith('.')
      ? { kind: 'ignored' }
      : waits('It is a folder. Only files directly in the watched folder are read: put them here.')
  if (systemFile.test(name) || ownerOfCompanion(name) !== undefined) return { kind: 'ignored' }
  if (lockFile.test(name))
    return waits('It is a lock file: somebody has a document open. It disappears when they close it.')
  if (name.startsWith('.')) return waits('It is hidden: its name begins with a dot. Rename it to have it taken.')
  if (unfinished.test(name))
    return waits(
      `Its name says that it is not finished (${unfinished.exec(name)?.[0]}). It is taken once it is renamed.`,
    )
  if (stats.isSymbolicLink()) return refused('It is a link. Put the file itself here.')
  if (!stats.isFile()) return refused('It is not a plain file (a pipe, a socket or a device).')
  if (stats.nlink > 1) return refused('It has several names (hard links), so it could change unseen. Put a copy here.')
  if (name.includes(':')) return refused('Its name holds a colon, which names a hidden stream on Windows.')
  if (reserved.test(name)) return refused('Its name is reserved for a device on Windows.')
  if (stats.size > mostBytes) return refused(`It has ${stats.size} bytes; the limit is ${mostBytes}.`)
  return { kind: 'file' }
}

const refused = (why: string): EntryVerdict => ({ kind: 'refused', why })
const waits = (why: string): EntryVerdict => ({ kind: 'waits', why })
