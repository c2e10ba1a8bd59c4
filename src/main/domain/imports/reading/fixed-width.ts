import type { FixedColumn } from '../../../../contract/file-layout.ts'

/**
 * The cells of a line of a fixed-width file. Text between two columns, or behind the last one, means that the line is not
 * written as the rules say: it is broken rather than cut through the middle of a value.
 */
export function cutFields(text: string, columns: readonly FixedColumn[]): string[] | { readonly broken: string } {
  // A tab stands for as many blanks as the program that wrote it pleased.
  const tabbed = text.indexOf('\t')
  if (tabbed !== -1) return { broken: `a tab stands at position ${tabbed}, so the positions are not certain` }
  let before = 0
  for (const { from, to } of columns) {
    const stray = textWithin(text, before, from)
    if (stray !== -1) return { broken: `text stands between the columns, at position ${stray}` }
    before = to
  }
  const stray = textWithin(text, before, text.length)
  if (stray !== -1) return { broken: `it is longer than its columns, with text at position ${stray}` }
  return columns.map(({ from, to }) => text.slice(from, to).trim())
}

/** Where the first character stands that is no blank; -1 when all are blank. */
function textWithin(text: string, from: number, to: number): number {
  const end = Math.min(to, text.length)
  for (let at = from; at < end; at++) if (text.charCodeAt(at) !== 0x20) return at
  return -1
}

/** The names that the header line of a file has at the places of the columns; what the rules call them where it is blank. */
export function headerNames(line: string, columns: readonly FixedColumn[]): string[] {
  const cut = cutFields(line, columns)
  // One name that fits no rule: the header is told as it is written.
  if ('broken' in cut) return [line.trim()]
  return cut.map((name, at) => name || (columns[at]?.name ?? ''))
}
