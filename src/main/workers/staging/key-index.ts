import type { Database, Statement } from 'better-sqlite3'

/** The keys of the rows so far, with their lines. It is stored in the staging database, so memory does not grow with the file. */
export class KeyIndex {
  readonly #staging: Database
  #insert: Statement<[number, string, number]> | undefined
  #find: Statement<[number, string], { line: number }> | undefined

  constructor(staging: Database) {
    this.#staging = staging
  }

  /** @returns the line where the file had this key before; undefined the first time */
  firstLine(fileId: number, key: string, line: number): number | undefined {
    if (this.#insert === undefined) {
      this.#staging.exec(
        'CREATE TABLE row_key (file_id INTEGER, key TEXT, line INTEGER, PRIMARY KEY (file_id, key)) STRICT, WITHOUT ROWID',
      )
      this.#insert = this.#staging.prepare('INSERT OR IGNORE INTO row_key VALUES (?, ?, ?)')
      this.#find = this.#staging.prepare('SELECT line FROM row_key WHERE file_id = ? AND key = ?')
    }
    if (this.#insert.run(fileId, key, line).changes === 1) return undefined
    return this.#find?.get(fileId, key)?.line
  }
}
