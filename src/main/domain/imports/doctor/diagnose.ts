import { withFinding } from '../../../../contract/accept-finding.ts'
import { FileFormat } from '../../../../contract/applications.ts'
import type { FileFinding } from '../../../../contract/file-findings.ts'
import { decodeSample } from '../reading/code-pages.ts'
import { detectDialect, firstRecords } from '../reading/dialect.ts'
import type { TextBytes } from '../reading/encoding.ts'
import { splitFields } from '../reading/fields.ts'
import { chooseEncoding } from '../reading/misfit.ts'
import { isRuler } from '../reading/skipped-lines.ts'

import { findComment } from './comment-lines.ts'
import { findFixed, type FixedFound } from './fixed-columns.ts'
import { findHeader, type HeaderFound } from './header-row.ts'
import { isBlank, lastLines, linesOf, type RawLine, shown } from './lines.ts'
import { findPageLines } from './page-lines.ts'

const delimiters = [',', ';', '\t', '|'] as const
const judgedRecords = 200

/** What a file is and where its rows are, in the order in which a person would look. */
export interface Diagnosis {
  readonly findings: readonly FileFinding[]
  /** The format with every proposal accepted. */
  readonly format: FileFormat
  /** How well its header is known: of several sheets the best is the list. */
  readonly score: number
}

/** @param end the last bytes of a file that is longer than its sample; null otherwise */
export function diagnose(bytes: TextBytes, end: Buffer | null): Diagnosis {
  const { encoding, markBytes } = chooseEncoding(bytes, { encoding: 'auto' })
  const lines = linesOf(decodeSample(bytes.sample.subarray(markBytes), encoding))
  // The last line of a sample may be cut.
  const whole = end === null ? lines : lines.slice(0, -1)
  const tail = end === null ? [] : lastLines(decodeSample(end, encoding))
  const comment = bytes.isSheet ? undefined : findComment(whole)
  const isComment = ({ text }: RawLine): boolean => comment !== undefined && text.startsWith(comment.mark)
  const spoken = whole.filter((line) => !isComment(line))
  const fixed = bytes.isSheet ? undefined : findFixed(spoken)
  const found = comment ? [comment.finding] : []
  return fixed
    ? ofFixed({ found, lines: [...spoken, ...tail], fixed })
    : ofDelimited(bytes, { found, lines: [...spoken, ...tail.filter((line) => !isComment(line))] })
}

interface Found {
  readonly found: readonly FileFinding[]
  readonly lines: readonly RawLine[]
}

function ofFixed({ found, lines, fixed }: Found & { readonly fixed: FixedFound }): Diagnosis {
  const { columns, header, ruler, fitting, misfits } = fixed
  const [first] = lines.slice(lines.indexOf(ruler ?? header) + 1).filter((line) => !isBlank(line))
  const seenBy = ruler ? 'a ruler line shows the columns' : 'the same positions are blank in every row'
  const titles = lines.slice(0, lines.indexOf(header)).filter((line) => !isBlank(line))
  const isRow = (text: string): boolean => {
    const cells = splitFields(text, { delimiter: '', columns }, false)
    return !isRuler(text) && !('broken' in cells) && isMostlyFilled(cells, columns.length)
  }
  const columnsFinding: FileFinding = {
    what: 'fixed-width',
    value: columns.map(({ name, from, to }) => `${name} ${from}–${to}`).join(', '),
    evidence: shown([header, ...(ruler ? [ruler] : []), ...(first ? [first] : []), ...misfits]),
    confidence: `${ruler ? 'Sure' : 'Likely'}: ${seenBy}, and ${fitting} of ${fitting + misfits.length} lines below stand in them.`,
    rule: { columns: [...columns], headerRow: header.line ?? 1 },
  }
  const findings = [
    ...found,
    ...titleFinding(titles),
    columnsFinding,
    ...findPageLines(lines.slice(lines.indexOf(header) + 1), { header: header.text, titles, isRow }),
  ]
  return { findings, format: accepted(findings), score: fitting + columns.length }
}

function ofDelimited(bytes: TextBytes, { found, lines }: Found): Diagnosis {
  const base = accepted(found)
  const best = bestHeader(bytes, base)
  if (!best) return { findings: [...found, ...noHeader(bytes, lines)], format: base, score: 0 }
  const { header, delimiter } = best
  const { record, known } = header
  const atTop = header.at === 0
  // Where no name is known, the first row of the right width may be somebody as well.
  const isProposed = !atTop && known > 0
  const format = isProposed || atTop ? { ...base, headerRow: atTop ? 1 : record.line } : base
  const detected = detectDialect(bytes, format)
  const rule = {
    headerRow: record.line,
    ...(detected.dialect.delimiter === delimiter || bytes.isSheet ? {} : { delimiter }),
  }
  const above = lines.filter(({ line, text }) => line !== null && line < record.line && text.trim() !== '')
  const titles = isProposed ? above : []
  const headerFindings = atTop ? [] : [headerFinding(header, lines, isProposed ? rule : null)]
  const isRow = (text: string): boolean => {
    const cells = splitFields(text, { delimiter }, text.includes('"'))
    return !isRuler(text) && !('broken' in cells) && isMostlyFilled(cells, header.names.length)
  }
  const below = lines.filter(({ line }) => line === null || line > record.line)
  const pages = isProposed || atTop ? findPageLines(below, { header: record.text, titles, isRow }) : []
  const findings = [...found, ...titleFinding(titles), ...headerFindings, ...pages]
  return { findings, format: accepted(findings), score: header.score }
}

const isMostlyFilled = (cells: readonly string[], width: number): boolean => {
  const filled = cells.slice(0, width).filter((cell) => cell.trim() !== '').length
  return filled >= 2 && filled * 2 > width
}

/** The header under the delimiter under which it is most certain. */
function bestHeader(bytes: TextBytes, format: FileFormat): { header: HeaderFound; delimiter: string } | undefined {
  let best: { header: HeaderFound; delimiter: string } | undefined
  for (const delimiter of bytes.isSheet ? ([','] as const) : delimiters) {
    const { encoding, records, dialect } = detectDialect(bytes, { ...format, delimiter })
    if (dialect.sepLine && records.delimiter !== dialect.delimiter) continue
    const sampled = Buffer.from(decodeSample(bytes.sample.subarray(encoding.markBytes), encoding.encoding))
    const header = findHeader(firstRecords(sampled, { ...records, width: undefined }, judgedRecords))
    if (header && (best === undefined || header.score > best.header.score)) best = { header, delimiter }
  }
  return best
}

function headerFinding(header: HeaderFound, lines: readonly RawLine[], rule: FileFinding['rule']): FileFinding {
  const { record, names, known, fitting, below } = header
  const shape = `${fitting} of ${below} rows below have its shape`
  const at = lines.findIndex(({ line }) => line === record.line)
  return {
    what: 'header-row',
    value: rule ? `Line ${record.line}: ${names.join(', ')}` : `Line ${record.line} may be the header.`,
    evidence: shown(lines.slice(Math.max(at, 0), at + 3)),
    confidence: rule
      ? `${known > 1 ? 'Sure' : 'Likely'}: ${known} of its ${names.length} names ${known === 1 ? 'is' : 'are'} well known, and ${shape}.`
      : `Weak: none of its names is known, though ${shape}. Nothing is proposed.`,
    rule,
  }
}

const titleFinding = (titles: readonly RawLine[]): FileFinding[] =>
  titles.length === 0
    ? []
    : [
        {
          what: 'title-lines',
          value:
            titles.length === 1
              ? 'One line stands above the header.'
              : `${titles.length} lines stand above the header.`,
          evidence: shown(titles),
          confidence: 'They are passed over with the header row.',
          rule: null,
        },
      ]

/** A ruler without columns that fit it deserves a word; other files are read as they always were. */
function noHeader({ isSheet }: TextBytes, lines: readonly RawLine[]): FileFinding[] {
  const spoken = lines.filter((line) => !isBlank(line))
  const isAligned = !isSheet && spoken.filter(({ text }) => /\S {3,}\S/.test(text)).length * 2 > spoken.length
  return isAligned && spoken.length > 1
    ? [
        {
          what: 'fixed-width',
          value: 'It may be a fixed-width report.',
          evidence: shown(spoken),
          confidence: 'Weak: no ruler, and no blanks that all rows share, show its columns. Nothing is proposed.',
          rule: null,
        },
      ]
    : []
}

const accepted = (findings: readonly FileFinding[]): FileFormat =>
  findings.reduce((format, { rule }) => (rule === null ? format : withFinding(format, rule)), FileFormat.parse({}))
