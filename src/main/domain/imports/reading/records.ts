import { closeQuotes, quote } from './quotes.ts'
import { lookLikeRows, resynchronise } from './resynchronise.ts'
import { type SkipKind, skipKind, type SkipRules } from './skipped-lines.ts'

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** How the records of a text are told apart. */
export interface RecordFormat {
  /** One ASCII character; empty for a fixed-width file, in which a quote is a character like others. */
  readonly delimiter: string
  /** `any` where a carriage return may stand alone; `LF` takes one before a line feed along. */
  readonly lineEnds: 'LF' | 'any'
  /** How many fields the rows of the file have. It tells a row from what an open quote swallowed. */
  readonly width?: number | undefined
  /** Physical lines to pass over unread. */
  readonly skipLines?: number
  /** What a line begins with that is no row. */
  readonly comment?: string | null | undefined
  /** Lines below the header that are no rows. They are handed on with what they are, so that they are counted. */
  readonly skips?: SkipRules | undefined
  /** A sheet's text has one record a row, so a line break in a cell is no line of its own. */
  readonly isSheet?: boolean
}

/** One record: the bytes of the buffer from `start` to `end`, its line end excluded. */
export interface ScannedRecord {
  readonly buffer: Buffer
  readonly start: number
  readonly end: number
  /** The physical line on which it begins; of a sheet, the row. */
  readonly line: number
  /** How many physical lines it takes. */
  readonly lines: number
  /** Whether it holds a quote character. */
  readonly quoted: boolean
  /** `broken`: a quote of it never closes rightly. `doubtful`: the lines within its quotes look like rows. */
  readonly trouble: 'broken' | 'doubtful' | undefined
  /** No line end follows: the file ends here. */
  readonly endsFile: boolean
  /** What it is instead of a row. */
  readonly skipped: SkipKind | undefined
}

/** Takes one record. The record and its buffer are reused for the next one: copy what must last. */
type OnRecord = (record: ScannedRecord) => void

/** No sensible record is longer. A quote that is opened and not closed within it is taken for an ordinary character. */
const longestRecord = 4 * 1024 * 1024

type MutableRecord = { -readonly [Field in keyof ScannedRecord]: ScannedRecord[Field] }

/**
 * Splits UTF-8 bytes into records: RFC 4180 quotes may hold line ends, blank lines are skipped but counted as lines.
 * A quote only opens at the start of a field, so an inch mark inside a name doesn't swallow the file; and one that does
 * not close rightly costs its own row, since the next line that is a row of the file's width begins anew.
 *
 *     const scanner = new RecordScanner({ delimiter: ',', lineEnds: 'LF' }, ({ buffer, start, end, line }) => …)
 *     for (const chunk of utf8Chunks(file, found)) scanner.push(chunk)
 *     scanner.finish()
 */
export class RecordScanner {
  /** Lines without anything on them. */
  blankLines = 0
  commentLines = 0
  /** Lines passed over that hold anything else. */
  titleLines = 0
  readonly #format: RecordFormat
  readonly #delimiter: number
  readonly #isDelimited: boolean
  readonly #anyLineEnd: boolean
  readonly #skipLines: number
  readonly #comment: Buffer | undefined
  readonly #onRecord: OnRecord
  /** One object for all records: a million of them would keep the garbage collector busy. */
  readonly #record: MutableRecord = {
    buffer: Buffer.alloc(0),
    start: 0,
    end: 0,
    line: 1,
    lines: 1,
    quoted: false,
    trouble: undefined,
    endsFile: false,
    skipped: undefined,
  }
  #rest: Buffer = Buffer.alloc(0)
  #line = 1
  /** Where the next line feed and the next carriage return stand in the buffer that is scanned. */
  #nextFeed = -1
  #nextReturn = -1

  constructor(format: RecordFormat, onRecord: OnRecord) {
    this.#format = format
    this.#delimiter = format.delimiter.charCodeAt(0)
    this.#isDelimited = format.delimiter !== ''
    this.#anyLineEnd = format.lineEnds === 'any'
    this.#skipLines = format.skipLines ?? 0
    this.#comment = format.comment ? Buffer.from(format.comment) : undefined
    this.#onRecord = onRecord
  }

  push(chunk: Buffer): void {
    this.#scan(this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk, false)
  }

  finish(): void {
    this.#scan(this.#rest, true)
  }

  #scan(buffer: Buffer, last: boolean): void {
    let start = 0
    let nextQuote = buffer.indexOf(quote)
    this.#nextFeed = -1
    this.#nextReturn = -1
    while (start < buffer.length) {
      let end = this.#endOfLine(buffer, start)
      if (end === -1) {
        if (!last) break
        end = buffer.length
      } else if (!last && end === buffer.length - 1 && buffer[end] === carriageReturn) {
        // The line feed that belongs to it may be the next chunk's first byte.
        break
      }
      const record = this.#record
      record.lines = 1
      record.trouble = undefined
      const isPassedOver = this.#isPassedOver(buffer, start, end)
      record.skipped = isPassedOver ? undefined : this.#skipKind(buffer, start, end)
      const quoted = !isPassedOver && nextQuote !== -1 && nextQuote < end
      if (quoted && record.skipped === undefined && this.#isDelimited) {
        const closed = this.#closeRecord(buffer, start, end, last)
        if (closed === undefined) break
        end = closed
      }
      if (nextQuote !== -1 && nextQuote < end) nextQuote = buffer.indexOf(quote, end)
      if (!isPassedOver) this.#emit(buffer, start, end, quoted)
      this.#line += this.#format.isSheet === true ? 1 : record.lines
      start = buffer[end] === carriageReturn && buffer[end + 1] === lineFeed ? end + 2 : end + 1
    }
    // The chunk's buffer is refilled by the reader, so what is left over is copied.
    this.#rest = last || start >= buffer.length ? Buffer.alloc(0) : Buffer.from(buffer.subarray(start))
  }

  /** How many lines there were, once all are scanned. */
  get lines(): number {
    return this.#line - 1
  }

  /** Where the line ends that holds a place; -1 when its end is not in the buffer. */
  #endOfLine(buffer: Buffer, from: number): number {
    if (!this.#anyLineEnd) return buffer.indexOf(lineFeed, from)
    if (this.#nextFeed < from) this.#nextFeed = placeOf(buffer, lineFeed, from)
    if (this.#nextReturn < from) this.#nextReturn = placeOf(buffer, carriageReturn, from)
    const end = Math.min(this.#nextFeed, this.#nextReturn)
    return end === Number.POSITIVE_INFINITY ? -1 : end
  }

  #isPassedOver(buffer: Buffer, start: number, end: number): boolean {
    if (this.#isComment(buffer, start, end)) return true
    if (this.#line > this.#skipLines) return false
    if (isBlank(buffer, start, end)) this.blankLines++
    else this.titleLines++
    return true
  }

  #skipKind(buffer: Buffer, start: number, end: number): SkipKind | undefined {
    const { skips } = this.#format
    // The header is the first line below those that are passed over.
    if (skips === undefined || this.#line <= this.#skipLines + 1) return undefined
    const stop = end > start && buffer[end - 1] === carriageReturn ? end - 1 : end
    return skipKind({ buffer, start, end: stop }, skips, this.#delimiter)
  }

  #isComment(buffer: Buffer, start: number, end: number): boolean {
    const comment = this.#comment
    if (!comment || end - start < comment.length || comment.compare(buffer, start, start + comment.length) !== 0)
      return false
    this.commentLines++
    return true
  }

  #emit(buffer: Buffer, start: number, end: number, quoted: boolean): void {
    const stop = end > start && buffer[end - 1] === carriageReturn ? end - 1 : end
    if (stop === start) {
      this.blankLines++
      return
    }
    const record = this.#record
    record.buffer = buffer
    record.start = start
    record.end = stop
    record.line = this.#line
    record.quoted = quoted
    record.endsFile = end === buffer.length
    this.#onRecord(record)
  }

  /**
   * Where a record with quotes ends; how many lines it takes and whether it can be believed is set in the record.
   * @param lineEnd where its first line ends
   * @returns undefined when more bytes are needed
   */
  #closeRecord(buffer: Buffer, start: number, lineEnd: number, last: boolean): number | undefined {
    const scan = { delimiter: this.#delimiter, anyLineEnd: this.#anyLineEnd, last }
    const closed = closeQuotes(buffer, start, scan)
    if (closed === undefined && !last && buffer.length - start < longestRecord) return undefined
    const record = this.#record
    const { width, isSheet } = this.#format
    if (closed && (closed.lines === 1 || isSheet === true)) return closed.end
    const isWhole = closed?.clean === true && (width === undefined || closed.fields === width)
    if (closed && isWhole) {
      record.lines = closed.lines
      if (width !== undefined && lookLikeRows(buffer, lineEnd + 1, { ...scan, end: closed.end, width }))
        record.trouble = 'doubtful'
      return closed.end
    }
    const region = { ...scan, end: closed?.end ?? buffer.length, width }
    const next = width === undefined ? undefined : resynchronise(buffer, lineEnd, { ...region, width })
    if (next) {
      record.lines = next.lines
      record.trouble = 'broken'
      return next.end
    }
    if (closed?.clean === true) {
      record.lines = closed.lines
      return closed.end
    }
    record.trouble = 'broken'
    return lineEnd
  }
}

function isBlank(buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (buffer[at] !== carriageReturn && buffer[at] !== 0x20) return false
  return true
}

const placeOf = (buffer: Buffer, byte: number, from: number): number => {
  const at = buffer.indexOf(byte, from)
  return at === -1 ? Number.POSITIVE_INFINITY : at
}
