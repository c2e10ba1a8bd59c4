import { hasLostDigits, isoDate, plainNumber, serialToIso } from './formats.ts'
import { WorkbookRefused, xlsxLimits } from './gate.ts'
import { rangeOf } from './references.ts'
import { type SheetFiles, SheetText } from './sheet-text.ts'
import { openWorkbook, type Workbook } from './workbook.ts'
import { unescaped, xmlReader } from './xml.ts'
import type { TakeBytes, ZipFile } from './zip.ts'

/**
 * Writes every visible sheet as text, and what can't be trusted beside it as notes. From here on a workbook is read like
 * any other extract.
 * @param files of each sheet, which are counted from 1
 * @returns the names of the sheets
 * @throws WorkbookRefused with the reason
 */
export function convertWorkbook(zip: ZipFile, files: (sheet: number) => SheetFiles): string[] {
  zip.checkNames()
  const book = openWorkbook(zip)
  for (const [at, sheet] of book.sheets.entries()) {
    const entry = zip.find(sheet.entry)
    if (!entry) throw new WorkbookRefused(`Its sheet "${sheet.name}" is missing.`)
    const text = new SheetText(files(at + 1))
    try {
      zip.read(entry, sheetReader(book, text))
    } finally {
      text.end()
    }
  }
  zip.countTheRest()
  return book.sheets.map(({ name }) => name)
}

function sheetReader(book: Workbook, text: SheetText): TakeBytes {
  const cells = new CellReader(book, text)
  return xmlReader({
    open: (name, attributes) => cells.open(name, attributes),
    text: (piece) => cells.text(piece),
    close: (name) => cells.close(name),
  })
}

type Attributes = Readonly<Record<string, string>>

/** The state between the tags of one sheet: the cell that is being read. */
class CellReader {
  readonly #book: Workbook
  readonly #sheet: SheetText
  #cell = { column: 0, type: 'n', style: 0 }
  #value = ''
  #formula = ''
  #hasValue = false
  #hasFormula = false
  #into: 'value' | 'formula' | undefined
  #inPhonetic = false
  #hidesRows = false

  constructor(book: Workbook, sheet: SheetText) {
    this.#book = book
    this.#sheet = sheet
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'row':
        return this.#openRow(attributes)
      case 'c':
        return this.#openCell(attributes)
      case 'v':
      case 't':
        this.#hasValue = true
        this.#into = this.#inPhonetic ? undefined : 'value'
        return
      case 'f':
        this.#hasFormula = true
        this.#into = 'formula'
        return
      case 'rPh':
        this.#inPhonetic = true
        return
      case 'sheetFormatPr':
        this.#hidesRows = attributes['zeroHeight'] === '1' || attributes['zeroHeight'] === 'true'
        return
      case 'mergeCell':
        return this.#noteMerged(attributes['ref'] ?? '')
      default:
    }
  }

  text(piece: string): void {
    if (this.#into === 'value') this.#value += piece
    else if (this.#into === 'formula') this.#formula += piece
  }

  close(name: string): void {
    if (name === 'v' || name === 't' || name === 'f') this.#into = undefined
    else if (name === 'rPh') this.#inPhonetic = false
    else if (name === 'c') this.#closeCell()
    else if (name === 'row') this.#sheet.closeRow()
  }

  #openRow({ r, hidden }: Attributes): void {
    const isHidden = hidden === undefined ? this.#hidesRows : hidden === '1' || hidden === 'true'
    this.#sheet.openRow(r === undefined ? undefined : Number(r), isHidden)
  }

  #openCell({ r, t, s }: Attributes): void {
    const column = r === undefined ? this.#sheet.nextColumn : rangeOf(r).column
    this.#cell = { column, type: t ?? 'n', style: Number(s ?? 0) }
    this.#value = ''
    this.#formula = ''
    this.#hasValue = false
    this.#hasFormula = false
  }

  #closeCell(): void {
    const { column, type } = this.#cell
    const note = (kind: 'error' | 'no-result' | 'lost-digits', raw: string) =>
      this.#sheet.note({ kind, line: this.#sheet.row, column, raw })
    if (type === 'e') note('error', this.#value)
    else if (this.#hasFormula && !this.#hasResult()) note('no-result', `=${this.#formula}`)
    else if (type === 'n' && hasLostDigits(this.#value) && !this.#isDate()) note('lost-digits', this.#value)
    this.#sheet.cell(column, this.#shown())
  }

  /**
   * Programs that write formulas without computing them leave the result out, or put a zero there and ask for it to be
   * computed when the workbook is opened.
   */
  #hasResult(): boolean {
    const { type } = this.#cell
    if (!this.#hasValue || (this.#value === '' && type === 'n')) return false
    return !(this.#book.computesOnLoad && type === 'n' && this.#value === '0')
  }

  #isDate(): boolean {
    return this.#book.styles[this.#cell.style]?.isDate === true
  }

  #shown(): string {
    const { type, style: styleIndex } = this.#cell
    const value = this.#value
    switch (type) {
      case 's':
        return this.#book.sharedStrings[Number(value)] ?? ''
      case 'b':
        return value === '1' || value === 'true' ? 'TRUE' : value === '' ? '' : 'FALSE'
      case 'd':
        return isoDate(value)
      case 'n': {
        const number = value.trim()
        if (number === '') return ''
        const style = this.#book.styles[styleIndex]
        return style?.isDate ? serialToIso(Number(number), this.#book.from1904) : plainNumber(number, style?.picture)
      }
      default:
        return unescaped(value)
    }
  }

  #noteMerged(reference: string): void {
    const { row, column, lastRow, lastColumn } = rangeOf(reference)
    if (lastRow > xlsxLimits.rows) throw new WorkbookRefused('It merges more rows than a sheet can have.')
    if (lastRow > row || lastColumn > column)
      this.#sheet.note({ kind: 'merged', line: row, column, raw: reference, lastLine: lastRow, lastColumn })
  }
}
