import type { ExtractField, FileGroup } from '../../../contract/applications.ts'

/** What a column of a file means: a field, or nothing that is used. */
export type MappedField = ExtractField | 'ignore'
/** By the name of the column. */
export type ColumnMapping = Readonly<Record<string, MappedField>>

type Columns = Pick<FileGroup, 'columns' | 'ignoredColumns'>

/** Rules are kept field by field; a person reads a file column by column. */
export function mappingOf({ columns, ignoredColumns }: Columns, header?: readonly string[]): ColumnMapping {
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
export function columnsOf(mapping: ColumnMapping, before: Columns['columns'] = {}): Columns {
  const used = Object.entries(mapping).filter(([, field]) => field !== 'ignore')
  const unused = Object.entries(mapping).filter(([, field]) => field === 'ignore')
  const shown = mappingOf({ columns: before, ignoredColumns: [] })
  const mappedFields = new Set<string>(used.map(([, field]) => field))
  const inUse = new Set(used.map(([name]) => name))
  const others = Object.entries(before).filter(
    ([field, column]) => shown[column] !== field && !mappedFields.has(field) && inUse.has(column),
  )
  return {
    columns: Object.fromEntries([...used.map(([name, field]) => [field, name] as const), ...others]),
    ignoredColumns: unused.map(([name]) => name),
  }
}

/** What a column means besides what its row shows. */
export const alsoMappedTo = (columns: Columns['columns'], column: string): ExtractField[] =>
  (Object.keys(columns) as ExtractField[]).filter((field) => columns[field] === column).slice(1)

/** Gives a column its meaning. A field is said by one column only, so another that had it is no longer used. */
export function withField(mapping: ColumnMapping, column: string, field: MappedField): ColumnMapping {
  return Object.fromEntries(
    Object.entries(mapping).map(([name, held]): [string, MappedField] => {
      if (name === column) return [name, field]
      return [name, field !== 'ignore' && held === field ? 'ignore' : held]
    }),
  )
}

const entitlement: readonly MappedField[] = ['permission', 'section', 'heading', 'group']

/** What is still missing before the columns make sense as grants, or as the people of a roster. */
export function missingField(mapping: ColumnMapping, roster = false): 'user' | 'entitlement' | 'number' | undefined {
  const mappedFields = new Set<MappedField>(Object.values(mapping))
  if (roster) return mappedFields.has('employeeId') || mappedFields.has('userName') ? undefined : 'number'
  if (!mappedFields.has('userName')) return 'user'
  return entitlement.some((field) => mappedFields.has(field)) ? undefined : 'entitlement'
}
