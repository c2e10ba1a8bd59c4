import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { openReader, type Reader } from './open.ts'

/** The layout of staging databases that this program makes. */
export const stagingVersion = 1

/** From the layout before version 1, which programs up to schema 14 made. */
const toVersion1 = `
ALTER TABLE rejected RENAME COLUMN fate TO disposition;
PRAGMA user_version = 1;`
const matchRules = `
UPDATE match_change SET rule = CASE rule WHEN 'employee number' THEN 'employee-number' WHEN 'user name' THEN 'user-name' WHEN 'e-mail' THEN 'email' ELSE rule END;`

/** A preview that an older program staged stays readable: its staging database is brought to today's layout. */
function bringUpToDate(stagingFile: string): void {
  const db = new Database(stagingFile)
  try {
    if (db.pragma('user_version', { simple: true }) !== 0) return
    const has = (table: string): boolean =>
      db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined
    const matches = has('match_change') ? matchRules : ''
    if (has('rejected')) db.exec(`BEGIN;${matches}${toVersion1}COMMIT;`)
  } finally {
    db.close()
  }
}

/**
 * A staged import and the main database, read as one: the staging database is attached as `staging` to a read-only
 * connection of its own, which the caller closes.
 * @returns undefined when the preview is no longer kept
 */
export function openStagingReader(liveFile: string, stagingFile: string): Reader | undefined {
  if (!existsSync(stagingFile)) return undefined
  bringUpToDate(stagingFile)
  const db = openReader(liveFile)
  db.prepare('ATTACH ? AS staging').run(stagingFile)
  return db
}
