import { chmodSync, closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from './migrate.ts'
import { assertDurable, openReader, openWriter, type Reader, type Writer } from './open.ts'
import { type WriterPriority, writerPriority } from './writer-priority.ts'

/** The main thread's way to the database: one connection that reads, one that writes. */
export interface Store {
  readonly file: string
  readonly reader: Reader
  /** Shared with the workers: they stop between chunks while the main thread waits to write. */
  readonly turn: WriterPriority
  /** Runs one user action as one immediate transaction. Nothing may be awaited in it. */
  transact<T>(work: (tx: Writer) => T): T
  /** Folds the write-ahead log into the database and closes both connections. */
  close(): void
}

export const databaseFile = (dataDir: string) => join(dataDir, 'castellan.db')

/**
 * Opens, and where needed creates or migrates, the database of a data directory.
 * @param program the version of this program: what an older one will be told to ask for
 * @throws StorageError when the database is newer than this program or can't be trusted with writes
 */
export function openStore(dataDir: string, program = 'unknown'): Store {
  const file = databaseFile(dataDir)
  keepToOwner(file)
  const writer = openWriter(file)
  try {
    migrate(writer, program)
    assertDurable(writer)
  } catch (error) {
    writer.close()
    throw error
  }
  const reader = openReader(file)
  const turn = writerPriority()
  return {
    file,
    reader,
    turn,
    transact: (work) => turn.take(() => immediate(writer, work)),
    close() {
      reader.close()
      writer.pragma('wal_checkpoint(TRUNCATE)')
      writer.close()
    },
  }
}

/** SQLite gives a new file, and the log beside it, what the user's mask leaves; this one is for its owner alone. */
function keepToOwner(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}

const effectsOf = new WeakMap<Writer, (() => void)[]>()

/**
 * Registers what follows the commit of the transaction that runs on `tx`; nothing of it happens when that rolls back.
 * An effect must not throw: what it may fail at is written down in the transaction first, and done by a job.
 */
export function onCommit(tx: Writer, effect: () => void): void {
  const effects = effectsOf.get(tx)
  if (effects === undefined) throw new Error('onCommit outside a transaction')
  effects.push(effect)
}

/**
 * Runs `work` between BEGIN IMMEDIATE and COMMIT, then the effects that it registered; whatever it throws rolls everything
 * back. Inside another transaction it is a savepoint of that one, which runs the effects.
 */
export function immediate<T>(db: Writer, work: (tx: Writer) => T): T {
  if (effectsOf.has(db)) return db.transaction(() => work(db))()
  const effects: (() => void)[] = []
  effectsOf.set(db, effects)
  let result: T
  try {
    result = db.transaction(() => work(db)).immediate()
  } finally {
    effectsOf.delete(db)
  }
  for (const effect of effects) effect()
  return result
}
