import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { openStore } from '../../../src/main/storage/store.ts'

const folder = resolve(import.meta.dirname, '../../../src/main/storage')

interface Column {
  readonly nullable: boolean
  readonly values: readonly string[] | null
}

/** The tables of the `*Schema` interfaces, read from their text: the types themselves are gone at run time. */
function declared(): Map<string, Map<string, Column>> {
  const tables = new Map<string, Map<string, Column>>()
  for (const file of readdirSync(folder).filter((name) => /^schema(\.\w+)?\.ts$/.test(name))) {
    const text = readFileSync(join(folder, file), 'utf8').replaceAll(/\/\*\*[^]*?\*\/|\/\/.*$/gm, '')
    for (const [, table = '', body = ''] of text.matchAll(/^ {2}(\w+): \{([^}]*)\}/gm)) {
      const columns = [...body.matchAll(/(\w+):\s*([^\n;]+(?:\n\s*\|[^\n;]*)*)/g)].map(([, name = '', type = '']) => {
        const literals = [...type.matchAll(/'([^']+)'/g)].map(([, value = '']) => value)
        return [name, { nullable: /\bnull\b/.test(type), values: literals.length > 0 ? literals : null }] as const
      })
      tables.set(table, new Map(columns))
    }
  }
  return tables
}

it('declares the tables, columns and values that the migrations make', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'castellan-schema-'))
  const store = openStore(dataDir)
  const wrong: string[] = []
  for (const [table, columns] of declared()) {
    const made = store.reader
      .prepare<[string], { name: string; notnull: number; pk: number }>(
        'SELECT name, "notnull", pk FROM pragma_table_info(?)',
      )
      .all(table)
    const sql =
      store.reader.prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table) ?? ''
    const names = made.map(({ name }) => name).toSorted()
    if (JSON.stringify(names) !== JSON.stringify([...columns.keys()].toSorted()))
      wrong.push(`${table}: ${names.join(', ')} in the database, ${[...columns.keys()].join(', ')} declared`)
    for (const { name, notnull, pk } of made) {
      const column = columns.get(name)
      if (column && pk === 0 && column.nullable === (notnull === 1))
        wrong.push(`${table}.${name}: may be null in one of the two`)
      const check = new RegExp(`\\b${name} IN \\(([^)]*)\\)`).exec(sql)?.[1]
      const allowed = check?.split(',').map((value) => value.trim().replaceAll("'", ''))
      const unknown = column?.values?.filter((value) => allowed && !allowed.includes(value)) ?? []
      if (unknown.length > 0) wrong.push(`${table}.${name}: the database refuses ${unknown.join(', ')}`)
    }
  }
  expect(wrong).toEqual([])
  expect(declared().size).toBeGreaterThan(30)
  store.close()
  rmSync(dataDir, { recursive: true })
})
