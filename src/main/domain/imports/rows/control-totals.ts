import type { FileGroup } from '../../../../contract/applications.ts'
import type { ControlTotal } from '../../../../contract/file-layout.ts'
import { fold } from '../../applications/fold.ts'

/** What is wrong with a total of a file, and on which line it is told. */
export interface TotalMismatch {
  readonly line: number
  readonly reason: string
  readonly raw: string
}

interface TotalFound {
  readonly line: number
  /** Null when the line holds no number. */
  readonly says: number | null
  readonly raw: string
}

/**
 * Compares what a file says that it holds with what stands in it: every line that is no total, ruler or header counts,
 * whether it can be used or not. A total that is missing is told too, since the end of the file may be missing with it.
 */
export class ControlTotals {
  readonly #totals: readonly ControlTotal[]
  readonly #userColumn: number
  readonly #found = new Map<ControlTotal, TotalFound[]>()
  readonly #users = new Set<string>()
  #rows = 0
  #lastLine = 1

  /** @param group with its columns found by the header */
  constructor({ format: { controlTotals }, columns }: FileGroup, header: readonly string[]) {
    this.#totals = controlTotals
    const named = fold(columns.userName ?? columns.employeeId ?? '')
    this.#userColumn = named === '' ? -1 : header.findIndex((name) => fold(name) === named)
  }

  /** A row, as far as it could be split into fields. */
  countRow(line: number, fields: readonly string[]): void {
    this.#lastLine = line
    this.#rows++
    const user = fold(fields[this.#userColumn] ?? '')
    if (user !== '') this.#users.add(user)
  }

  /** A line that the rules skip as a total. */
  readTotal(line: number, text: string): void {
    this.#lastLine = line
    const total = this.#totals.find(({ startingWith }) => text.includes(startingWith.trim()))
    if (!total) return
    const says = numberIn(text.slice(text.indexOf(total.startingWith.trim()) + total.startingWith.trim().length))
    this.#found.set(total, [...(this.#found.get(total) ?? []), { line, says, raw: text }])
  }

  /** Once all rows are read. A total may stand once, at the end, or on each page: then the last one or their sum counts. */
  mismatches(): TotalMismatch[] {
    return this.#totals.flatMap((total): TotalMismatch[] => {
      const found = this.#found.get(total) ?? []
      const last = found.at(-1)
      const name = `"${total.startingWith.trim()}"`
      if (last === undefined) {
        const reason = `The rules expect the total ${name}, but the file has none: its end may be missing.`
        return [{ line: this.#lastLine, reason, raw: '' }]
      }
      const counted = total.counts === 'rows' ? this.#rows : this.#users.size
      if (found.every(({ says }) => says !== null)) {
        const sum = found.reduce((before, { says }) => before + (says ?? 0), 0)
        if (last.says === counted || sum === counted) return []
      }
      const says = last.says === null ? 'says no number' : `says ${last.says}`
      return [{ ...last, reason: `The total ${name} ${says}, but ${counted} ${total.counts} were read.` }]
    })
  }
}

/** The first number of a text, with or without marks between its thousands. */
function numberIn(text: string): number | null {
  const written = /\d{1,3}(?:[.,' ]\d{3})+(?!\d)|\d+/.exec(text)?.[0]
  return written === undefined ? null : Number(written.replace(/\D/g, ''))
}
