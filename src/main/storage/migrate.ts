import { migrations } from './migrations/index.ts'
import { type Reader, StorageError, type Writer } from './open.ts'

/** The schema that this program works with. */
export const schemaVersion = migrations.length

/** The schema of a database; 0 for an empty one. */
export const schemaOf = (db: Reader): number => db.pragma('user_version', { simple: true }) as number

const madeBy = 'schema made by'

/**
 * @throws StorageError when a newer program made the database, with the version that is needed: what it wrote may mean
 * something that this one would not see
 */
export function refuseNewerSchema(db: Reader): void {
  const found = schemaOf(db)
  if (found <= schemaVersion) return
  const program = programOf(db)
  const needed = program === undefined ? 'a newer Castellan' : `Castellan ${program} or newer`
  throw new StorageError(
    `This database has schema ${found}; this program knows ${schemaVersion}. Open it with ${needed}. Nothing was changed.`,
  )
}

/** The oldest program that can open it: the one that brought it to its schema. */
function programOf(db: Reader): string | undefined {
  try {
    return db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck().get(madeBy)
  } catch {
    // Its settings may look different by then.
    return undefined
  }
}

/**
 * Brings the database to this program's schema: all pending migrations in one transaction, so a crash leaves the old
 * schema or the new one.
 * @param program the version of this program, named to people who open the database with an older one
 * @throws StorageError when a newer program made the database
 */
export function migrate(db: Writer, program: string): void {
  refuseNewerSchema(db)
  db.transaction(() => {
    const version = schemaOf(db)
    if (version === schemaVersion) return
    // A migration may edit the text of a CHECK, which the driver's defence forbids.
    db.unsafeMode(true)
    try {
      for (const sql of migrations.slice(version)) db.exec(sql)
    } finally {
      db.unsafeMode(false)
    }
    db.prepare('INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
      madeBy,
      program,
    )
    db.pragma(`user_version = ${schemaVersion}`)
  }).immediate()
}
