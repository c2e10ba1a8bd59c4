import type { Database, Statement } from 'better-sqlite3'
import type { Tally } from './tally.ts'

/** A row by what its key columns hold. */
export interface KeyedRow {
  readonly fileId: number
  readonly line: number
  readonly key: string
  /** Of the whole line: two equal lines say the same. */
  readonly hash: string
  readonly userName: string
}

/**
 * The keys of the rows so far, with their lines. It is stored in the staging database, so memory does not grow with the
 * file. Of rows with one key that say different things none counts: which one came first must not decide.
 */
export class KeyIndex {
  readonly #staging: Database
  #insert: Statement<[number, string, number, string, string]> | undefined
  #find: Statement<[number, string], { line: number; hash: string }> | undefined
  #conflict: Statement<[number, string, number, string]> | undefined

  constructor(staging: Database) {
    this.#staging = staging
  }

  /** @returns the line that said the same under this key before; undefined for a row that is news */
  earlierTwin({ fileId, line, key, hash, userName }: KeyedRow): number | undefined {
    const { insert, find, conflict } = this.#statements()
    if (insert.run(fileId, key, line, hash, userName).changes === 1) return undefined
    const earlier = find.get(fileId, key)
    if (earlier?.hash === hash) return earlier.line
    conflict.run(fileId, key, line, userName)
    return undefined
  }

  /** Takes the rows back that have one key and say different things. */
  settle(tally: Tally): void {
    if (this.#insert === undefined) return
    const rows = this.#staging.prepare<
      [],
      { fileId: number; key: string; line: number; userName: string; lines: string }
    >(
      `WITH clash AS (
         SELECT file_id, key, line, user_name FROM key_conflict
         UNION SELECT k.file_id, k.key, k.line, k.user_name FROM row_key k WHERE (k.file_id, k.key) IN (SELECT file_id, key FROM key_conflict))
       SELECT file_id AS fileId, key, line, user_name AS userName,
         (SELECT group_concat(o.line, ', ') FROM (SELECT line FROM clash o WHERE o.file_id = c.file_id AND o.key = c.key ORDER BY line LIMIT 5) o) AS lines
       FROM clash c ORDER BY file_id, line`,
    )
    const withdraw = this.#staging.prepare('DELETE FROM fact WHERE file_id = ? AND line = ?')
    const reject = this.#staging.prepare(
      `INSERT INTO rejected (file_id, line, disposition, reason, raw, user_name) VALUES (?, ?, 'unknown', ?, '', ?)`,
    )
    const found = rows.all()
    if (found.length > 0) this.#staging.exec('CREATE INDEX IF NOT EXISTS fact_by_line ON fact (file_id, line)')
    for (const { fileId, line, userName, lines } of found) {
      withdraw.run(fileId, line)
      reject.run(fileId, line, `Lines ${lines} have one key and say different things; none of them counts.`, userName)
      tally.unknown++
    }
  }

  #statements() {
    this.#insert ??= this.#create()
    this.#find ??= this.#staging.prepare('SELECT line, hash FROM row_key WHERE file_id = ? AND key = ?')
    this.#conflict ??= this.#staging.prepare('INSERT OR IGNORE INTO key_conflict VALUES (?, ?, ?, ?)')
    return { insert: this.#insert, find: this.#find, conflict: this.#conflict }
  }

  #create(): Statement<[number, string, number, string, string]> {
    this.#staging.exec(`
      CREATE TABLE row_key (file_id INTEGER, key TEXT, line INTEGER, hash TEXT, user_name TEXT, PRIMARY KEY (file_id, key)) STRICT, WITHOUT ROWID;
      CREATE TABLE key_conflict (file_id INTEGER, key TEXT, line INTEGER, user_name TEXT, PRIMARY KEY (file_id, key, line)) STRICT, WITHOUT ROWID`)
    return this.#staging.prepare('INSERT OR IGNORE INTO row_key VALUES (?, ?, ?, ?, ?)')
  }
}
