import type { FixedColumn } from '../../../../contract/file-layout.ts'
import { cutFields } from '../reading/fixed-width.ts'
import { knownNames } from './header-row.ts'
import { isBlank, type RawLine } from './lines.ts'
import { isPageLine } from './page-lines.ts'

const rulerShape = /^\s*[-=_]{2,}(?:\s+[-=_]{2,})+\s*$/
const mostTitles = 40
const judgedRows = 300
const fewestAligned = 5

/** Columns by position, and what they were seen by. */
export interface FixedFound {
  readonly columns: readonly FixedColumn[]
  readonly header: RawLine
  readonly ruler: RawLine | null
  /** How many lines below stand in the columns, and those that do not. */
  readonly fitting: number
  readonly misfits: readonly RawLine[]
}

/** The columns of a fixed-width file, by its ruler line or, where it has none, by the blanks that all rows share. */
export const findFixed = (lines: readonly RawLine[]): FixedFound | undefined => byRuler(lines) ?? byBlanks(lines)

function byRuler(lines: readonly RawLine[]): FixedFound | undefined {
  const at = lines.slice(0, mostTitles).findIndex(({ text }) => rulerShape.test(text))
  const ruler = lines[at]
  const header = lines.slice(0, Math.max(at, 0)).findLast((line) => !isBlank(line))
  if (!ruler || !header) return undefined
  const places = [...ruler.text.matchAll(/[-=_]+/g)].map(
    ({ index, 0: dashes }) => [index, index + dashes.length] as const,
  )
  return judged({ header, ruler, places }, lines.slice(at + 1))
}

/** Without a ruler the names must be well known, and the rows many. */
function byBlanks(lines: readonly RawLine[]): FixedFound | undefined {
  for (const [at, header] of lines.slice(0, mostTitles).entries()) {
    const names = header.text.trim().split(/ {2,}/)
    if (names.length < 3 || knownNames(names) < 2 || /[,;|\t]/.test(header.text)) continue
    const rows = lines.slice(at + 1, at + 1 + judgedRows).filter((line) => isRowOf(line, header))
    if (rows.length < fewestAligned) continue
    const places = placesBetweenBlanks([header, ...rows])
    if (places.length !== names.length) continue
    return judged({ header, ruler: null, places }, lines.slice(at + 1))
  }
  return undefined
}

const isRowOf = (line: RawLine, header: RawLine): boolean =>
  !isBlank(line) && line.text.trim() !== header.text.trim() && !isPageLine(line.text)

function placesBetweenBlanks(lines: readonly RawLine[]): (readonly [number, number])[] {
  const length = Math.max(...lines.map(({ text }) => text.trimEnd().length))
  const blankAt = (at: number): boolean => lines.every(({ text }) => text[at] === undefined || text[at] === ' ')
  const starts: number[] = []
  for (let at = 0; at < length; at++)
    if (!blankAt(at) && (at === 0 || (blankAt(at - 1) && (at === 1 || blankAt(at - 2))))) starts.push(at)
  // One blank stays between two columns: text on it would be text across a boundary.
  return starts.map((from, at) => [from, at + 1 < starts.length ? (starts[at + 1] as number) - 1 : length] as const)
}

interface Places {
  readonly header: RawLine
  readonly ruler: RawLine | null
  readonly places: readonly (readonly [number, number])[]
}

function judged({ header, ruler, places }: Places, below: readonly RawLine[]): FixedFound | undefined {
  const bounds = places.map(([from, to]) => ({ name: '', from, to }))
  const names = cutFields(header.text, bounds)
  if ('broken' in names || names.includes('') || new Set(names.map((name) => name.toLowerCase())).size < names.length)
    return undefined
  const columns = bounds.map(({ from, to }, at) => ({ name: names[at] ?? '', from, to }))
  const rows = below
    .slice(0, judgedRows)
    .filter((line) => isRowOf(line, header) && line.text.trim() !== ruler?.text.trim())
  const misfits = rows.filter(({ text }) => 'broken' in cutFields(text, columns))
  const fitting = rows.length - misfits.length
  // Titles of later pages may cross the columns; most lines may not.
  return fitting > 0 && misfits.length * 5 <= rows.length ? { columns, header, ruler, fitting, misfits } : undefined
}
