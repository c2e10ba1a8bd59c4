import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toSql, UnknownField } from '../../../../src/main/domain/shared/filter-sql.ts'
import { type Filter, matches, type Operator, type Value } from '../../../../src/main/domain/shared/filter.ts'
import { registerFolding } from '../../../../src/main/storage/fold.ts'
import { filterColumns } from '../../../support/filter-fuzz.ts'
import { anyValue, filters, text } from '../../../support/filters.ts'

interface Row {
  readonly name: string | null
  readonly note: string
  readonly size: number | null
  readonly open: boolean | null
}

/** The row as the wire shows it: what is null or empty is missing. */
const objectOf = ({ name, note, size, open }: Row) => ({ name, about: note === '' ? {} : { note }, size, open })

function selected(rows: readonly Row[], filter: Filter): number[] {
  const db = new Database(':memory:')
  registerFolding(db)
  try {
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, note TEXT, size REAL, open INTEGER) STRICT')
    const insert = db.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?)')
    for (const [id, { name, note, size, open }] of rows.entries())
      insert.run(id, name, note, size, open === null ? null : Number(open))
    const { sql, values } = toSql(filter, filterColumns)
    return db
      .prepare(`SELECT id FROM t WHERE ${sql} ORDER BY id`)
      .pluck()
      .all(...values) as number[]
  } finally {
    db.close()
  }
}

const expectedIds = (rows: readonly Row[], filter: Filter): number[] =>
  [...rows.entries()].filter(([, row]) => matches(filter, objectOf(row))).map(([id]) => id)

const row = fc.record<Row>({
  name: fc.option(text()),
  note: text(),
  size: fc.option(fc.constantFrom(-1, 0, 0.5, 1, 2)),
  open: fc.option(fc.boolean()),
})

describe('a filter in SQL', () => {
  it('selects what it means', () => {
    const shape = { fields: Object.keys(filterColumns), value: anyValue(), ours: true }
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), filters(shape), (rows, filter) => {
        expect(selected(rows, filter)).toEqual(expectedIds(rows, filter))
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses fields that are not among the columns, wherever they stand', () => {
    const hidden: Filter = { kind: 'compare', field: 'password', operator: 'sw', value: 'a' }
    const shown: Filter = { kind: 'present', field: 'name' }
    for (const filter of [
      hidden,
      { kind: 'present', field: '__proto__' },
      { kind: 'in', field: 'constructor', values: [] },
      { kind: 'unsupported', field: 'password', operator: 'ew' },
      { kind: 'or', of: [shown, { kind: 'not', of: hidden }] },
    ] satisfies Filter[])
      expect(() => toSql(filter, filterColumns)).toThrow(UnknownField)
  })

  it('carries no value in its text', () => {
    const evil = "x' OR 1=1 --"
    for (const operator of ['eq', 'co', 'sw', 'lt'] as const) {
      const { sql, values } = toSql({ kind: 'compare', field: 'name', operator, value: evil }, filterColumns)
      expect(sql).not.toContain('OR 1=1')
      expect(values).toContain(evil.toLowerCase())
    }
  })
})

describe('what a comparison means', () => {
  const means = (object: unknown, operator: Operator, value: Value) =>
    matches({ kind: 'compare', field: 'a/b', operator, value }, object)

  it.each<[unknown, Operator, Value, boolean]>([
    ['Ana', 'eq', 'ana', true],
    ['Ana', 'co', 'N', true],
    ['Ana', 'sw', 'aN', true],
    ['Ana', 'sw', 'na', false],
    ['b', 'gt', 'A', true],
    [5, 'co', 5, true],
    [5, 'sw', 5, true],
    [5, 'eq', '5', false],
    ['true', 'eq', true, false],
    [true, 'eq', true, true],
    [['x', 'y'], 'eq', 'y', true],
    [null, 'eq', 'x', false],
    [undefined, 'lt', 'x', false],
  ])('%j %s %j', (value, operator, operand, expected) =>
    expect(means({ a: { b: value } }, operator, operand)).toBe(expected),
  )

  it('reaches into lists, by number or all of them, and into names with a slash', () => {
    const object = { items: [{ id: 1 }, { id: 2 }], 'a/b': 'x' }
    const eq = (field: string, value: Value) => matches({ kind: 'compare', field, operator: 'eq', value }, object)
    expect([eq('items/id', 2), eq('items/0/id', 2), eq('items/1/id', 2), eq('a~1b', 'x')]).toEqual([
      true,
      false,
      true,
      true,
    ])
    expect(matches({ kind: 'present', field: 'items/3' }, object)).toBe(false)
  })

  it('with an unknown operator is undefined, negated or not', () => {
    const unknown: Filter = { kind: 'unsupported', field: 'a', operator: 'ew' }
    const yes: Filter = { kind: 'always', value: true }
    expect(matches(unknown, { a: 1 })).toBe(false)
    expect(matches({ kind: 'not', of: unknown }, { a: 1 })).toBe(false)
    expect(matches({ kind: 'or', of: [unknown, yes] }, { a: 1 })).toBe(true)
    expect(matches({ kind: 'not', of: { kind: 'and', of: [unknown, yes] } }, { a: 1 })).toBe(false)
  })
})
