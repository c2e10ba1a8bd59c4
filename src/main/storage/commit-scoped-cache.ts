import type { Statement } from 'better-sqlite3'
import type { Reader } from './open.ts'

const most = 1000

/** What was read of a database, for as long as nothing is committed to it. */
class Memory {
  readonly #dataVersion: Statement<[], number>
  readonly #kept: { clear(): void }[] = []
  #version = -1

  constructor(db: Reader) {
    this.#dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
  }

  part<T>(): Map<string, T> {
    const part = new Map<string, T>()
    this.#kept.push(part)
    return part
  }

  /** Forgets everything when anything was committed, by whichever connection or process: SQLite's data_version says so in two microseconds. */
  look(): void {
    const now = this.#dataVersion.get() ?? 0
    if (now === this.#version) return
    this.#version = now
    for (const part of this.#kept) part.clear()
  }
}

/** @returns what says whether anything was committed since it was asked last, at first true */
export function commitWatch(db: Reader): () => boolean {
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck()
  let seen = -1
  return () => {
    const now = dataVersion.get() ?? 0
    if (now === seen) return false
    seen = now
    return true
  }
}

const memories = new WeakMap<Reader, Memory>()

function memoryOf(db: Reader): Memory {
  let memory = memories.get(db)
  if (!memory) memories.set(db, (memory = new Memory(db)))
  return memory
}

export interface CommitScopedCache<T> {
  /** What is true now. */
  ask(key: string): T | undefined
  /** What was true when anything was last asked of this database: enough for a request that has just proved its caller. */
  recall(key: string): T | undefined
}

/**
 * Remembers what was found by a key for as long as nothing is committed to the database: reading a row of a dozen columns
 * costs many times as much as looking whether anything was. What was not found is not remembered, so that guesses fill no
 * memory.
 */
export function commitScoped<T>(db: Reader, find: (key: string) => T | undefined): CommitScopedCache<T> {
  let memory: Memory | undefined
  let found = new Map<string, T>()
  const open = (): Memory => {
    memory = memoryOf(db)
    found = memory.part()
    return memory
  }
  const recall = (key: string): T | undefined => {
    const known = found.get(key)
    if (known !== undefined) return known
    const fresh = find(key)
    if (found.size >= most) found.clear()
    if (fresh !== undefined) found.set(key, fresh)
    return fresh
  }
  return {
    ask(key) {
      ;(memory ?? open()).look()
      return recall(key)
    },
    recall(key) {
      if (!memory) open().look()
      return recall(key)
    },
  }
}

const totals = new WeakMap<Reader, Map<string, number>>()

/** A total by the name of its question, counted once until something is committed: counting is a third of a list. */
export function commitScopedTotal(db: Reader, key: string, compute: () => number): number {
  const memory = memoryOf(db)
  let counted = totals.get(db)
  if (!counted) totals.set(db, (counted = memory.part()))
  memory.look()
  const known = counted.get(key)
  if (known !== undefined) return known
  if (counted.size >= most) counted.clear()
  const total = compute()
  counted.set(key, total)
  return total
}
