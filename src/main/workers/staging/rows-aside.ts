import type { Database } from 'better-sqlite3'

/** What one row of a file says of one grant. */
export interface GrantRow {
  readonly id: number
  readonly access: string
  readonly fileId: number
  readonly line: number
  readonly userName: string
}

/** A grant that does not count. */
export interface GrantRowAside {
  readonly row: GrantRow
  readonly disposition: 'duplicate' | 'unknown'
  readonly reason: string
}

/**
 * Grants that do not count, by their rows. A row may give several, but stands in the books once: as unknown where one of
 * its grants is, as a duplicate where none of them is left, and otherwise as the row that gives the others.
 */
export class RowsAside {
  readonly #staging: Database
  readonly #table: 'fact' | 'change'
  readonly #byRow = new Map<string, GrantRowAside>()

  constructor(staging: Database, table: 'fact' | 'change') {
    this.#staging = staging
    this.#table = table
  }

  add(aside: GrantRowAside): true {
    const key = `${aside.row.fileId} ${aside.row.line}`
    const earlier = this.#byRow.get(key)
    if (earlier === undefined || (earlier.disposition === 'duplicate' && aside.disposition === 'unknown'))
      this.#byRow.set(key, aside)
    return true
  }

  /** The rows that do not count as used, once every grant that does not count is removed. */
  *whole(): Generator<GrantRowAside> {
    if (this.#byRow.size === 0) return
    const isGrant = this.#table === 'change' ? `kind = 'gains' AND ` : ''
    this.#staging.exec(`CREATE INDEX IF NOT EXISTS ${this.#table}_by_line ON ${this.#table} (file_id, line)`)
    const hasOthers = this.#staging
      .prepare<[number, number], number>(
        `SELECT EXISTS (SELECT 1 FROM ${this.#table} WHERE ${isGrant}file_id = ? AND line = ?)`,
      )
      .pluck()
    for (const aside of this.#byRow.values())
      if (aside.disposition === 'unknown' || hasOthers.get(aside.row.fileId, aside.row.line) === 0) yield aside
  }
}
