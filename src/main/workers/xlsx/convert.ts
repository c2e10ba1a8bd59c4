import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import type { CellNote } from '../../domain/jobs/jobs.ts'
import { readArchive } from './archive.ts'
import { hasLostDigits, plainNumber, serialToIso } from './formats.ts'
import { WorkbookRefused, xlsxLimits } from './gate.ts'
import { openWorkbook, type Workbook, xmlReader } from './workbook.ts'

const mostNotes = 1000
const linesAtOnce = 5000

/** The files for the text and the notes of each sheet. Sheets are counted from 1. */
interface SheetFiles {
  readonly text: (sheet: number) => string
  readonly notes: (sheet: number) => string
}

/**
 * Writes every visible sheet as RFC 4180 text, one line a row (blank rows stay, so that line numbers are the sheet's row
 * numbers), and what can't be trusted beside it as notes. From here on a workbook is read like any other extract.
 * @returns the names of the sheets
 * @throws WorkbookRefused with the reason
 */
export function convertWorkbook(file: string, files: SheetFiles): string[] {
  const bytes = readFileSync(file)
  const book = openWorkbook(bytes)
  const sheetNumbers = new Map(book.sheets.map(({ entry }, at) => [entry, at + 1]))
  const written = new Set<number>()
  readArchive(bytes, (name) => {
    const sheetNumber = sheetNumbers.get(name)
    if (sheetNumber === undefined) return undefined
    written.add(sheetNumber)
    return writeSheet(book, files.text(sheetNumber), files.notes(sheetNumber))
  })
  const missing = book.sheets.find((_, at) => !written.has(at + 1))
  if (missing) throw new WorkbookRefused(`Its sheet "${missing.name}" is missing.`)
  return book.sheets.map(({ name }) => name)
}

/** Takes the bytes of a sheet's part as they come and writes its rows. */
function writeSheet(book: Workbook, csvFile: string, notesFile: string): (chunk: Uint8Array, last: boolean) => void {
  const sheet = new SheetWriter(book, csvFile)
  const read = xmlReader({
    open: ({ name, attributes }) => sheet.open(name, attributes),
    text: (piece) => sheet.text(piece),
    close: (name) => sheet.close(name),
  })
  return (chunk, last) => {
    try {
      read(chunk, last)
      if (!last) return
      sheet.flush()
      writeFileSync(notesFile, JSON.stringify(sheet.notes), { mode: 0o600 })
      sheet.end()
    } catch (error) {
      sheet.end()
      throw error
    }
  }
}

/** The state between the tags of one sheet: the cell, the row, and the lines that are not written yet. */
class SheetWriter {
  readonly notes: CellNote[] = []
  readonly #book: Workbook
  readonly #fd: number
  #lines: string[] = []
  #nextRow = 1
  #cells: string[] = []
  #cell = { column: 0, type: 'n', style: 0 }
  #text = ''
  #inValue = false

  constructor(book: Workbook, csvFile: string) {
    this.#book = book
    this.#fd = openSync(csvFile, 'w', 0o600)
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') this.#openRow(Number(attributes['r'] ?? this.#nextRow))
    else if (name === 'c') {
      const column = attributes['r'] === undefined ? this.#cells.length : columnOf(attributes['r'])
      this.#cell = { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0) }
      this.#text = ''
    } else if (name === 'v' || name === 't') this.#inValue = true
  }

  text(piece: string): void {
    if (this.#inValue) this.#text += piece
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#inValue = false
    else if (name === 'c') this.#cells[this.#cell.column] = this.#value()
    else if (name === 'row') {
      this.#endRow()
      this.#nextRow++
    }
  }

  /** Writes the lines that are left. */
  flush(): void {
    if (this.#lines.length > 0) writeSync(this.#fd, `${this.#lines.join('\n')}\n`)
    this.#lines = []
  }

  end(): void {
    closeSync(this.#fd)
  }

  /** Rows that a sheet leaves out are blank lines of the text. */
  #openRow(row: number): void {
    if (row > xlsxLimits.rows || row < this.#nextRow)
      throw new WorkbookRefused('Its rows are not in order, or there are too many.')
    while (this.#nextRow < row) {
      this.#cells = []
      this.#endRow()
      this.#nextRow++
    }
    this.#cells = []
  }

  #endRow(): void {
    let last = this.#cells.length
    while (last > 0 && !this.#cells[last - 1]) last--
    // Cells that were never written are holes in the array.
    this.#lines.push(Array.from({ length: last }, (_, i) => quoted(this.#cells[i] ?? '')).join(','))
    if (this.#lines.length >= linesAtOnce) this.flush()
  }

  #value(): string {
    const { type, style: styleIndex, column } = this.#cell
    const text = this.#text
    switch (type) {
      case 's':
        return this.#book.sharedStrings[Number(text)] ?? ''
      case 'b':
        return text === '1' ? 'TRUE' : 'FALSE'
      case 'n': {
        if (text === '') return ''
        const style = this.#book.styles[styleIndex]
        if (style?.isDate) return serialToIso(Number(text), this.#book.from1904)
        if (hasLostDigits(text) && this.notes.length < mostNotes)
          this.notes.push({ line: this.#nextRow, column, raw: text })
        return plainNumber(text, style?.padTo ?? 0)
      }
      default:
        return text
    }
  }
}

const quoted = (value: string): string =>
  /[",\r\n]/.test(value) || value !== value.trim() ? `"${value.replaceAll('"', '""')}"` : value

/** `C17` is column 2. @throws WorkbookRefused beyond the last column */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,4}/.exec(reference)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64
  if (column > xlsxLimits.columns) throw new WorkbookRefused('It has more columns than a sheet can have.')
  return column - 1
}
