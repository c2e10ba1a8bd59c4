import type { CellNote } from '../../jobs/cell-note.ts'

/** What a column of the header is for: the facts of a row, whether the row counts at all, or nothing. */
export type ColumnUse = 'fact' | 'filter'

/** The header as the notes of a row need it. */
export interface NotedColumns {
  readonly header: readonly string[]
  readonly uses: ReadonlyMap<number, ColumnUse>
}

/**
 * Why a row of a workbook can't be used: a cell that the rules need has no value. An error or a formula without a result
 * is not a blank cell, so nobody can say what the row would have said.
 */
export function unusableBy(
  notes: readonly CellNote[],
  { header, uses }: NotedColumns,
): { readonly reason: string; readonly use: ColumnUse } | undefined {
  let found: { reason: string; use: ColumnUse } | undefined
  for (const note of notes) {
    if (note.kind !== 'error' && note.kind !== 'no-result') continue
    const use = uses.get(note.column)
    if (use === undefined || found?.use === 'filter') continue
    const name = nameOf(header, note.column)
    const reason =
      note.kind === 'error'
        ? `"${name}" has no value: the formula gives ${note.raw}.`
        : `"${name}" has no value: the cell holds a formula without a result; open and save it in Excel.`
    found ??= { reason, use }
    if (use === 'filter') found = { reason, use }
  }
  return found
}

/** What a person is told about a row that is used all the same. */
export function tellNotes(line: number, notes: readonly CellNote[], { header, uses }: NotedColumns): string[] {
  return notes.flatMap((note): string[] => {
    switch (note.kind) {
      case 'lost-digits':
        return [
          `"${nameOf(header, note.column)}" holds a number of more than 15 digits, but Excel stores only 15. Export it as text.`,
        ]
      case 'hidden-row':
        return ['The row is hidden in the workbook: filtered out on purpose, or by accident?']
      case 'merged':
        return mergedInto(line, note, header)
      case 'error':
      case 'no-result':
        // Where a rule needs the column, the row was set aside.
        return uses.has(note.column) ? [] : [`"${nameOf(header, note.column)}", which is ignored, has no value.`]
    }
  })
}

/** Of merged cells only the first one has the value; the others are blank, though they do not look it. */
function mergedInto(line: number, note: Extract<CellNote, { kind: 'merged' }>, header: readonly string[]): string[] {
  const first = line === note.line ? note.column + 1 : note.column
  const columns = header.slice(first, note.lastColumn + 1).map((_, at) => `"${nameOf(header, first + at)}"`)
  if (columns.length === 0) return []
  const are = columns.length === 1 ? 'is' : 'are'
  const where = line === note.line ? `"${nameOf(header, note.column)}"` : `row ${note.line}`
  return [`${columns.join(', ')} ${are} merged with ${where} (${note.raw}), which alone has the value.`]
}

const nameOf = (header: readonly string[], column: number): string => header[column] || `column ${column + 1}`
