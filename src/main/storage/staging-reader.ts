import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { openReader, type Reader } from './open.ts'

/** The layout of staging databases that this program makes. */
export const stagingVersion = 2

/** From the layout before version 1, which programs up to schema 14 made. */
const toVersion1 = `
ALTER TABLE rejected RENAME COLUMN fate TO disposition;
PRAGMA user_version = 1;`
/** Before version 2 nobody asked what a row that could not be read would have said. */
const toVersion2 = `
ALTER TABLE rejected ADD COLUMN user_name TEXT NOT NULL DEFAULT '';
CREATE TABLE doubt (change_id INTEGER PRIMARY KEY, rejected_id INTEGER NOT NULL) STRICT;
CREATE TABLE unknown_account (account_id INTEGER PRIMARY KEY, rejected_id INTEGER NOT NULL) STRICT;
PRAGMA user_version = 2;`
const matchRules = `
UPDATE match_change SET rule = CASE rule WHEN 'employee number' THEN 'employee-number' WHEN 'user name' THEN 'user-name' WHEN 'e-mail' THEN 'email' ELSE rule END;`

/** A preview that an older program staged stays readable: its staging database is brought to today's layout. */
function bringUpToDate(stagingFile: string): void {
  const db = new Database(stagingFile)
  try {
    const version = db.pragma('user_version', { simple: true })
    if (version === stagingVersion) return
    const has = (table: string): boolean =>
      db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined
    if (!has('rejected')) return
    const matches = has('match_change') ? matchRules : ''
    db.exec(`BEGIN;${version === 0 ? matches + toVersion1 : ''}${toVersion2}COMMIT;`)
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
