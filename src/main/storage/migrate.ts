import { migrations } from './migrations/index.ts'
import { type Reader, StorageError, type Writer } from './open.ts'

/** The schema that this program works with. */
export const schemaVersion = migrations.length

/** The schema of a database; 0 for an empty one. */
export const schemaOf = (db: Reader): number => db.pragma('user_version', { simple: true }) as number

const madeBy = 'schema made by'

/**
 * @param program the version of this program
 * @throws StorageError when a newer program made the database, with the version that refuses and the one that wrote it:
 * what that wrote may mean something that this one would not see
 */
export function refuseNewerSchema(db: Reader, program: string): void {
  const found = schemaOf(db)
  if (found <= schemaVersion) return
  const writer = programOf(db)
  const wrote =
    writer === undefined
      ? 'was written by a newer Castellan'
      : `was written by ${writer === program ? 'a later build of ' : ''}Castellan ${writer}`
  throw new StorageError(
    `This is Castellan ${program}, which knows schema ${schemaVersion}. The database has schema ${found} and ${wrote}. Open it with that one or a newer one. Nothing was changed.`,
  )
}

/** The program that brought it to its schema: the oldest one that can open it. */
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
  refuseNewerSchema(db, program)
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
