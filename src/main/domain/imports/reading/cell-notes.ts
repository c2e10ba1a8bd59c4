import { existsSync, readFileSync } from 'node:fs'
import type { CellNote } from '../../jobs/cell-note.ts'
import { chunksOf, readSample } from './file-chunks.ts'

/** Where the notes of the conversion of a sheet stand. */
export const notesBeside = (text: string): string => text.replace(/\.csv$/, '.notes')

/** Whether a text was made of a sheet: only then are there notes, be they empty. */
export const isSheetText = (text: string): boolean => notesBeside(text) !== text && existsSync(notesBeside(text))

/** The notes of a sheet as they were written: by row, merged areas last. Never held in memory together. */
function* notesIn(file: string): Generator<CellNote> {
  let rest = ''
  const decoder = new TextDecoder()
  for (const chunk of chunksOf(file)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as CellNote
  }
}

type MergedNote = Extract<CellNote, { kind: 'merged' }>

/** The notes of a sheet, asked for row by row. */
export class CellNotes {
  readonly #notes: Iterator<CellNote, void>
  /** Areas that are not reached yet, the next one last; and those that the present row is in. */
  readonly #mergedAhead: MergedNote[] = []
  #mergedHere: MergedNote[] = []
  #next: CellNote | undefined

  /** @param text a text that was made of no sheet has none */
  constructor(text: string) {
    const notes = (): Iterable<CellNote> => (isSheetText(text) ? storedNotes(notesBeside(text)) : [])
    for (const note of notes()) if (note.kind === 'merged') this.#mergedAhead.push(note)
    this.#mergedAhead.sort((a, b) => b.line - a.line)
    this.#notes = notes()[Symbol.iterator]()
    this.#advance()
  }

  /** The notes of a row. @param line at least that of the last question */
  at(line: number): readonly CellNote[] {
    const hasCells = this.#next !== undefined && this.#next.line <= line
    if (!hasCells && this.#mergedHere.length === 0 && !this.#reaches(line)) return none
    const found: CellNote[] = [...this.#mergedAt(line)]
    while (this.#next && this.#next.line <= line) {
      if (this.#next.line === line) found.push(this.#next)
      this.#advance()
    }
    return found
  }

  #reaches(line: number): boolean {
    const next = this.#mergedAhead.at(-1)
    return next !== undefined && next.line <= line
  }

  #mergedAt(line: number): readonly MergedNote[] {
    while (this.#reaches(line)) {
      const note = this.#mergedAhead.pop()
      if (note) this.#mergedHere.push(note)
    }
    this.#mergedHere = this.#mergedHere.filter(({ lastLine }) => lastLine >= line)
    return this.#mergedHere
  }

  #advance(): void {
    do {
      const { value, done } = this.#notes.next()
      this.#next = done === true ? undefined : value
    } while (this.#next?.kind === 'merged')
  }
}

const none: readonly CellNote[] = []

/** Workbooks of before notes had kinds have one array of numbers that lost digits. */
function storedNotes(file: string): Iterable<CellNote> {
  if (readSample(file)[0] !== 0x5b) return notesIn(file)
  const old = JSON.parse(readFileSync(file, 'utf8')) as { line: number; column: number; raw: string }[]
  return old.map((note) => ({ kind: 'lost-digits', ...note }))
}
