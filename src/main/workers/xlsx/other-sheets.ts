import { type CellObject, read, set_cptable, utils, type WorkBook, type WorkSheet } from '@e965/xlsx'
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs'
import { hasLostDigits, plainNumber, serialToIso, styleOf } from './formats.ts'
import { WorkbookRefused, xlsxLimits } from './gate.ts'
import { rangeName } from './references.ts'
import { type SheetFiles, SheetText } from './sheet-text.ts'

// Workbooks of Excel 95 and before hold text in the code page of their country.
set_cptable(codePages)

/** Excel's error values by their code in binary workbooks. */
const errors: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
  0x2b: '#GETTING_DATA',
}

export type OtherFormat = 'xls' | 'xlsb'

const formats: Record<OtherFormat, string> = {
  xls: 'a workbook in the old Excel format (.xls)',
  xlsb: 'a binary Excel workbook (.xlsb)',
}

/**
 * Converts the workbooks whose parts are no XML: old ones (.xls) and binary ones (.xlsb). They are read whole, so this
 * runs in the capped thread and nowhere else; values are written by the same rules as those of .xlsx.
 * @throws WorkbookRefused with the reason
 */
export function convertOtherWorkbook(
  bytes: Buffer,
  format: OtherFormat,
  files: (sheet: number) => SheetFiles,
): string[] {
  const book = parsed(bytes, format)
  const visible = book.SheetNames.filter((_, at) => (book.Workbook?.Sheets?.[at]?.Hidden ?? 0) === 0)
  const sheets = visible.flatMap((name) => {
    const sheet = book.Sheets[name]
    // Charts and macros are sheets without cells.
    return sheet && (sheet['!type'] ?? 'sheet') === 'sheet' ? [{ name, sheet }] : []
  })
  if (sheets.length === 0) throw new WorkbookRefused('It has no visible sheet. Save it as .xlsx.')
  const from1904 = book.Workbook?.WBProps?.date1904 === true
  for (const [at, { sheet }] of sheets.entries()) {
    const text = new SheetText(files(at + 1))
    try {
      writeSheet(sheet, text, from1904)
    } finally {
      text.end()
    }
  }
  return sheets.map(({ name }) => name)
}

function parsed(bytes: Buffer, format: OtherFormat): WorkBook {
  try {
    return read(bytes, {
      type: 'buffer',
      dense: true,
      cellNF: true,
      cellHTML: false,
      sheetStubs: true,
      cellStyles: true,
    })
  } catch (error) {
    if (error instanceof Error && /password-protected/i.test(error.message))
      throw new WorkbookRefused('It is protected with a password. Save it without one.')
    throw new WorkbookRefused(`It is ${formats[format]}, and damaged or of a kind that is not read. Save it as .xlsx.`)
  }
}

function writeSheet(sheet: WorkSheet, text: SheetText, from1904: boolean): void {
  const rows = (sheet['!data'] ?? []) as (CellObject[] | undefined)[]
  const { s: first, e: last } = utils.decode_range(sheet['!ref'] ?? 'A1')
  if (last.r - first.r >= xlsxLimits.rows) throw new WorkbookRefused('It has too many rows.')
  for (const [at, cells] of rows.entries()) {
    if (!cells) continue
    text.openRow(at + 1, sheet['!rows']?.[at]?.hidden === true)
    for (const [column, cell] of cells.entries()) if (cell) writeCell(cell, { text, column, from1904 })
    text.closeRow()
  }
  for (const { s, e } of sheet['!merges'] ?? []) {
    const raw = rangeName({ row: s.r + 1, column: s.c, lastRow: e.r + 1, lastColumn: e.c })
    text.note({ kind: 'merged', line: s.r + 1, column: s.c, raw, lastLine: e.r + 1, lastColumn: e.c })
  }
}

interface CellPlace {
  readonly text: SheetText
  readonly column: number
  readonly from1904: boolean
}

function writeCell(cell: CellObject, { text, column, from1904 }: CellPlace): void {
  const note = (kind: 'error' | 'no-result' | 'lost-digits', raw: string) =>
    text.note({ kind, line: text.row, column, raw })
  const value = shown(cell, from1904)
  if (cell.t === 'e') note('error', value)
  else if (cell.t === 'z' && cell.f !== undefined) note('no-result', `=${cell.f}`)
  else if (cell.t === 'n' && hasLostDigits(String(cell.v)) && !isDate(cell)) note('lost-digits', String(cell.v))
  if (value !== '') text.cell(column, value)
}

const codeOf = ({ z }: CellObject): string | undefined => (z === undefined || z === 'General' ? undefined : String(z))
const isDate = (cell: CellObject): boolean => styleOf(-1, codeOf(cell)).isDate

function shown(cell: CellObject, from1904: boolean): string {
  switch (cell.t) {
    case 'n': {
      const style = styleOf(-1, codeOf(cell))
      return style.isDate ? serialToIso(Number(cell.v), from1904) : plainNumber(String(cell.v), style.picture)
    }
    case 'b':
      return cell.v === true ? 'TRUE' : 'FALSE'
    case 'e':
      return cell.w ?? errors[Number(cell.v)] ?? '#N/A'
    case 's':
      return String(cell.v)
    default:
      return ''
  }
}
