import Database from 'better-sqlite3'
import { registerFolding } from './fold.ts'

/** A connection that may only read. Functions that read take this, so they work on every connection. */
export type Reader = Database.Database & { readonly may: { readonly read: true } }
/** A connection inside a write transaction, or owned by a worker that writes. */
export type Writer = Reader & { readonly may: { readonly write: true } }

export class StorageError extends Error {
  override readonly name = 'StorageError'
}

/** SQLite before 3.51.3 can corrupt a database when the write-ahead log is reset under a reader. */
const oldestSafeSqlite = [3, 51, 3] as const

const pragmas = [
  'journal_mode = WAL',
  'foreign_keys = ON',
  'busy_timeout = 5000',
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'mmap_size = 0',
  'wal_autocheckpoint = 1000',
  `journal_size_limit = ${64 * 1024 * 1024}`,
  // Last, and asserted after the first write: better-sqlite3 falls back to NORMAL in WAL mode,
  // which loses acknowledged commits when the power goes.
  'synchronous = FULL',
] as const

/**
 * Opens the database for writing, with every pragma that durability rests on.
 * @throws StorageError when the SQLite library is too old to be trusted with writes, or a pragma did not take
 */
export function openWriter(file: string): Writer {
  const db = new Database(file)
  refuseOldSqlite(db)
  registerFolding(db)
  for (const pragma of pragmas) db.pragma(pragma)
  assertDurable(db)
  return db as Writer
}

/** Opens an existing database for reading only. SQLite itself refuses a write on it. */
export function openReader(file: string): Reader {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  registerFolding(db)
  for (const pragma of pragmas) {
    if (!pragma.startsWith('journal') && !pragma.startsWith('wal')) db.pragma(pragma)
  }
  return db as Reader
}

/**
 * Asserts what no code may quietly lose: write-ahead log and full synchronisation.
 * @throws StorageError naming the pragma
 */
export function assertDurable(db: Database.Database): void {
  const journal = db.pragma('journal_mode', { simple: true })
  if (journal !== 'wal')
    throw new StorageError(`journal_mode is ${String(journal)}, not wal: is the data directory on a local disk?`)
  const synchronous = db.pragma('synchronous', { simple: true })
  if (synchronous !== 2) throw new StorageError(`synchronous is ${String(synchronous)}, not 2 (FULL)`)
}

function refuseOldSqlite(db: Database.Database): void {
  const version = db.prepare<[], { v: string }>('SELECT sqlite_version() AS v').get()?.v ?? '0.0.0'
  const found = version.split('.').map(Number)
  for (const [i, least] of oldestSafeSqlite.entries()) {
    const part = found[i] ?? 0
    if (part > least) return
    if (part < least)
      throw new StorageError(
        `SQLite ${version} is too old to write safely; ${oldestSafeSqlite.join('.')} or newer is needed`,
      )
  }
}
