import type { FixedColumn } from '../../../../contract/file-layout.ts'
import { cutFields } from './fixed-width.ts'

/** How the fields of a record are told apart. */
export interface FieldFormat {
  /** Empty for a fixed-width file. */
  readonly delimiter: string
  readonly columns?: readonly FixedColumn[] | undefined
}

/** A record that can't be split into fields: why, in words. */
interface BrokenRecord {
  readonly broken: string
}

/**
 * The fields of one record. Quotes open at the start of a field, behind spaces only where they close at its end too, and
 * are doubled to stand for themselves; text after a closing quote has no agreed meaning, so such a record is broken
 * rather than guessed.
 */
export function splitFields(
  text: string,
  { delimiter, columns }: FieldFormat,
  quoted: boolean,
): string[] | BrokenRecord {
  if (columns !== undefined) return cutFields(text, columns)
  return quoted ? splitQuoted(text, delimiter) : text.split(delimiter)
}

function splitQuoted(text: string, delimiter: string): string[] | BrokenRecord {
  const fields: string[] = []
  let at = 0
  for (;;) {
    const open = afterSpaces(text, at, delimiter)
    const close = text.charCodeAt(open) === 0x22 ? closingQuote(text, open) : undefined
    if (close !== undefined) {
      const after = close === -1 ? -1 : afterSpaces(text, close + 1, delimiter)
      const isEnd = after === text.length || text[after] === delimiter
      if (close === -1 && open === at)
        return { broken: `field ${fields.length + 1} opens a quote that is never closed` }
      if (close !== -1 && isEnd) {
        fields.push(text.slice(open + 1, close).replaceAll('""', '"'))
        if (after === text.length) return fields
        at = after + 1
        continue
      }
      if (open === at) return { broken: `field ${fields.length + 1} has text after its closing quote` }
    }
    const end = text.indexOf(delimiter, at)
    fields.push(end === -1 ? text.slice(at) : text.slice(at, end))
    if (end === -1) return fields
    at = end + 1
  }
}

function afterSpaces(text: string, from: number, delimiter: string): number {
  let at = from
  while (text.charCodeAt(at) === 0x20 && delimiter !== ' ') at++
  return at
}

/** -1 when the quote is never closed. */
function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1)
  while (close !== -1 && text.charCodeAt(close + 1) === 0x22) close = text.indexOf('"', close + 2)
  return close
}
