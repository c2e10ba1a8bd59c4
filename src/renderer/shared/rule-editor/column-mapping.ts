import type { ExtractField, FileGroup } from '../../../contract/applications.ts'

/** The field that a column maps to, or `ignore`. */
export type MappedField = ExtractField | 'ignore'
/** Maps column names to fields. */
export type ColumnMapping = Readonly<Record<string, MappedField>>

type Columns = Pick<FileGroup, 'columns' | 'ignoredColumns'>

/** Rules are stored by field, but people read a file by column. */
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
 * Converts a mapping to stored rules.
 * @param before rules in which a column maps to several fields: the others stay while the column is used and no other
 * column maps to them
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

/** The other fields that a column maps to, besides the one that its row shows. */
export const alsoMappedTo = (columns: Columns['columns'], column: string): ExtractField[] =>
  (Object.keys(columns) as ExtractField[]).filter((field) => columns[field] === column).slice(1)

/** Maps a column to a field. Only one column can map to a field, so the previous one becomes ignored. */
export function withField(mapping: ColumnMapping, column: string, field: MappedField): ColumnMapping {
  return Object.fromEntries(
    Object.entries(mapping).map(([name, held]): [string, MappedField] => {
      if (name === column) return [name, field]
      return [name, field !== 'ignore' && held === field ? 'ignore' : held]
    }),
  )
}

const entitlement: readonly MappedField[] = ['permission', 'section', 'heading', 'group']

/** The first field that is still missing for an import of grants, or of the people of a roster. */
export function missingField(mapping: ColumnMapping, roster = false): 'user' | 'entitlement' | 'number' | undefined {
  const mappedFields = new Set<MappedField>(Object.values(mapping))
  if (roster) return mappedFields.has('employeeId') || mappedFields.has('userName') ? undefined : 'number'
  if (!mappedFields.has('userName')) return 'user'
  return entitlement.some((field) => mappedFields.has(field)) ? undefined : 'entitlement'
}
