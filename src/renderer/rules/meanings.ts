import type { ExtractField, FileGroup } from '../../contract/applications.ts'

/** What a column of a file means: a field, or nothing that is used. */
export type Meaning = ExtractField | 'ignore'
/** By the name of the column. */
export type Meanings = Readonly<Record<string, Meaning>>

type Columns = Pick<FileGroup, 'columns' | 'ignoredColumns'>

/** Rules are kept field by field; a person reads a file column by column. */
export function meaningsOf({ columns, ignoredColumns }: Columns, header?: readonly string[]): Meanings {
  const fieldOf = new Map(Object.entries(columns).map(([field, column]) => [column, field as ExtractField]))
  const names = header ?? [...fieldOf.keys(), ...ignoredColumns]
  return Object.fromEntries(
    names.filter((name) => name !== '').map((name) => [name, fieldOf.get(name) ?? ('ignore' as const)]),
  )
}

export function columnsOf(meanings: Meanings): Columns {
  const used = Object.entries(meanings).filter(([, meaning]) => meaning !== 'ignore')
  const unused = Object.entries(meanings).filter(([, meaning]) => meaning === 'ignore')
  return {
    columns: Object.fromEntries(used.map(([name, meaning]) => [meaning, name])),
    ignoredColumns: unused.map(([name]) => name),
  }
}

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
