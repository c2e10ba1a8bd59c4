import type { ImportsDependencies } from '../model/dependencies.ts'
import type { Summary } from '../model/import.ts'
import { type ImportWithNames, imports } from '../model/imports.store.ts'
import { assess, type AssessedImport } from './assess.ts'

/**
 * Assesses a staged preview again, because something that it rests on has changed. What it promises gets a new digest, so
 * an approval of what was shown before is refused.
 * @param found what staging would find now, where that is known to differ
 */
export function reassess(deps: ImportsDependencies, row: ImportWithNames, found: Partial<AssessedImport> = {}): void {
  if (row.summary === null) return
  const staged = { ...(JSON.parse(row.summary) as Summary), ...found }
  const { digest, summary, verdict } = assess(deps, row, row.base_seq ?? 0, staged)
  const assessment = { digest, summary: JSON.stringify(summary), guard: JSON.stringify(verdict) }
  if (digest === row.digest && assessment.summary === row.summary && assessment.guard === row.guard) return
  deps.env.store.transact((tx) => imports.setDigest(tx, { id: row.id, ...assessment }))
  deps.emit({ type: 'import', id: row.guid, state: row.state })
}

/**
 * A hold counts for every import of its source, so every open preview of it is assessed again.
 * @returns their GUIDs
 */
export function reassessOpenPreviews(deps: ImportsDependencies, sourceId: number): string[] {
  const open = imports.inState(deps.env.store.reader, 'staged').filter(({ source_id }) => source_id === sourceId)
  for (const row of open) reassess(deps, row)
  return open.map(({ guid }) => guid)
}
