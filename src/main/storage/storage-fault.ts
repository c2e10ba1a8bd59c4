/**
 * What can go wrong below the program. All but `damaged` are weather: they pass, and what was asked can be asked again.
 */
export type StorageFaultKind = 'full' | 'locked' | 'io' | 'read-only' | 'permission' | 'damaged'

export interface StorageFault {
  readonly kind: StorageFaultKind
  /** Which file, where that is known. */
  readonly file?: string
  /** What is wrong with it, and what to do about it. */
  readonly detail?: string
}

/** A file of the data directory is not what was written to it. The message names the file and the remedy, and no path. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError'
  readonly file: string
  constructor(file: string, message: string) {
    super(message)
    this.file = file
  }
}

/** By the part of SQLite's code that names the family: `IOERR_WRITE` is of `IOERR`. */
const families: Readonly<Record<string, StorageFaultKind>> = {
  FULL: 'full',
  BUSY: 'locked',
  LOCKED: 'locked',
  PROTOCOL: 'locked',
  IOERR: 'io',
  READONLY: 'read-only',
  CANTOPEN: 'permission',
  PERM: 'permission',
  CORRUPT: 'damaged',
  NOTADB: 'damaged',
}

/** Too many open files is a fault of the machine as well: it passes. */
const systemErrors: Readonly<Record<string, StorageFaultKind>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EIO: 'io',
  EMFILE: 'io',
  ENFILE: 'io',
  EBUSY: 'locked',
  EROFS: 'read-only',
  EACCES: 'permission',
  EPERM: 'permission',
}

const deepestCause = 5

/** The fault of the storage that an error, or what caused it, tells of; undefined for any other error. */
export function storageFault(error: unknown): StorageFault | undefined {
  let at = error
  for (let depth = 0; depth < deepestCause && at instanceof Error; depth++) {
    if (at instanceof DamagedFileError) return { kind: 'damaged', file: at.file, detail: at.message }
    const kind = kindOf((at as { code?: unknown }).code)
    if (kind !== undefined) return { kind }
    at = at.cause
  }
  return undefined
}

function kindOf(code: unknown): StorageFaultKind | undefined {
  if (typeof code !== 'string') return undefined
  const family = /^SQLITE_([A-Z]+)/.exec(code)?.[1]
  return family === undefined ? systemErrors[code] : families[family]
}

/** Whether it passes by itself, so that the same work may be tried again. */
export const isPassing = (fault: StorageFault | undefined): fault is StorageFault =>
  fault !== undefined && fault.kind !== 'damaged'
