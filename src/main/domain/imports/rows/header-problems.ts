import type { FileGroup } from '../../../../contract/applications.ts'
import type { FileProblem } from '../../../../contract/extract-files.ts'
import { fold } from '../../applications/fold.ts'
import { bindProfile } from '../../applications/profiles.ts'
import type { ColumnUse } from '../reading/row-notes.ts'

const mostColumns = 500

/** A problem at the header of one file. */
type At = Pick<FileProblem, 'file' | 'line'>

/** Everything in which the rules of a file group and the header of one file disagree. */
export function headerProblems(group: FileGroup, header: readonly string[], file: string): FileProblem[] {
  const at = { file, line: group.format.headerRow }
  const shape = shapeProblem(header, at)
  if (shape) return [shape]
  const names = new Set(header.map(fold))
  return [
    ...duplicateColumns(group, header, at),
    ...missingColumns(group, names, at),
    ...unknownColumns(group, header, at),
    ...missingKey(group, at),
  ]
}

function shapeProblem(header: readonly string[], at: At): FileProblem | undefined {
  if (header.every((name) => name === ''))
    return {
      ...at,
      column: null,
      message: 'The file has no header.',
      remedy: 'Export it with column names, or correct the header row in the rules.',
    }
  if (header.length > mostColumns)
    return {
      ...at,
      column: null,
      message: `The header has ${header.length} columns; the limit is ${mostColumns}.`,
      remedy: 'Check the delimiter in the rules.',
    }
  return undefined
}

/** The columns that the rules name because they read them. */
const readColumns = ({ columns, filters, keyColumns, fillDown }: FileGroup): string[] => [
  ...Object.values(columns),
  ...filters.map(({ column }) => column),
  ...keyColumns,
  ...fillDown,
]

/** The columns that stand for a permission each. */
export function unpivotColumns(group: FileGroup, header: readonly string[]): readonly string[] {
  if (group.unpivot === null) return []
  const { columns } = group.unpivot
  if (columns !== 'unmapped') return columns
  const others = new Set([...readColumns(group), ...group.ignoredColumns].map(fold))
  return header.filter((name) => name !== '' && !others.has(fold(name)))
}

/** The columns that the rules read; what stands in the others doesn't matter. */
const neededColumns = (group: FileGroup, header: readonly string[]): ReadonlySet<string> =>
  new Set([...readColumns(group), ...unpivotColumns(group, header)].map(fold))

/** What the columns of a file are for, by their place; those that no rule reads are left out. */
export function columnUses(
  fileGroup: FileGroup,
  header: readonly string[],
  file: string,
): ReadonlyMap<number, ColumnUse> {
  // The profile of the standardized layout finds its columns by their names.
  const { group } = bindProfile(fileGroup, header, file)
  const needed = neededColumns(group, header)
  const filters = new Set(group.filters.map(({ column }) => fold(column)))
  const useOf = (name: string): ColumnUse | undefined =>
    filters.has(fold(name)) ? 'filter' : needed.has(fold(name)) ? 'fact' : undefined
  return new Map(
    header.flatMap((name, at): [number, ColumnUse][] => {
      const use = useOf(name)
      return use === undefined ? [] : [[at, use]]
    }),
  )
}

/** Two columns of one name are an obstacle only where a rule needs one of them. */
function* duplicateColumns(group: FileGroup, header: readonly string[], at: At): Generator<FileProblem> {
  const needed = neededColumns(group, header)
  const seen = new Set<string>()
  for (const name of header) {
    const folded = fold(name)
    if (seen.has(folded) && needed.has(folded))
      yield {
        ...at,
        column: name,
        message: `The header has the column "${name}" twice, and the rules need it.`,
        remedy: 'Rename or remove one of them in the export.',
      }
    seen.add(folded)
  }
}

function* missingColumns(group: FileGroup, names: ReadonlySet<string>, at: At): Generator<FileProblem> {
  const isMissing = (column: string): boolean => !names.has(fold(column))
  for (const [field, column] of Object.entries(group.columns)) {
    const remedy = `Add it to the export, or map ${field} to another column in the rules.`
    if (isMissing(column)) yield { ...at, column, message: `The column "${column}" is missing.`, remedy }
  }
  for (const { column } of group.filters) {
    const message = `The column "${column}" is missing, but a filter needs it.`
    if (isMissing(column)) yield { ...at, column, message, remedy: 'Add it to the export, or remove the filter.' }
  }
  for (const column of group.keyColumns) {
    const remedy = 'Add it to the export, or choose other key columns in the rules.'
    if (isMissing(column)) yield { ...at, column, message: `The key column "${column}" is missing.`, remedy }
  }
  for (const column of group.fillDown) {
    const message = `The column "${column}" is missing, but its values are repeated from above.`
    const remedy = 'Add it to the export, or do not repeat it in the rules.'
    if (isMissing(column)) yield { ...at, column, message, remedy }
  }
  if (group.unpivot === null || group.unpivot.columns === 'unmapped') return
  for (const column of group.unpivot.columns) {
    const message = `The column "${column}" is missing, but it stands for a permission.`
    const remedy = 'Add it to the export, or remove it from the columns per permission in the rules.'
    if (isMissing(column)) yield { ...at, column, message, remedy }
  }
}

function* unknownColumns(group: FileGroup, header: readonly string[], at: At): Generator<FileProblem> {
  const expected = new Set([...neededColumns(group, header), ...group.ignoredColumns.map(fold)])
  for (const name of header) {
    if (name === '' || expected.has(fold(name))) continue
    yield {
      ...at,
      column: name,
      message: `The rules do not know the column "${name}".`,
      remedy: 'Map it to a field, or ignore it in the rules.',
    }
  }
}

function* missingKey({ profile, columns, constants }: FileGroup, at: At): Generator<FileProblem> {
  // The profile of the standardized layout checks its own columns.
  if (profile === 'standardized-permissions') return
  const keys = profile === 'hr-roster' ? (['userName', 'employeeId'] as const) : (['userName'] as const)
  if (keys.some((field) => columns[field] !== undefined || constants[field] !== undefined)) return
  const what = profile === 'hr-roster' ? 'the employee number' : 'the user name'
  yield { ...at, column: null, message: `No column is mapped to ${what}.`, remedy: 'Map one in the rules.' }
}

/** The rules ask for a sheet that a workbook doesn't have. @param sheets that it has */
export function noSuchSheet(file: string, sheet: string, sheets: readonly string[]): FileProblem {
  const sheetNames = sheets.length === 0 ? 'none that is visible' : sheets.map((name) => `"${name}"`).join(', ')
  return {
    file,
    line: null,
    column: null,
    message: `The workbook has no visible sheet "${sheet}".`,
    remedy: `It has ${sheetNames}. Choose another sheet in the rules, or correct the export.`,
  }
}
