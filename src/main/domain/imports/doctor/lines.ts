import type { FileFinding } from '../../../../contract/file-findings.ts'

/** A physical line; its number is null where it stands behind what was looked at from the beginning. */
export interface RawLine {
  readonly line: number | null
  readonly text: string
}

const longestShown = 200

export function linesOf(text: string): RawLine[] {
  return text.split(/\r\n|\r|\n/).map((written, at) => ({ line: at + 1, text: written }))
}

/** The last lines of a file of which only the end was read: the first one may be half a line. */
export function lastLines(text: string): RawLine[] {
  return text
    .split(/\r\n|\r|\n/)
    .slice(1)
    .map((written) => ({ line: null, text: written }))
}

export const isBlank = ({ text }: RawLine): boolean => text.trim() === ''

/** Some lines as evidence. */
export const shown = (lines: readonly RawLine[], most = 5): FileFinding['evidence'] =>
  lines.slice(0, most).map(({ line, text }) => ({ line, text: text.slice(0, longestShown) }))

/** A line without what may stand before its text. */
export const bare = (text: string): string => text.replace(/^[\s",;|]+/, '')
