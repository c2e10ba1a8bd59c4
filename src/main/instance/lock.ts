import { join } from 'node:path'
import Database from 'better-sqlite3'

/** Keeps the data directory for one process. The system takes it back when the process ends, however it ends. */
export interface DirectoryLock {
  release(): void
}

/**
 * Takes the data directory, or returns null when another process has it.
 *
 * A lock file with a process number in it can't be both crash-safe and exclusive: two starts that find the same stale
 * file race to replace it. So the lock is an exclusive transaction on a tiny database that nothing else opens: the
 * system grants it to exactly one process and frees it at the same instant in which that process is gone. Who holds
 * it stands in the discovery file, for people to read.
 */
export function lockDirectory(dataDir: string): DirectoryLock | null {
  const db = new Database(join(dataDir, 'lock.db'), { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true) return null
    throw error
  }
  held.add(db)
  return {
    release() {
      held.delete(db)
      db.close()
    },
  }
}

/** A connection that nobody refers to is closed by the garbage collector, and the lock would go with it. */
const held = new Set<Database.Database>()
