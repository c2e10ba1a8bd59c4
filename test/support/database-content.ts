import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'

/** What only notes use, or what became of a request that came twice: no part of what a call changes. */
const housekeeping = new Set(['sqlite_sequence', 'token_call', 'idempotency'])

/** Everything that a database holds, as one digest a table: what a call left as it was compares equal. */
export function contentOf(file: string): Record<string, string> {
  const db = new Database(file, { readonly: true })
  try {
    const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
    const digest = (table: string) => {
      const hash = createHash('sha256')
      for (const row of db.prepare(`SELECT * FROM "${table}"`).raw().iterate()) hash.update(JSON.stringify(row))
      return hash.digest('hex')
    }
    return Object.fromEntries(tables.filter((name) => !housekeeping.has(name)).map((name) => [name, digest(name)]))
  } finally {
    db.close()
  }
}
