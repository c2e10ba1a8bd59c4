const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

export type LineEnd = 'LF' | 'CRLF' | 'CR'

/** One record: the bytes of the buffer from `start` to `end`, its line end excluded. */
export interface ScannedRecord {
  readonly buffer: Buffer
  readonly start: number
  readonly end: number
  /** The physical line on which it begins. */
  readonly line: number
  /** Whether it holds a quote character. */
  readonly quoted: boolean
}

/** Takes one record. The record and its buffer are reused for the next one: copy what must last. */
type OnRecord = (record: ScannedRecord) => void

/** No sensible record is longer. A quote that is opened and not closed within it is taken for an ordinary character. */
const longestRecord = 4 * 1024 * 1024

/**
 * Splits UTF-8 bytes into records: RFC 4180 quotes may hold line ends, blank lines are skipped but counted as lines.
 * A quote only opens at the start of a field, so an inch mark inside a name doesn't swallow the file.
 *
 *     const scanner = new RecordScanner(',', 'LF', ({ buffer, start, end, line }) => …)
 *     for (const chunk of utf8Chunks(file, found)) scanner.push(chunk)
 *     scanner.finish()
 */
export class RecordScanner {
  readonly #delimiter: number
  readonly #terminator: number
  readonly #onRecord: OnRecord
  /** One object for all records: a million of them would keep the garbage collector busy. */
  readonly #record: { -readonly [Field in keyof ScannedRecord]: ScannedRecord[Field] } = {
    buffer: Buffer.alloc(0),
    start: 0,
    end: 0,
    line: 1,
    quoted: false,
  }
  #rest: Buffer = Buffer.alloc(0)
  #line = 1

  /** @param delimiter one ASCII character */
  constructor(delimiter: string, lineEnd: LineEnd, onRecord: OnRecord) {
    this.#delimiter = delimiter.charCodeAt(0)
    this.#terminator = lineEnd === 'CR' ? carriageReturn : lineFeed
    this.#onRecord = onRecord
  }

  push(chunk: Buffer): void {
    this.#scan(this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk, false)
  }

  finish(): void {
    this.#scan(this.#rest, true)
  }

  #scan(buffer: Buffer, last: boolean): void {
    const terminator = this.#terminator
    let start = 0
    let nextQuote = buffer.indexOf(quote)
    for (;;) {
      let end = buffer.indexOf(terminator, start)
      if (end === -1) {
        if (!last) break
        if (start === buffer.length) break
        end = buffer.length
      }
      let lines = 1
      const quoted = nextQuote !== -1 && nextQuote < end
      if (quoted) {
        const record = this.#quotedEnd(buffer, start, last)
        if (record !== undefined) {
          end = record.end
          lines = record.lines
        } else if (!last && buffer.length - start < longestRecord) {
          break
        }
        nextQuote = buffer.indexOf(quote, end)
      }
      this.#emit(buffer, start, end, quoted)
      this.#line += lines
      start = end + 1
      if (start >= buffer.length) break
    }
    // The chunk's buffer is refilled by the reader, so what is left over is copied.
    this.#rest = last || start >= buffer.length ? Buffer.alloc(0) : Buffer.from(buffer.subarray(start))
  }

  #emit(buffer: Buffer, start: number, end: number, quoted: boolean): void {
    const stop = end > start && buffer[end - 1] === carriageReturn ? end - 1 : end
    if (stop === start) return
    const record = this.#record
    record.buffer = buffer
    record.start = start
    record.end = stop
    record.line = this.#line
    record.quoted = quoted
    this.#onRecord(record)
  }

  /** Where a record with quotes ends, and how many physical lines it takes; undefined when a quote stays open. */
  #quotedEnd(buffer: Buffer, start: number, last: boolean): { end: number; lines: number } | undefined {
    const terminator = this.#terminator
    let lines = 1
    let at = start
    for (;;) {
      if (buffer[at] === quote) {
        let close = buffer.indexOf(quote, at + 1)
        while (close !== -1 && buffer[close + 1] === quote) close = buffer.indexOf(quote, close + 2)
        // A quote at the very end of the chunk may be the first half of a doubled one.
        if (close === -1 || (close === buffer.length - 1 && !last)) return undefined
        for (let i = buffer.indexOf(terminator, at); i !== -1 && i < close; i = buffer.indexOf(terminator, i + 1))
          lines++
        at = close + 1
      }
      // To the end of this field: a delimiter starts the next one, a line end ends the record.
      while (at < buffer.length && buffer[at] !== this.#delimiter && buffer[at] !== terminator) at++
      if (at >= buffer.length) return last ? { end: buffer.length, lines } : undefined
      if (buffer[at] === terminator) return { end: at, lines }
      at++
    }
  }
}
