import type { FileFinding } from '../../../../contract/file-findings.ts'
import { isRuler } from '../reading/skipped-lines.ts'
import { bare, type RawLine, shown } from './lines.ts'

const totalShape = /^\W*(?:grand |sub)?(?:totals?|count|number of|records|rows)\b[^\d]*\d/i
const shapes = [
  totalShape,
  /^\W*(?:\*+ *)?end[ -]of[ -](?:report|file|listing|list|data|job|page)\b/i,
  /^page\W*\d+/i,
  /^(?:generated|printed|produced|run date|report date|confidential)\b/i,
]

/** Whether a line looks like something that a report prints around its rows. */
export const isPageLine = (text: string): boolean => isRuler(text) || shapes.some((shape) => shape.test(bare(text)))

interface PageContext {
  readonly header: string
  readonly titles: readonly RawLine[]
  /** Whether a line is filled like a row. */
  readonly isRow: (text: string) => boolean
}

/**
 * Lines below the header that are no rows. Only lines that are not filled like a row are taken for such, and a beginning
 * that a row has too is not proposed.
 */
export function findPageLines(below: readonly RawLine[], { header, titles, isRow }: PageContext): FileFinding[] {
  const lines = below.filter(({ text }) => text.trim() !== '')
  const again = lines.filter(({ text }) => text.trim() === header.trim())
  const others = lines.filter(({ text }) => text.trim() !== header.trim() && !isRow(text))
  const rowTexts = lines
    .filter(({ text }) => text.trim() !== header.trim() && isRow(text))
    .map(({ text }) => bare(text))
  const titleStarts = new Set(titles.map(({ text }) => startOf(text)).filter((start) => start.length >= 4))
  const totals = new Map<string, RawLine[]>()
  const skipped = new Map<string, RawLine[]>()
  for (const line of others) {
    const start = startOf(line.text)
    if (!isPageLine(line.text) && !titleStarts.has(start)) continue
    if (start.length < 2 || rowTexts.some((text) => text.startsWith(start))) continue
    const group = totalShape.test(bare(line.text)) ? totals : skipped
    group.set(start, [...(group.get(start) ?? []), line])
  }
  return [...headerAgain(again), ...skippedLines(skipped), ...[...totals].flatMap(total)]
}

/** What lines of one kind have in common: their text up to the first digit; of a ruler, its first marks. */
function startOf(text: string): string {
  const line = bare(text)
  if (isRuler(line)) return line.slice(0, Math.min(5, line.search(/\s|$/)))
  const start = line
    .slice(0, 60)
    .replace(/\d.*$/, '')
    .replace(/[\s,;|"]+$/, '')
  return /^page$/i.test(start) ? `${start} ` : start
}

const headerAgain = (again: readonly RawLine[]): FileFinding[] =>
  again.length === 0
    ? []
    : [
        {
          what: 'repeated-header',
          value: 'The header comes again.',
          evidence: shown(again),
          confidence: 'Sure: these lines are equal to the header.',
          rule: { skipLines: { startingWith: [], repeatedHeader: true } },
        },
      ]

function skippedLines(skipped: ReadonlyMap<string, readonly RawLine[]>): FileFinding[] {
  return [...skipped].map(([start, lines]) => ({
    what: 'skipped-lines' as const,
    value: `Lines that begin with "${start}" are no rows.`,
    evidence: shown(lines),
    confidence: 'Likely: they are not filled like rows, and no row that was looked at begins like them.',
    rule: { skipLines: { startingWith: [start], repeatedHeader: false } },
  }))
}

const users = /\b(?:users?|accounts?|profiles?|operators?|employees|people|members|logins?)\b/i
const rows = /\b(?:rows?|records?|lines?|entries)\b/i

function total([start, lines]: [string, readonly RawLine[]]): FileFinding[] {
  const [line, another] = lines
  if (!line) return []
  const counts = users.test(line.text) ? 'users' : rows.test(line.text) ? 'rows' : null
  const isKnown = counts !== null && another === undefined
  return [
    {
      what: 'control-total',
      value: isKnown ? `"${start}" states how many ${counts} the file holds.` : `"${start}" is a total, and no row.`,
      evidence: shown(lines),
      confidence: isKnown
        ? 'Likely: it names what it counts. Its number is compared with what is read.'
        : 'Likely a total, but what it counts is not certain: it is not compared.',
      rule: isKnown
        ? { controlTotals: [{ startingWith: start, counts }] }
        : { skipLines: { startingWith: [start], repeatedHeader: false } },
    },
  ]
}
