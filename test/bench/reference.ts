import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'

/**
 * What a person without Castellan would type: the sqlite3 command line's `.import`.
 * @returns milliseconds of wall time
 * @throws when there is no sqlite3 on this machine
 */
export function plainImport(csv: string, database: string, withIndexes: boolean): number {
  for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true })
  const indexes = [
    'CREATE INDEX by_user ON extract (user)',
    'CREATE INDEX by_permission ON extract (system, permission)',
    'CREATE INDEX by_email ON extract (email)',
  ]
  const durable = ['PRAGMA journal_mode = WAL', 'PRAGMA synchronous = FULL']
  const commands = [
    ...(withIndexes ? durable : []),
    '.mode csv',
    `.import "${csv}" extract`,
    ...(withIndexes ? indexes : []),
  ]
  const began = performance.now()
  const { status, error, stderr } = spawnSync('sqlite3', [database, ...commands], { encoding: 'utf8' })
  if (error || status !== 0) throw new Error(`sqlite3 is needed for the comparison: ${error?.message ?? stderr}`)
  return performance.now() - began
}
