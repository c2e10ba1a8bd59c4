import type { ExtractField, FileGroup } from '../../../contract/applications.ts'

/** What a column of a file means: a field, or nothing that is used. */
export type Meaning = ExtractField | 'ignore'
/** By the name of the column. */
export type Meanings = Readonly<Record<string, Meaning>>

type Columns = Pick<FileGroup, 'columns' | 'ignoredColumns'>

/** Rules are kept field by field; a person reads a file column by column. */
export function meaningsOf({ columns, ignoredColumns }: Columns, header?: readonly string[]): Meanings {
  const fieldOf = new Map<string, ExtractField>()
  for (const [field, column] of Object.entries(columns))
    if (!fieldOf.has(column)) fieldOf.set(column, field as ExtractField)
  const names = header ?? [...fieldOf.keys(), ...ignoredColumns]
  return Object.fromEntries(
    names.filter((name) => name !== '').map((name) => [name, fieldOf.get(name) ?? ('ignore' as const)]),
  )
}

/**
 * The columns as rules keep them.
 * @param before where a column meant more than one field: the others stay while the column is used and nobody else has them
 */
export function columnsOf(meanings: Meanings, before: Columns['columns'] = {}): Columns {
  const used = Object.entries(meanings).filter(([, meaning]) => meaning !== 'ignore')
  const unused = Object.entries(meanings).filter(([, meaning]) => meaning === 'ignore')
  const shown = meaningsOf({ columns: before, ignoredColumns: [] })
  const said = new Set<string>(used.map(([, meaning]) => meaning))
  const inUse = new Set(used.map(([name]) => name))
  const others = Object.entries(before).filter(
    ([field, column]) => shown[column] !== field && !said.has(field) && inUse.has(column),
  )
  return {
    columns: Object.fromEntries([...used.map(([name, meaning]) => [meaning, name] as const), ...others]),
    ignoredColumns: unused.map(([name]) => name),
  }
}

/** What a column means besides what its row shows. */
export const alsoMeant = (columns: Columns['columns'], column: string): ExtractField[] =>
  (Object.keys(columns) as ExtractField[]).filter((field) => columns[field] === column).slice(1)

/** Gives a column its meaning. A field is said by one column only, so another that had it is no longer used. */
export function withMeaning(meanings: Meanings, column: string, meaning: Meaning): Meanings {
  return Object.fromEntries(
    Object.entries(meanings).map(([name, held]): [string, Meaning] => {
      if (name === column) return [name, meaning]
      return [name, meaning !== 'ignore' && held === meaning ? 'ignore' : held]
    }),
  )
}

const entitlement: readonly Meaning[] = ['permission', 'section', 'heading', 'group']

/** What is still missing before the columns make sense as grants, or as the people of a roster. */
export function missingFrom(meanings: Meanings, roster = false): 'user' | 'entitlement' | 'number' | undefined {
  const said = new Set<Meaning>(Object.values(meanings))
  if (roster) return said.has('employeeId') || said.has('userName') ? undefined : 'number'
  if (!said.has('userName')) return 'user'
  return entitlement.some((field) => said.has(field)) ? undefined : 'entitlement'
}
