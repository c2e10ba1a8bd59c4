import type { FileGroup } from '../../../../contract/applications.ts'
import type { Dialect } from '../../../../contract/extract-files.ts'
import { decodeSample } from './code-pages.ts'
import type { EncodingFound, TextBytes } from './encoding.ts'
import { chooseEncoding } from './misfit.ts'
import { splitFields } from './fields.ts'
import { type LineEnd, RecordScanner } from './records.ts'

const pieceBytes = 16 * 1024
const candidates = [',', ';', '\t', '|', ':', '^', '~'] as const

/** How a file is written, and where its rows begin. */
export interface DialectFound {
  readonly dialect: Dialect
  readonly encoding: EncodingFound
  readonly lineEnd: LineEnd
  /** Records to pass over before the first row: a `sep=` line, lines above the header, the header. */
  readonly skip: number
}

/**
 * Detects encoding, delimiter, `sep=` line, line end and header from the first bytes of a file. What the rules fix is not
 * guessed. The delimiter is the candidate that splits the first records into the same number of fields, the more the better.
 */
export function detectDialect(bytes: TextBytes, format: FileGroup['format']): DialectFound {
  const { sample } = bytes
  const encoding = chooseEncoding(bytes, format)
  const text = decodeSample(sample.subarray(encoding.markBytes), encoding.encoding)
  const lineEnd = detectLineEnd(text)
  const stated = /^sep=(.)\r?(?:\n|$)/i.exec(text)?.[1]
  const delimiter = format.delimiter !== 'auto' ? format.delimiter : (stated ?? guessDelimiter(text, lineEnd))
  const skip = (stated === undefined ? 0 : 1) + format.headerRow
  const header = firstRecords(text, delimiter, lineEnd, skip).at(skip - 1) ?? []
  return {
    encoding,
    lineEnd,
    skip,
    dialect: {
      encoding: encoding.encoding,
      byteOrderMark: encoding.byteOrderMark,
      delimiter,
      sepLine: stated !== undefined,
      lineEnd,
      header: header.map((name) => name.trim()),
      firstBytes: sample.subarray(0, 64).toString('hex'),
    },
  }
}

function detectLineEnd(text: string): LineEnd {
  const feed = text.indexOf('\n')
  if (feed === -1) return text.includes('\r') ? 'CR' : 'LF'
  return text[feed - 1] === '\r' ? 'CRLF' : 'LF'
}

function guessDelimiter(text: string, lineEnd: LineEnd): string {
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of candidates) {
    const widths = firstRecords(text, delimiter, lineEnd, 20).map((fields) => fields.length)
    const width = widths[0] ?? 1
    if (width < 2) continue
    const agreeing = widths.filter((w) => w === width).length / widths.length
    // Agreement counts most: a comma inside names makes a few records wider, the true delimiter makes all of them equal.
    const score = agreeing * 100 + Math.min(width, 50) / 100
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/** The fields of the first records of a sample, for detection and for the rules' live preview. */
export function firstRecords(text: string, delimiter: string, lineEnd: LineEnd, count: number): string[][] {
  const records: string[][] = []
  const scanner = new RecordScanner(delimiter, lineEnd, ({ buffer, start, end, quoted }) => {
    if (records.length >= count) return
    const record = buffer.toString('utf8', start, end)
    const fields = splitFields(record, delimiter, quoted)
    records.push('broken' in fields ? [record] : fields)
  })
  const bytes = Buffer.from(text)
  // In pieces: the first one mostly holds all records that are needed, and other requests wait meanwhile.
  for (let at = 0; at < bytes.length && records.length < count; at += pieceBytes)
    scanner.push(bytes.subarray(at, at + pieceBytes))
  // The sample may end inside a record; only a short file's last record is whole.
  if (records.length < count) scanner.finish()
  return records
}
