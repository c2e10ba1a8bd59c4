/** Columns that line up, for people; scripts ask for --json. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], empty: string): string {
  if (rows.length === 0) return empty
  const lines = [head, ...rows].map((row) => row.map(shown))
  const widths = head.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ''))))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** In characters: a terminal gives most of them one place each. */
const width = (text: string): number => Array.from(text).length

/** What came out of a file must not steer a terminal or turn the reading direction. */
export const shown = (text: string): string =>
  text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\u{fffd}')

/** To the minute, in this machine's own time. */
export function when(instant: string | null): string {
  if (instant === null) return '–'
  const at = new Date(instant)
  const two = (n: number): string => String(n).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
}
