import { migrations } from './migrations/index.ts'
import { StorageError, type Writer } from './open.ts'

/**
 * Brings the database to this program's schema: all pending migrations in one transaction, so a crash leaves the old
 * schema or the new one.
 * @throws StorageError when a newer program made the database
 */
export function migrate(db: Writer): void {
  const version = db.pragma('user_version', { simple: true }) as number
  if (version > migrations.length) {
    throw new StorageError(
      `This database has schema ${version}; this program knows ${migrations.length}. Open it with a newer Castellan.`,
    )
  }
  if (version === migrations.length) return
  db.transaction(() => {
    for (const sql of migrations.slice(version)) db.exec(sql)
    db.pragma(`user_version = ${migrations.length}`)
  }).immediate()
}
