import Database from 'better-sqlite3'

const mostFindings = 20

/** What SQLite finds in the structure of a database; `ok` alone when it is sound. */
export const quickCheck = (db: Database.Database): string[] =>
  db.prepare<[], string>(`PRAGMA quick_check(${mostFindings})`).pluck().all()

/** Old rows that a later rule of the schema would refuse are no damage: every page is as it was written. */
const ofContent = /^(?:CHECK constraint failed|NULL value in|(?:TEXT|NUMERIC|non-\w+) value in)/

/** The first finding that tells of damage, in SQLite's words, which name tables and pages; null when there is none. */
export function damageIn(findings: readonly string[]): string | null {
  const lines = findings.flatMap((finding) => finding.split('\n'))
  return lines.find((line) => line !== 'ok' && !line.startsWith('***') && !ofContent.test(line)) ?? null
}

/** Checks a database that is in use, on a connection of its own. @returns what is damaged; null when it is sound */
export function checkDatabase(file: string): string | null {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    return damageIn(quickCheck(db))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!/^SQLITE_(?:CORRUPT|NOTADB)/.test(code)) throw error
    return error instanceof Error ? error.message : code
  } finally {
    db.close()
  }
}
