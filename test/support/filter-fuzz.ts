import Database from 'better-sqlite3'
import { registerFolding } from '../../src/main/storage/fold.ts'
import fc from 'fast-check'
import { FilterError, parseFilter } from '../../src/main/api/identity-governance/crest/parse-filter.ts'
import { type Columns, toSql, UnknownField } from '../../src/main/domain/shared/filter-sql.ts'

export const filterColumns: Columns = {
  name: { sql: 't.name', type: 'text' },
  'about/note': { sql: "nullif(t.note, '')", type: 'text' },
  size: { sql: 't.size', type: 'number' },
  open: { sql: 't.open', type: 'boolean' },
}

const words = [
  ...'( ) ! and or AND Or true false pr eq co sw lt le gt ge in ew [ ] , / \\ " \' -1 0 1.5 1e5 9223372036854775807'.split(
    ' ',
  ),
  ...Object.keys(filterColumns),
  '"a"',
  "'b'",
  '["a","b"]',
  '[1',
  '--',
  ';',
  '%',
  '_',
  '__proto__',
  'constructor',
  ' ',
  '\t',
  '\n',
  '\0',
  '😀',
]

/** Whole conditions with a word among them that may fit or not: most are filters. */
const nearFilter = fc
  .tuple(
    fc.array(
      fc.constantFrom('name eq "a"', 'size gt 1.5', 'open eq true', 'name pr', '!(size le 0)', 'about/note co "b"'),
      {
        minLength: 1,
        maxLength: 5,
      },
    ),
    fc.constantFrom(' and ', ' or '),
    fc.option(fc.constantFrom(...words)),
  )
  .map(([conditions, join, odd]) => conditions.join(join) + (odd === null ? '' : `${join}${odd}`))

/** Something between a filter and noise. */
const input = fc.oneof(
  nearFilter,
  { arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((some) => some.join(' ')), weight: 4 },
  fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((some) => some.join('')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 2100 }),
)

/** Whatever is sent: a filter, or a refusal that says where; a filter over known fields never makes bad SQL. */
export function fuzzFilters(inputs: number): void {
  const db = new Database(':memory:')
  registerFolding(db)
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, note TEXT, size REAL, open INTEGER) STRICT')
  let read = 0
  try {
    fc.assert(
      fc.property(input, (text) => {
        try {
          const { sql, values } = toSql(parseFilter(text), filterColumns)
          read++
          db.prepare(`SELECT id FROM t WHERE ${sql}`).all(...values)
        } catch (error) {
          if (!(error instanceof FilterError) && !(error instanceof UnknownField)) throw error
        }
      }),
      { numRuns: inputs },
    )
  } finally {
    db.close()
  }
  // A fuzz that only ever meets the first refusal proves nothing about what stands behind it.
  if (read < inputs / 500) throw new Error(`only ${read} of ${inputs} inputs were filters`)
}
