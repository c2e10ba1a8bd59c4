import type { Statement } from 'better-sqlite3'
import type { Reader } from './open.ts'

const most = 1000

/**
 * Remembers what was found by a hash for as long as nothing is committed to the database, by whichever connection or
 * process: SQLite's data_version says so in two microseconds, while reading a row of a dozen columns takes thirty. What
 * was not found is not remembered, so that guesses fill no memory.
 */
export function whileUnchanged<T>(db: Reader, find: (hash: Buffer) => T | undefined): (hash: Buffer) => T | undefined {
  const found = new Map<string, T>()
  let dataVersion: Statement<[], number> | undefined
  let version = -1
  return (hash) => {
    dataVersion ??= db.prepare<[], number>('PRAGMA data_version').pluck()
    const now = dataVersion.get() ?? 0
    if (now !== version || found.size >= most) found.clear()
    version = now
    const key = hash.toString('latin1')
    const known = found.get(key)
    if (known !== undefined) return known
    const fresh = find(hash)
    if (fresh !== undefined) found.set(key, fresh)
    return fresh
  }
}

const remembered = new WeakMap<Reader, (key: string, compute: () => number) => number>()

/** A total by the name of its question, counted once until something is committed: counting is a third of a list. */
export function totalWhileUnchanged(db: Reader, key: string, compute: () => number): number {
  let ask = remembered.get(db)
  if (!ask) {
    const totals = new Map<string, number>()
    const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
    let version = -1
    ask = (name, count) => {
      const now = dataVersion.get() ?? 0
      if (now !== version || totals.size >= most) totals.clear()
      version = now
      const known = totals.get(name)
      if (known !== undefined) return known
      const total = count()
      totals.set(name, total)
      return total
    }
    remembered.set(db, ask)
  }
  return ask(key, compute)
}
