import { WorkbookRefused, xlsxLimits } from './gate.ts'

/** A cell or an area of cells; rows count from 1, columns from 0. */
interface Range {
  readonly row: number
  readonly column: number
  readonly lastRow: number
  readonly lastColumn: number
}

/** `C17` is row 17, column 2; `A1:B2` has four cells. @throws WorkbookRefused for what is no reference */
export function rangeOf(reference: string): Range {
  const [, letters = '', row = '', lastLetters = letters, lastRow = row] =
    /^\$?([A-Z]{1,4})\$?(\d{1,9})?(?::\$?([A-Z]{1,4})\$?(\d{1,9}))?$/i.exec(reference) ?? []
  if (letters === '') throw new WorkbookRefused('It has a cell whose place makes no sense.')
  return {
    row: Number(row),
    column: columnOf(letters),
    lastRow: Number(lastRow),
    lastColumn: columnOf(lastLetters),
  }
}

function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  if (column > xlsxLimits.columns) throw new WorkbookRefused('It has more columns than a sheet can have.')
  return column - 1
}

/** `A2:B5` */
export const rangeName = ({ row, column, lastRow, lastColumn }: Range): string =>
  `${lettersOf(column)}${row}:${lettersOf(lastColumn)}${lastRow}`

function lettersOf(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest > 0 ? lettersOf(rest - 1) : '') + String.fromCharCode(65 + (column % 26))
}
