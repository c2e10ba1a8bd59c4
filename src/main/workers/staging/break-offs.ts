import type { Database } from 'better-sqlite3'
import type { Tally } from './tally.ts'

/** A file whose last line has no line end. */
export interface OpenEnd {
  readonly fileId: number
  readonly line: number
  readonly isUnreadable: boolean
}

/**
 * A file whose last line has no line end may have been cut off. It surely was where that line can't be read, and perhaps
 * where the last extract did end with one. Then rows may be missing after it, and nobody can tell whose.
 */
export function markBreakOffs(
  staging: Database,
  openEnds: readonly OpenEnd[],
  { tally, lastWasWhole }: { readonly tally: Tally; readonly lastWasWhole: boolean },
): void {
  const makeAnybodys = staging.prepare<[string, number, number], { was: string }>(
    `UPDATE rejected SET disposition = 'quarantined', user_name = '',
       reason = CASE WHEN reason LIKE 'The file breaks off%' THEN reason ELSE ? || ' ' || reason END
     WHERE file_id = ? AND line = ? AND disposition IN ('unknown', 'quarantined')`,
  )
  const wasUnknown = staging
    .prepare<[number, number], number>(
      `SELECT count(*) FROM rejected WHERE file_id = ? AND line = ? AND disposition = 'unknown'`,
    )
    .pluck()
  const note = staging.prepare(
    `INSERT INTO rejected (file_id, line, disposition, reason, raw) VALUES (?, ?, 'noted', ?, '')`,
  )
  for (const { fileId, line, isUnreadable } of openEnds) {
    tally.openEnds++
    if (isUnreadable) {
      const moved = wasUnknown.get(fileId, line) ?? 0
      makeAnybodys.run('The file breaks off here, so rows after it may be missing.', fileId, line)
      tally.unknown -= moved
      tally.quarantined += moved
      tally.breakOffs++
    } else if (lastWasWhole) {
      note.run(
        fileId,
        line,
        'The last line has no line end, and that of the last extract had one: the file may be cut off.',
      )
      tally.noted++
      tally.breakOffs++
    }
  }
}
