import { skipReasons, type SkipKind } from '../reading/skipped-lines.ts'
import type { Row } from './row.ts'

interface SkippedLine {
  readonly kind: SkipKind
  /** Its fields; null when it can't be split into those of the file. */
  readonly fields: readonly string[] | null
  readonly width: number
}

/**
 * What a line is worth that the rules skip. One that is filled like a row may be somebody's, whose name begins like a
 * total: nobody loses access because of it.
 */
export function skippedRow({ kind, fields, width }: SkippedLine): Row {
  if ((kind === 'other' || kind === 'total') && fields !== null && isFilledLikeRow(kind, fields, width))
    return {
      kind: 'unreadable',
      reason: 'It begins like a line that the rules skip, but is filled like a row.',
      whose: null,
    }
  return { kind: 'ignored', reason: skipReasons[kind] }
}

function isFilledLikeRow(kind: SkipKind, fields: readonly string[], width: number): boolean {
  const filled = fields.slice(0, width).filter((field) => field.trim() !== '')
  if (width < 2 || filled.length < 2 || filled.length * 2 <= width) return false
  // "Total users:,2": beside its name, a total has numbers only.
  return kind === 'other' || filled.slice(1).some((field) => !/^[\d.,' ]+$/.test(field.trim()))
}
