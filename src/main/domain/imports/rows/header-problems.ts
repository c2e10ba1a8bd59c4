import type { FileGroup } from '../../../../contract/applications.ts'
import type { FileProblem } from '../../../../contract/imports.ts'
import { fold } from '../../applications/fold.ts'

const mostColumns = 500

/** Everything that does not fit between the rules of a file group and the header of one file. */
export function* headerProblems(group: FileGroup, header: readonly string[], file: string): Generator<FileProblem> {
  const at = { file, line: group.format.headerRow }
  if (header.every((name) => name === '')) {
    yield {
      ...at,
      column: null,
      message: 'The file has no header.',
      remedy: 'Export it with column names, or correct the header row in the rules.',
    }
    return
  }
  if (header.length > mostColumns) {
    yield {
      ...at,
      column: null,
      message: `The header has ${header.length} columns; the limit is ${mostColumns}.`,
      remedy: 'Check the delimiter in the rules.',
    }
    return
  }
  const found = new Set<string>()
  for (const [index, name] of header.entries()) {
    const folded = fold(name)
    if (folded === '')
      yield { ...at, column: null, message: `Column ${index + 1} has no name.`, remedy: 'Name it in the export.' }
    else if (found.has(folded))
      yield {
        ...at,
        column: name,
        message: `The column "${name}" stands there twice.`,
        remedy: 'Rename or remove one of them in the export.',
      }
    found.add(folded)
  }
  const expected = new Set<string>()
  for (const [field, column] of Object.entries(group.columns)) {
    expected.add(fold(column))
    if (!found.has(fold(column))) {
      const remedy = `Add it to the export, or map ${field} to another column in the rules.`
      yield { ...at, column, message: `The column "${column}" is missing.`, remedy }
    }
  }
  for (const { column } of group.filters) {
    expected.add(fold(column))
    if (!found.has(fold(column)))
      yield {
        ...at,
        column,
        message: `The column "${column}" is missing, which a filter looks at.`,
        remedy: 'Add it to the export, or remove the filter.',
      }
  }
  for (const column of group.keyColumns) {
    expected.add(fold(column))
    if (!found.has(fold(column)))
      yield {
        ...at,
        column,
        message: `The key column "${column}" is missing.`,
        remedy: 'Add it to the export, or choose other key columns in the rules.',
      }
  }
  for (const column of group.ignoredColumns) expected.add(fold(column))
  for (const name of header) {
    if (name !== '' && !expected.has(fold(name))) {
      yield {
        ...at,
        column: name,
        message: `The rules do not know the column "${name}".`,
        remedy: 'Map it to a field, or ignore it in the rules.',
      }
    }
  }
  // Which the standardized layout needs is said by its profile.
  if (group.profile === 'standardized-permissions') return
  const keys = group.profile === 'hr-roster' ? (['userName', 'employeeId'] as const) : (['userName'] as const)
  if (keys.every((field) => group.columns[field] === undefined && group.constants[field] === undefined)) {
    const what = group.profile === 'hr-roster' ? 'the employee number' : 'the user name'
    yield { ...at, column: null, message: `No column is mapped to ${what}.`, remedy: 'Map one in the rules.' }
  }
}

/** The rules ask for a sheet that a workbook doesn't have. @param sheets that it has */
export function noSuchSheet(file: string, sheet: string, sheets: readonly string[]): FileProblem {
  const there = sheets.length === 0 ? 'none that is visible' : sheets.map((name) => `"${name}"`).join(', ')
  return {
    file,
    line: null,
    column: null,
    message: `The workbook has no visible sheet "${sheet}".`,
    remedy: `It has ${there}. Choose another sheet in the rules, or correct the export.`,
  }
}
