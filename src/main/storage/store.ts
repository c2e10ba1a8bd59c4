import { chmodSync, closeSync, openSync } from 'node:fs'
import { basename, join } from 'node:path'
import { bestEffort } from './best-effort.ts'
import { migrate } from './migrate.ts'
import { assertDurable, openReader, openWriter, type Reader, type Writer } from './open.ts'
import { storageFault } from './storage-fault.ts'
import { type StorageHealth, storageHealth } from './storage-health.ts'
import { type WriterPriority, writerPriority } from './writer-priority.ts'

/** The main thread's way to the database: one connection that reads, one that writes. */
export interface Store {
  readonly file: string
  /** Without its folder, for people. */
  readonly fileName: string
  readonly reader: Reader
  /** Shared with the workers: they stop between chunks while the main thread waits to write. */
  readonly turn: WriterPriority
  /** Which fault keeps it from writing, and since when. */
  readonly health: StorageHealth
  /** Runs one user action as one immediate transaction. Nothing may be awaited in it. */
  transact<T>(work: (tx: Writer) => T): T
  /** Folds the write-ahead log into the database and closes both connections. */
  close(): void
}

export const databaseFile = (dataDir: string) => join(dataDir, 'castellan.db')

export interface StoreOptions {
  readonly clock?: () => number
  /** Put between the program and SQLite by tests, to make writes fail. */
  readonly wrapWriter?: (writer: Writer) => Writer
}

/**
 * Opens, and where needed creates or migrates, the database of a data directory.
 * @param program the version of this program: what an older one will be told to ask for
 * @throws StorageError when the database is newer than this program or can't be trusted with writes
 */
export function openStore(dataDir: string, program = 'unknown', options: StoreOptions = {}): Store {
  const file = databaseFile(dataDir)
  keepToOwner(file)
  const { writer, reader } = openBoth(file, program)
  const turn = writerPriority()
  const health = storageHealth(options.clock)
  return {
    file,
    fileName: basename(file),
    reader,
    turn,
    health,
    transact: transactor(options.wrapWriter?.(writer) ?? writer, turn, health),
    close() {
      reader.close()
      // A disk that is full keeps the log as it is; the next start reads it.
      bestEffort(() => void writer.pragma('wal_checkpoint(TRUNCATE)'))
      writer.close()
    },
  }
}

function openBoth(file: string, program: string): { writer: Writer; reader: Reader } {
  const writer = openWriter(file)
  try {
    migrate(writer, program)
    assertDurable(writer)
    return { writer, reader: openReader(file) }
  } catch (error) {
    writer.close()
    throw error
  }
}

/** While somebody else holds the lock, every write would stop all answers for this long. One of them is enough to know. */
const impatience = 'busy_timeout = 100'
const patience = 'busy_timeout = 5000'

function transactor(writer: Writer, turn: WriterPriority, health: StorageHealth): Store['transact'] {
  let patient = true
  const wait = (long: boolean): void => {
    if (patient === long) return
    patient = long
    writer.pragma(long ? patience : impatience)
  }
  return (work) => {
    // Inside another transaction this is a part of it, and its end decides.
    if (writer.inTransaction) return immediate(writer, work)
    try {
      const result = turn.take(() => immediate(writer, work, (error) => health.failed(error) !== undefined))
      wait(true)
      health.succeeded('locked')
      return result
    } catch (error) {
      if (health.failed(error)?.kind === 'locked') wait(false)
      throw error
    }
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
 * @param isNoted takes a fault of the storage that an effect met: what is committed is not answered as if it were not
 */
export function immediate<T>(
  db: Writer,
  work: (tx: Writer) => T,
  isNoted: (error: unknown) => boolean = (error) => storageFault(error) !== undefined,
): T {
  if (effectsOf.has(db)) return db.transaction(() => work(db))()
  const effects: (() => void)[] = []
  effectsOf.set(db, effects)
  let result: T
  try {
    result = db.transaction(() => work(db)).immediate()
  } finally {
    effectsOf.delete(db)
  }
  const faults = effects.flatMap((effect) => thrownBy(effect))
  const fault = faults.find((error) => !isNoted(error))
  if (fault !== undefined) throw fault
  return result
}

/** Every effect gets its turn, whatever those before it threw. */
function thrownBy(effect: () => void): Error[] {
  try {
    effect()
    return []
  } catch (error) {
    return [error instanceof Error ? error : new Error('an effect of a commit threw', { cause: error })]
  }
}
