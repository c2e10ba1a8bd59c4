import type { FileGroup } from '../../../../contract/applications.ts'
import type { Dialect } from '../../../../contract/extract-files.ts'
import { decodeSample } from './code-pages.ts'
import type { EncodingFound, TextBytes } from './encoding.ts'
import { type FieldFormat, splitFields } from './fields.ts'
import { headerNames } from './fixed-width.ts'
import { chooseEncoding } from './misfit.ts'
import { type RecordFormat, RecordScanner } from './records.ts'
import { isBareRecord } from './row-shape.ts'
import { skipRules } from './skipped-lines.ts'

const pieceBytes = 16 * 1024
const judgedRecords = 200
const candidates = [',', ';', '\t', '|', ':', '^', '~'] as const

/** How a file is written, and where its rows begin. */
export interface DialectFound {
  readonly dialect: Dialect
  readonly encoding: EncodingFound
  /** How its records are told apart. */
  readonly records: RecordFormat & FieldFormat
  /** The physical line of the header: rows stand below it. */
  readonly headerLine: number
}

/** A record of a sample. */
export interface SampleRecord {
  readonly line: number
  readonly fields: string[]
  /** As it is written. */
  readonly text: string
}

/**
 * Detects encoding, delimiter, `sep=` line, line end and header from the first bytes of a file and the facts of all of
 * them. What the rules fix is not guessed. The header is the first record at or below the line that the rules name.
 */
export function detectDialect(bytes: TextBytes, format: FileGroup['format']): DialectFound {
  const { sample, facts, isSheet } = bytes
  const encoding = chooseEncoding(bytes, format)
  const text = decodeSample(sample.subarray(encoding.markBytes), encoding.encoding)
  const stated = isSheet ? undefined : /^sep=(.)\r?(?:\n|$)/i.exec(text)?.[1]
  const from = format.headerRow + (stated === undefined ? 0 : 1)
  const scan = {
    lineEnds: facts.hasLoneReturn && !isSheet ? 'any' : 'LF',
    skipLines: from - 1,
    comment: format.comment ?? null,
    isSheet,
  } as const
  const columns = isSheet || format.columns.length === 0 ? undefined : format.columns
  const sampled = Buffer.from(text)
  const delimiter = columns ? '' : (statedDelimiter(format, isSheet, stated) ?? guessDelimiter(sampled, scan))
  const [header, ...rows] = firstRecords(sampled, { ...scan, delimiter, columns }, judgedRecords)
  const headerLine = header?.line ?? from
  const skips = skipRules(format, header?.text ?? '')
  const names = columns && header ? headerNames(header.text, columns) : (header?.fields ?? [])
  return {
    encoding,
    headerLine,
    records: {
      ...scan,
      delimiter,
      columns,
      skips,
      skipLines: headerLine - 1,
      width: isSheet ? undefined : (commonest(rows.map(({ fields }) => fields.length))?.value ?? header?.fields.length),
    },
    dialect: {
      encoding: encoding.encoding,
      byteOrderMark: encoding.byteOrderMark,
      delimiter,
      ...(columns && { columns: [...columns] }),
      sepLine: stated !== undefined,
      lineEnd: lineEndOf(text, scan.lineEnds),
      header: names.map((name) => name.trim()),
      firstBytes: sample.subarray(0, 64).toString('hex'),
      telling: toldBytes(bytes, encoding),
    },
  }
}

/** The text of a sheet is ours, whatever the rules say of the files that a person exports. */
function statedDelimiter(
  { delimiter }: FileGroup['format'],
  isSheet: boolean,
  stated: string | undefined,
): string | undefined {
  if (isSheet) return ','
  return delimiter === 'auto' ? stated : delimiter
}

/** Two bytes a letter may be cut at either end, and are shown all the same: the one in the middle is what tells. */
function toldBytes({ telling, isSheet }: TextBytes, { encoding }: EncodingFound): Dialect['telling'] {
  if (telling === null || isSheet || encoding.startsWith('utf-16')) return null
  const { at, bytes } = telling
  return { at, bytes: bytes.toString('hex'), text: decodeSample(bytes, encoding) }
}

function lineEndOf(text: string, lineEnds: RecordFormat['lineEnds']): Dialect['lineEnd'] {
  const feed = text.indexOf('\n')
  if (lineEnds === 'any' && /\r(?!\n)/.test(text)) return feed === -1 ? 'CR' : 'mixed'
  return text[feed - 1] === '\r' ? 'CRLF' : 'LF'
}

/**
 * The candidate that splits the most records into the same number of fields, the more the better. Title lines and a
 * comma inside a name disagree; the header and the rows agree.
 */
function guessDelimiter(sampled: Buffer, scan: Omit<RecordFormat, 'delimiter'>): string {
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of candidates) {
    const widths = firstRecords(sampled, { ...scan, delimiter }, judgedRecords).map(({ fields }) => fields.length)
    const common = commonest(widths.filter((width) => width > 1))
    if (!common) continue
    const headerAgrees = widths[0] === common.value ? 0.1 : 0
    const score = common.count / widths.length + headerAgrees + Math.min(common.value, 50) / 10_000
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

function commonest(values: readonly number[]): { value: number; count: number } | undefined {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best: { value: number; count: number } | undefined
  for (const [value, count] of counts)
    if (!best || count > best.count || (count === best.count && value > best.value)) best = { value, count }
  return best
}

/** The first records of a sample that hold anything, for detection and for the rules' live preview. */
export function firstRecords(sampled: Buffer, format: RecordFormat & FieldFormat, count: number): SampleRecord[] {
  const records: SampleRecord[] = []
  const delimiter = format.delimiter.charCodeAt(0)
  const scanner = new RecordScanner(format, ({ buffer, start, end, line, quoted, skipped }) => {
    if (records.length >= count || skipped !== undefined || isBareRecord(buffer, start, end, delimiter)) return
    const record = buffer.toString('utf8', start, end)
    const fields = splitFields(record, format, quoted)
    records.push({ line, fields: 'broken' in fields ? [record] : fields, text: record })
  })
  // In pieces: the first one mostly holds all records that are needed, and other requests wait meanwhile.
  for (let at = 0; at < sampled.length && records.length < count; at += pieceBytes)
    scanner.push(sampled.subarray(at, at + pieceBytes))
  // The sample may end inside a record; only a short file's last record is whole.
  if (records.length < count) scanner.finish()
  return records
}
