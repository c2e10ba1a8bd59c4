import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'

/**
 * What a person without Castellan would type: the sqlite3 command line's `.import`.
 * @returns milliseconds of wall time and of processor time
 * @throws when there is no sqlite3 on this machine
 */
export function plainImport(csv: string, database: string, withIndexes: boolean): { wall: number; cpu: number } {
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
  const cpu = childrensCpu()
  const { status, error, stderr } = spawnSync('sqlite3', [database, ...commands], { encoding: 'utf8' })
  if (error || status !== 0) throw new Error(`sqlite3 is needed for the comparison: ${error?.message ?? stderr}`)
  return { wall: performance.now() - began, cpu: childrensCpu() - cpu }
}

/** Of the processes that this one started and that have ended. Clock ticks are a hundredth of a second on Linux. */
function childrensCpu(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[13]) + Number(fields[14])) * 10
}
