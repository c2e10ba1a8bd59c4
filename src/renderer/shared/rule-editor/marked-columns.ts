import type { FileGroup } from '../../../contract/applications.ts'
import type { EntitlementField, Split } from '../../../contract/row-shapes.ts'

type Marked = Pick<FileGroup, 'unpivot' | 'ignoredColumns'>

/** The columns that stand for a permission each, by name. */
export const markedColumns = ({ unpivot }: Marked): readonly string[] =>
  unpivot === null || unpivot.columns === 'unmapped' ? [] : unpivot.columns

/** The columns that may stand for a permission: those that do, and those that nothing else uses. */
export const markableColumns = (group: Marked): readonly string[] => [
  ...new Set([...markedColumns(group), ...group.ignoredColumns]),
]

/** A column is either ignored or stands for a permission. Without any such column the rule is gone. */
export function withMarkedColumn(group: Marked, column: string, isMarked: boolean): Marked {
  const others = markedColumns(group).filter((name) => name !== column)
  const ignored = group.ignoredColumns.filter((name) => name !== column)
  const columns = isMarked ? [...others, column] : others
  return {
    unpivot: group.unpivot && columns.length > 0 ? { ...group.unpivot, columns } : null,
    ignoredColumns: isMarked ? ignored : [...ignored, column],
  }
}

export type MarkedScope = 'none' | 'chosen' | 'unmapped'

export const scopeOf = ({ unpivot }: Marked): MarkedScope =>
  unpivot === null ? 'none' : unpivot.columns === 'unmapped' ? 'unmapped' : 'chosen'

const usual: Omit<NonNullable<FileGroup['unpivot']>, 'columns'> = {
  field: 'permission',
  marks: { yes: ['X', 'Y', 'Yes', '1', 'True'], no: ['', 'N', 'No', '0', 'False', '-'] },
  other: 'unreadable',
}

/** All ignored columns are chosen at first, since a file of permissions has more of them than of others. */
export function withScope(group: Marked, scope: MarkedScope): Marked {
  const rule = group.unpivot ?? usual
  const named = markedColumns(group)
  if (scope === 'unmapped') return { unpivot: { ...rule, columns: 'unmapped' }, ignoredColumns: group.ignoredColumns }
  if (scope === 'none') return { unpivot: null, ignoredColumns: [...group.ignoredColumns, ...named] }
  const columns = named.length > 0 ? [...named] : group.ignoredColumns
  const unpivot = columns.length > 0 ? { ...rule, columns: [...columns] } : null
  return { unpivot, ignoredColumns: group.ignoredColumns.filter((name) => !columns.includes(name)) }
}

/** Only one field can be split. */
export const withSplit = (field: EntitlementField | '', split: Split): FileGroup['split'] =>
  field === '' ? {} : { [field]: split }
