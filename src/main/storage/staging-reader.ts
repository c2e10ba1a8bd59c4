import { existsSync } from 'node:fs'
import { openReader, type Reader } from './open.ts'

/**
 * A staged import and the main database, read as one: the staging database is attached as `staging` to a read-only
 * connection of its own, which the caller closes.
 * @returns undefined when the preview is no longer kept
 */
export function openStagingReader(liveFile: string, stagingFile: string): Reader | undefined {
  if (!existsSync(stagingFile)) return undefined
  const db = openReader(liveFile)
  db.prepare('ATTACH ? AS staging').run(stagingFile)
  return db
}
