import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import type { CellNote } from '../../domain/imports/jobs.ts'
import { readArchive } from './archive.ts'
import { hasLostDigits, plainNumber, serialToIso } from './formats.ts'
import { WorkbookRefused, xlsxLimits } from './gate.ts'
import { openWorkbook, xmlReader } from './workbook.ts'

const mostNotes = 1000

/**
 * Writes the first visible sheet as RFC 4180 text, one line a row (blank rows stay, so that line numbers are the sheet's
 * row numbers), and what can't be trusted beside it as notes. From here on a workbook is read like any other extract.
 * @throws WorkbookRefused with the reason
 */
export function convertWorkbook(file: string, csvFile: string, notesFile: string): void {
  const bytes = readFileSync(file)
  const book = openWorkbook(bytes)
  const fd = openSync(csvFile, 'w', 0o600)
  const notes: CellNote[] = []
  let out: string[] = []
  let nextRow = 1
  let cells: string[] = []
  let cell = { column: 0, type: 'n', style: 0 }
  let text = ''
  let taking = false
  let found = false

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
  try {
    readArchive(bytes, (name) => {
      if (name !== book.sheetEntry) return undefined
      found = true
      return read
    })
    if (!found) throw new WorkbookRefused(`Its sheet "${book.sheetName}" is missing.`)
    if (out.length > 0) writeSync(fd, `${out.join('\n')}\n`)
  } finally {
    closeSync(fd)
  }
  writeFileSync(notesFile, JSON.stringify(notes), { mode: 0o600 })
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
