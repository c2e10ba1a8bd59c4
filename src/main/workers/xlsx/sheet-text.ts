import { closeSync, openSync, writeSync } from 'node:fs'
import type { CellNote } from '../../domain/jobs/cell-note.ts'
import { WorkbookRefused, xlsxLimits } from './gate.ts'

const linesAtOnce = 5000
const mostMerged = 10_000

/** Where the text and the notes of a sheet go. */
export interface SheetFiles {
  readonly text: string
  readonly notes: string
}

/**
 * Writes the rows of a sheet as RFC 4180 text, one record a row. Rows that the sheet leaves out are blank lines, so the
 * record's number is the row's number. What can't be believed goes into the notes, one JSON a line in the order of rows;
 * merged areas, which a sheet names after its rows, stand at their end.
 */
export class SheetText {
  readonly #text: number
  readonly #notes: number
  #lines: string[] = []
  #noted: string[] = []
  #merged = 0
  #length = 0
  #row = 0
  #cells: string[] = []

  constructor(files: SheetFiles) {
    this.#text = openSync(files.text, 'w', 0o600)
    this.#notes = openSync(files.notes, 'w', 0o600)
  }

  /** The number of the row that is being written, from 1. */
  get row(): number {
    return this.#row
  }

  /** @param row its number; the next one when the sheet doesn't say @throws WorkbookRefused when rows are out of order */
  openRow(row: number | undefined, hidden: boolean): void {
    const number = row ?? this.#row + 1
    if (!(number > this.#row) || number > xlsxLimits.rows)
      throw new WorkbookRefused('Its rows are not in order, or there are too many.')
    for (let blank = this.#row + 1; blank < number; blank++) this.#push('')
    this.#row = number
    this.#cells = []
    if (hidden) this.note({ kind: 'hidden-row', line: number })
  }

  /** The column after the last cell of the row. */
  get nextColumn(): number {
    return this.#cells.length
  }

  cell(column: number, value: string): void {
    if (column >= xlsxLimits.columns) throw new WorkbookRefused('It has more columns than a sheet can have.')
    this.#cells[column] = value
  }

  /** Blank cells at the end of a row need not be written: a row is as wide as the header. */
  closeRow(): void {
    let last = this.#cells.length
    while (last > 0 && !this.#cells[last - 1]) last--
    // Cells that were never written are holes in the array.
    this.#push(Array.from({ length: last }, (_, i) => quoted(this.#cells[i] ?? '')).join(','))
  }

  note(note: CellNote): void {
    if (note.kind === 'merged' && ++this.#merged > mostMerged)
      throw new WorkbookRefused(`It has more than ${mostMerged} merged areas. Undo them in Excel, or export CSV.`)
    this.#noted.push(JSON.stringify(note))
    if (this.#noted.length >= linesAtOnce) this.#flush()
  }

  /** Writes what is left, and closes the files. */
  end(): void {
    try {
      this.#flush()
    } finally {
      closeSync(this.#text)
      closeSync(this.#notes)
    }
  }

  #push(line: string): void {
    this.#length += line.length
    if (this.#length > xlsxLimits.textBytes)
      throw new WorkbookRefused(`Its text is longer than ${xlsxLimits.textBytes / 1024 / 1024} MB. Export it as CSV.`)
    this.#lines.push(line)
    if (this.#lines.length >= linesAtOnce) this.#flush()
  }

  #flush(): void {
    for (const [fd, lines] of [
      [this.#text, this.#lines],
      [this.#notes, this.#noted],
    ] as const)
      if (lines.length > 0) writeSync(fd, `${lines.join('\n')}\n`)
    this.#lines = []
    this.#noted = []
  }
}

const quoted = (value: string): string =>
  /[",\r\n]/.test(value) || value !== value.trim() ? `"${value.replaceAll('"', '""')}"` : value
