import { suggestColumns } from '../../applications/suggest-rules.ts'
import { isPermissionsFile } from '../../../../contract/permissions-file.ts'
import { isPageLine } from './page-lines.ts'
import type { SampleRecord } from '../reading/dialect.ts'

const mostTitles = 40
const lastHeaderLine = 100
const judgedBelow = 50

/** The record that names the columns, with what speaks for it. */
export interface HeaderFound {
  readonly record: SampleRecord
  readonly at: number
  readonly names: readonly string[]
  /** How many of its names are well known. */
  readonly known: number
  /** How many of the records below have its shape, of how many. */
  readonly fitting: number
  readonly below: number
  readonly score: number
}

/** How many names of a row are well-known names of columns. */
export const knownNames = (names: readonly string[]): number =>
  isPermissionsFile(names) ? names.length : Object.keys(suggestColumns(names).columns).length

/**
 * The header among the first records: a row of names, each once and none a number, followed by rows of its width. Above it
 * stand only lines of another shape.
 */
export function findHeader(records: readonly SampleRecord[]): HeaderFound | undefined {
  let best: HeaderFound | undefined
  for (const [at, record] of records.slice(0, mostTitles).entries()) {
    if (record.line > lastHeaderLine) break
    const candidate = judge(records, at, record)
    if (candidate && (best === undefined || candidate.score > best.score)) best = candidate
  }
  return best
}

function judge(records: readonly SampleRecord[], at: number, record: SampleRecord): HeaderFound | undefined {
  const names = withoutBlankEnd(record.fields)
  if (names.length < 2 || !names.every(isName) || new Set(names.map(lower)).size < names.length) return undefined
  const known = knownNames(names)
  const isLikeIt = ({ fields }: SampleRecord): boolean => {
    const cells = withoutBlankEnd(fields)
    return cells.length <= names.length && filled(cells) >= 2 && filled(cells) * 2 >= names.length
  }
  // Totals and rulers say nothing about rows, unless they are filled like them.
  const below = records
    .slice(at + 1, at + 1 + judgedBelow)
    .filter((other) => isLikeIt(other) || !isPageLine(other.text))
  const fitting = below.filter(isLikeIt).length
  if (below.length === 0 || fitting * 5 < below.length * 3) return undefined
  // A row below rows like it is one of them, unless it says otherwise by its names.
  const isAmongRows = records.slice(0, at).some(isLikeIt)
  if (known < 2 && (isAmongRows || comesAgain(names, below))) return undefined
  const score = known * 2 + (fitting / below.length) * 3 + names.length / 100 - at / 1000
  return { record, at, names, known, fitting, below: below.length, score }
}

/** A name of a column is not a value of the same column. */
const comesAgain = (names: readonly string[], below: readonly SampleRecord[]): boolean =>
  names.some((name, column) => below.some(({ fields }) => lower(fields[column] ?? '') === lower(name)))

const lower = (text: string): string => text.trim().toLowerCase()
const filled = (cells: readonly string[]): number => cells.filter((cell) => cell !== '').length
const isName = (cell: string): boolean => /\p{L}/u.test(cell) && !/\d{2,}/.test(cell) && cell.length <= 60

function withoutBlankEnd(fields: readonly string[]): string[] {
  const cells = fields.map((field) => field.trim())
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)
}
