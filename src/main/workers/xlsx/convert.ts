import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import type { CellNote } from '../../domain/jobs/jobs.ts'
import { readArchive } from './archive.ts'
import { hasLostDigits, plainNumber, serialToIso } from './formats.ts'
import { WorkbookRefused, xlsxLimits } from './gate.ts'
import { openWorkbook, type Workbook, xmlReader } from './workbook.ts'

const mostNotes = 1000

/** Where the text of a sheet goes, and what can't be trusted in it. Sheets are counted from 1. */
export interface SheetFiles {
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
  const places = new Map(book.sheets.map(({ entry }, at) => [entry, at + 1]))
  const found = new Set<number>()
  readArchive(bytes, (name) => {
    const place = places.get(name)
    if (place === undefined) return undefined
    found.add(place)
    return writeSheet(book, files.text(place), files.notes(place))
  })
  const missing = book.sheets.find((_, at) => !found.has(at + 1))
  if (missing) throw new WorkbookRefused(`Its sheet "${missing.name}" is missing.`)
  return book.sheets.map(({ name }) => name)
}

/** Takes the bytes of a sheet's part as they come and writes its rows. */
function writeSheet(book: Workbook, csvFile: string, notesFile: string): (chunk: Uint8Array, last: boolean) => void {
  const fd = openSync(csvFile, 'w', 0o600)
  const notes: CellNote[] = []
  let out: string[] = []
  let nextRow = 1
  let cells: string[] = []
  let cell = { column: 0, type: 'n', style: 0 }
  let text = ''
  let taking = false

  const endRow = () => {
    let last = cells.length
    while (last > 0 && !cells[last - 1]) last--
    // Cells that were never written are holes in the array.
    out.push(Array.from({ length: last }, (_, i) => quoted(cells[i] ?? '')).join(','))
    if (out.length < 5000) return
    writeSync(fd, `${out.join('\n')}\n`)
    out = []
  }
  const valueOf = (): string => {
    switch (cell.type) {
      case 's':
        return book.sharedStrings[Number(text)] ?? ''
      case 'b':
        return text === '1' ? 'TRUE' : 'FALSE'
      case 'n': {
        if (text === '') return ''
        const style = book.styles[cell.style]
        if (style?.isDate) return serialToIso(Number(text), book.from1904)
        if (hasLostDigits(text) && notes.length < mostNotes)
          notes.push({ line: nextRow, column: cell.column, raw: text })
        return plainNumber(text, style?.padTo ?? 0)
      }
      default:
        return text
    }
  }
  const read = xmlReader({
    open({ name, attributes }) {
      if (name === 'row') {
        const row = Number(attributes['r'] ?? nextRow)
        if (row > xlsxLimits.rows || row < nextRow)
          throw new WorkbookRefused('Its rows are not in order, or there are too many.')
        while (nextRow < row) {
          cells = []
          endRow()
          nextRow++
        }
        cells = []
      } else if (name === 'c') {
        const column = attributes['r'] === undefined ? cells.length : columnOf(attributes['r'])
        cell = { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0) }
        text = ''
      } else if (name === 'v' || name === 't') taking = true
    },
    text(piece) {
      if (taking) text += piece
    },
    close(name) {
      if (name === 'v' || name === 't') taking = false
      else if (name === 'c') cells[cell.column] = valueOf()
      else if (name === 'row') {
        endRow()
        nextRow++
      }
    },
  })
  return (chunk, last) => {
    try {
      read(chunk, last)
      if (!last) return
      if (out.length > 0) writeSync(fd, `${out.join('\n')}\n`)
      writeFileSync(notesFile, JSON.stringify(notes), { mode: 0o600 })
      closeSync(fd)
    } catch (error) {
      closeSync(fd)
      throw error
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
