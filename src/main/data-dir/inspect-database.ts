import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { damageIn, quickCheck } from '../storage/check.ts'
import { storageFault } from '../storage/storage-fault.ts'
import { databaseFile } from '../storage/store.ts'
import { newestGoodBackup } from './backup-folder.ts'

/** The database is missing, empty or damaged. The message says which file, what is wrong, and how to go on. */
export class UnusableDatabaseError extends Error {
  override readonly name = 'UnusableDatabaseError'
  /** The newest backup that is what its hash says; null when there is none. */
  readonly backup: string | null
  constructor(message: string, backup: string | null) {
    super(message)
    this.backup = backup
  }
}

/** A check of so much takes some 30 ms. A larger database is checked by a thread of its own after the start. */
const mostCheckedAtStart = 16 * 1024 * 1024

/**
 * Looks at the database before it is opened: a first run must never take the place of a database that is gone.
 * @throws UnusableDatabaseError when it is missing or empty beside what only a database leaves, or damaged
 */
export function inspectDatabase(dataDir: string): void {
  const wrong = whatIsWrong(dataDir)
  if (wrong === null) return
  const backup = newestGoodBackup(dataDir)
  throw new UnusableDatabaseError(`${wrong} Nothing was changed. ${remedy(dataDir, backup)}`, backup)
}

function remedy(dataDir: string, backup: string | null): string {
  if (backup === null)
    return `There is no backup in ${join(dataDir, 'backups')} to put back. Copy one there, with its .sha256 beside it, or name another data directory with --data.`
  return `Put the newest good backup in its place: castellan backup restore ${backup} --reason "the database was damaged" --data "${dataDir}"`
}

function whatIsWrong(dataDir: string): string | null {
  const file = databaseFile(dataDir)
  const size = statSync(file, { throwIfNoEntry: false })?.size
  if (size === undefined || size === 0) {
    const witnesses = witnessesOf(dataDir)
    if (witnesses.length === 0) return null
    const state = size === undefined ? 'is missing' : 'is empty'
    const named = [witnesses.slice(0, -1).join(', '), ...witnesses.slice(-1)]
      .filter((part) => part !== '')
      .join(' and ')
    return `The database ${file} ${state}, though there was one: ${named} beside it ${witnesses.length === 1 ? 'is' : 'are'} still there.`
  }
  const damage = damageOf(file, size) ?? damageInside(dataDir, file, size)
  return damage === null ? null : `The database ${file} is damaged: ${damage}.`
}

/** What lies in a data directory only after a database was at work in it. */
function witnessesOf(dataDir: string): string[] {
  const holds = (folder: string, name: RegExp): boolean => {
    const path = join(dataDir, folder)
    return existsSync(path) && readdirSync(path).some((found) => name.test(found))
  }
  return [
    ...(holds('checkpoints', /^\d+\.json$/) ? ['checkpoints/'] : []),
    ...(holds('backups', /^castellan-.*\.db$/) ? ['backups/'] : []),
    ...(holds('intake', /^[0-9a-f]{64}$/) ? ['intake/'] : []),
    ...(existsSync(join(dataDir, 'audit-key.pem')) ? ['audit-key.pem'] : []),
  ]
}

const magic = 'SQLite format 3\0'
const headBytes = 100

/** What the first hundred bytes and the length give away. */
function damageOf(file: string, size: number): string | null {
  const head = Buffer.alloc(headBytes)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, head, 0, headBytes, 0)
  } finally {
    closeSync(handle)
  }
  if (head.toString('latin1', 0, magic.length) !== magic) return 'it does not begin like a database'
  const pageSize = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16)
  // While its log holds pages, the file may be shorter than it says.
  const hasLog = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
  const pages = head.readUInt32BE(24) === head.readUInt32BE(92) ? head.readUInt32BE(28) : 0
  if (!hasLog && pages * pageSize > size) return `it has ${size} bytes of ${pages * pageSize}`
  return null
}

function damageInside(dataDir: string, file: string, size: number): string | null {
  try {
    const db = new Database(file, { fileMustExist: true })
    try {
      const isEmpty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
      if (isEmpty && witnessesOf(dataDir).length > 0) return 'it holds no tables'
      return size > mostCheckedAtStart ? null : damageIn(quickCheck(db))
    } finally {
      db.close()
    }
  } catch (error) {
    if (storageFault(error)?.kind !== 'damaged') throw error
    return error instanceof Error ? error.message : String(error)
  }
}
