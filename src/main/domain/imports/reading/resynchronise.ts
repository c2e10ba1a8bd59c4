import { closeQuotes, quote, type QuoteScan } from './quotes.ts'

const lineFeed = 0x0a
const carriageReturn = 0x0d
/** A record that is tried as the next row may be this long: a hostile file must not have each line read to its end. */
const longestTried = 16 * 1024

interface Region extends QuoteScan {
  /** Where the lines end that an open quote took. */
  readonly end: number
  /** How many fields the rows of the file have. */
  readonly width: number
}

/**
 * Finds the next row after a line whose quote does not close rightly: the first line that splits into the file's width.
 * @param lineEnd where the line with the quote ends
 * @returns where the broken record ends and how many lines it takes; undefined when no row begins in the region
 */
export function resynchronise(
  buffer: Buffer,
  lineEnd: number,
  region: Region,
): { readonly end: number; readonly lines: number } | undefined {
  let lines = 1
  for (let end = lineEnd; end !== -1 && end < region.end; end = endOfLine(buffer, startAfter(buffer, end), region)) {
    const start = startAfter(buffer, end)
    if (start >= region.end) return undefined
    if (isRow(buffer, start, region)) return { end, lines }
    lines++
  }
  return undefined
}

/** Whether whole lines within a quoted record are rows by themselves: then the quote was closed by another row's. */
export function lookLikeRows(buffer: Buffer, from: number, region: Region): boolean {
  // Text with one or two commas a line is common in notes.
  if (region.width < 4) return false
  let start = from
  for (let end = endOfLine(buffer, start, region); end !== -1 && end < region.end; ) {
    const line = buffer.subarray(start, end)
    if (!line.includes(quote) && countOf(line, region.delimiter) + 1 === region.width) return true
    start = startAfter(buffer, end)
    end = endOfLine(buffer, start, region)
  }
  return false
}

function isRow(buffer: Buffer, start: number, { width, ...scan }: Region): boolean {
  const window = buffer.subarray(start, start + longestTried)
  const record = closeQuotes(window, 0, { ...scan, last: scan.last && start + longestTried >= buffer.length })
  return record?.clean === true && record.fields === width
}

const startAfter = (buffer: Buffer, end: number): number =>
  buffer[end] === carriageReturn && buffer[end + 1] === lineFeed ? end + 2 : end + 1

function endOfLine(buffer: Buffer, from: number, { anyLineEnd }: QuoteScan): number {
  const feed = buffer.indexOf(lineFeed, from)
  if (!anyLineEnd) return feed
  const stop = feed === -1 ? buffer.length : feed
  const back = buffer.subarray(from, stop).indexOf(carriageReturn)
  return back === -1 ? feed : from + back
}

function countOf(line: Buffer, byte: number): number {
  let count = 0
  for (let at = line.indexOf(byte); at !== -1; at = line.indexOf(byte, at + 1)) count++
  return count
}
