export const quote = 0x22
const space = 0x20
const lineFeed = 0x0a
const carriageReturn = 0x0d

/** How quotes are followed through bytes. */
export interface QuoteScan {
  readonly delimiter: number
  /** A carriage return alone ends a line too. */
  readonly anyLineEnd: boolean
  /** No more bytes follow the buffer. */
  readonly last: boolean
}

/** A record whose quotes were followed to its end. */
interface ClosedRecord {
  /** Where its line end stands. */
  readonly end: number
  readonly lines: number
  readonly fields: number
  /** No text follows a closing quote. */
  readonly clean: boolean
}

/**
 * Follows the quotes of a record from its start to its end. A quote opens at the start of a field; behind spaces it opens
 * only where it closes at the end of the field too, since names hold quotes as well.
 * @returns undefined when a quote stays open, or more bytes are needed
 */
export function closeQuotes(buffer: Buffer, start: number, scan: QuoteScan): ClosedRecord | undefined {
  const { delimiter, anyLineEnd, last } = scan
  let at = start
  let fields = 1
  let lines = 1
  let clean = true
  for (;;) {
    let open = at
    while (buffer[open] === space && delimiter !== space) open++
    if (buffer[open] === quote) {
      const close = closingQuote(buffer, open)
      // A quote at the very end of the chunk may be the first half of a doubled one.
      const isOpen = close === -1 || (close === buffer.length - 1 && !last)
      if (isOpen && (open === at || !last)) return undefined
      let after = close + 1
      while (buffer[after] === space) after++
      if (!isOpen && after >= buffer.length && !last) return undefined
      const isEnd = !isOpen && endsField(buffer[after], delimiter)
      if (!isOpen && (isEnd || open === at)) {
        clean &&= isEnd
        lines += lineEndsBetween(buffer, open, close, anyLineEnd)
        at = close + 1
      }
    }
    // To the end of this field: a delimiter starts the next one, a line end ends the record.
    while (at < buffer.length && buffer[at] !== delimiter && !isLineEnd(buffer[at], anyLineEnd)) at++
    if (at >= buffer.length) return last ? { end: buffer.length, lines, fields, clean } : undefined
    if (buffer[at] !== delimiter) {
      // The line feed that belongs to a carriage return may be the next chunk's first byte.
      return buffer[at] === carriageReturn && at === buffer.length - 1 && !last
        ? undefined
        : { end: at, lines, fields, clean }
    }
    fields++
    at++
  }
}

/** A doubled quote stands for itself. */
function closingQuote(buffer: Buffer, open: number): number {
  let close = buffer.indexOf(quote, open + 1)
  while (close !== -1 && buffer[close + 1] === quote) close = buffer.indexOf(quote, close + 2)
  return close
}

const endsField = (byte: number | undefined, delimiter: number): boolean =>
  byte === undefined || byte === delimiter || byte === lineFeed || byte === carriageReturn

const isLineEnd = (byte: number | undefined, anyLineEnd: boolean): boolean =>
  byte === lineFeed || (anyLineEnd && byte === carriageReturn)

function lineEndsBetween(buffer: Buffer, from: number, to: number, anyLineEnd: boolean): number {
  let count = 0
  for (let i = from; i < to; i++) {
    const byte = buffer[i]
    if (byte === lineFeed || (anyLineEnd && byte === carriageReturn && buffer[i + 1] !== lineFeed)) count++
  }
  return count
}
