import type { Database } from 'better-sqlite3'
import { foldCase } from '../../storage/fold.ts'
import type { Base } from './compare.ts'
import type { Tally } from './tally.ts'

/** The anchors of one kind that a file names, by their names. */
interface Named {
  readonly table: 'account' | 'entitlement'
  readonly name: (row: string) => string
  /** Their columns in the tables that refer to them. */
  readonly column: 'account_id' | 'entitlement_id'
  readonly word: string
}

const keyOf = (row: string) => ['group_name', 'heading', 'section', 'permission'].map((part) => `${row}.${part}`)
const kinds: readonly Named[] = [
  { table: 'account', name: (row) => `${row}.user_name`, column: 'account_id', word: 'account' },
  {
    table: 'entitlement',
    name: (row) => keyOf(row).join(` || char(31) || `),
    column: 'entitlement_id',
    word: 'entitlement',
  },
]

interface Spelling {
  readonly id: number
  readonly name: string
  readonly fileId: number
  readonly line: number
}

/** Characters that nobody sees; what differs only in them is one name. */
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/g
const folded = (name: string): string => foldCase(name).replace(invisible, '').replace(/\s+/g, ' ')

/**
 * An account or an entitlement that comes under another spelling is the same one: only case, form or invisible characters
 * differ. It keeps its name, its history and what hangs on it, and that is told. Two spellings in one file may be two
 * accounts, so they stay two, and that is told as well.
 * @param recognised whether lines were left unread: then it can't be known which names are missing
 * @returns false when every line must be read after all
 */
export function settleSpellings(staging: Database, base: Base, tally: Tally, recognised: boolean): boolean {
  return kinds.every((kind) => {
    const bySpelling = freshNames(staging, kind)
    if (bySpelling.size === 0) return true
    const met = base.seq === 0 ? [] : knownUnder(staging, kind, base, bySpelling)
    if (recognised && met.length > 0) return false
    for (const { id, name, isNamed } of met) {
      const spellings = bySpelling.get(folded(name)) ?? []
      const [only] = spellings
      if (only && spellings.length === 1 && !isNamed) takeAsSame(staging, kind, { id, name }, only)
      note(
        staging,
        tally,
        spellings,
        isNamed || spellings.length > 1 ? twoOf(kind, [name], spellings) : sameAs(kind, name, only),
      )
      bySpelling.delete(folded(name))
    }
    for (const spellings of bySpelling.values())
      if (spellings.length > 1) note(staging, tally, spellings, twoOf(kind, [], spellings))
    return true
  })
}

function freshNames(staging: Database, { table, name }: Named): Map<string, Spelling[]> {
  const rows = staging.prepare<[], Spelling>(
    `SELECT id, ${name(table)} AS name, file_id AS fileId, line FROM ${table} WHERE guid IS NOT NULL`,
  )
  return Map.groupBy(rows.all(), (row) => folded(row.name))
}

interface Known {
  readonly id: number
  readonly name: string
  /** The file names it in its own spelling, too. */
  readonly isNamed: boolean
}

/** What the base holds under one of some names in another spelling. */
function knownUnder(
  staging: Database,
  { table, name, column }: Named,
  { applicationId, seq }: Base,
  names: ReadonlyMap<string, unknown>,
): Known[] {
  const rows = staging.prepare<{ applicationId: number; seq: number }, { id: number; name: string; isNamed: number }>(
    `SELECT a.id, ${name('a')} AS name, EXISTS (SELECT 1 FROM ${table} s WHERE s.id = a.id) AS isNamed FROM live.${table} a
     WHERE a.application_id = @applicationId
       AND EXISTS (SELECT 1 FROM live.${table}_version v WHERE v.${column} = a.id AND v.from_seq <= @seq AND v.to_seq > @seq)`,
  )
  const met: Known[] = []
  for (const row of rows.iterate({ applicationId, seq }))
    if (names.has(folded(row.name))) met.push({ id: row.id, name: row.name, isNamed: row.isNamed === 1 })
  return met
}

/** What the file says of the new spelling, it says of the anchor that is known. */
function takeAsSame(
  staging: Database,
  { table, column }: Named,
  known: { id: number; name: string },
  { id }: Spelling,
): void {
  const names = table === 'account' ? 'user_name = @name' : ''
  const set = ['id = @known', 'guid = NULL', names].filter((part) => part !== '').join(', ')
  staging
    .prepare(`UPDATE ${table} SET ${set} WHERE id = @id`)
    .run(table === 'account' ? { known: known.id, id, name: known.name } : { known: known.id, id })
  staging.prepare(`UPDATE fact SET ${column} = @known WHERE ${column} = @id`).run({ known: known.id, id })
  if (table === 'account')
    staging.prepare('UPDATE short_row SET account_id = @known WHERE account_id = @id').run({ known: known.id, id })
}

const shown = (name: string): string =>
  `"${name
    .split('\u001f')
    .filter((part) => part !== '')
    .join(' › ')}"`
const sameAs = ({ word }: Named, name: string, spelling: Spelling | undefined): string =>
  `${shown(spelling?.name ?? '')} is the ${word} ${shown(name)} under another spelling; it goes on under its name.`
const twoOf = ({ word }: Named, known: readonly string[], spellings: readonly Spelling[]): string =>
  `${[...known, ...spellings.map(({ name }) => name)].map(shown).join(' and ')} differ only in spelling; each counts as an ${word} of its own.`

function note(staging: Database, tally: Tally, [first]: readonly Spelling[], reason: string): void {
  if (!first) return
  staging
    .prepare(`INSERT INTO rejected (file_id, line, disposition, reason, raw) VALUES (?, ?, 'noted', ?, '')`)
    .run(first.fileId, first.line, reason)
  tally.noted++
}
