import type { Import, MatchCounts } from '../../../../contract/imports.ts'
import type { Reader } from '../../../storage/open.ts'
import { instant, instantOrNull } from '../../shared/instant.ts'
import { followUps } from '../follow-ups/follow-ups.store.ts'
import { type Failure, type GuardVerdict, hasEnded, reconciliationOf, type Summary } from './import.ts'
import { type ImportWithNames, imports } from './imports.store.ts'

const parsed = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T))

const noMatches: MatchCounts = { matches: 0, rematches: 0, orphaned: 0 }

/** An import as the audit log names it: people know it by its application. */
export const objectOf = ({ guid, application_name }: ImportWithNames) => ({
  type: 'import',
  id: guid,
  name: application_name,
})

/** An import as `/v1` shows it. */
export function viewImport(db: Reader, row: ImportWithNames): Import {
  const summary = parsed<Summary>(row.summary)
  const guard = parsed<GuardVerdict>(row.guard)
  const failure = parsed<Failure>(row.failure)
  return {
    id: row.guid,
    number: row.id,
    application: { id: row.application_guid, name: row.application_name },
    kind: row.kind,
    trigger: row.trigger,
    state: row.state,
    cancelling: row.cancel_asked_at !== null && !hasEnded(row.state),
    files: imports.files(db, row.id).map((file) => ({
      id: file.id,
      fileGroup: file.file_group,
      name: file.name,
      size: file.size,
      sha256: file.sha256,
      modifiedAt: instant(file.modified_at),
      dialect: parsed(file.dialect),
    })),
    rulesVersion: row.rules_version,
    newestRulesVersion: row.newest_rules_version,
    // Before the first extract there was none, so what goes back to it is of the day on which that was asked for.
    extractAt: instant(row.extract_at || row.created_at),
    baseGeneration: row.base_seq,
    generation: row.seq,
    restores: row.restores_seq,
    reconciliation: row.kind === 'extract' && summary ? reconciliationOf(summary) : null,
    counts: summary?.counts ?? null,
    matching: summary && (summary.matching ?? noMatches),
    held: summary?.held ?? 0,
    inDoubt: summary?.inDoubt ?? 0,
    before: summary?.before ?? null,
    after: summary?.after ?? null,
    guard: guard && { verdict: guard.verdict, findings: [...guard.findings] },
    digest: row.digest,
    failure: failure && { message: failure.message, problems: [...failure.problems] },
    undoable: row.state === 'applied' && row.seq !== null && row.seq === row.current_seq,
    createdAt: instant(row.created_at),
    createdBy: row.created_by,
    startedAt: instantOrNull(row.started_at),
    finishedAt: instantOrNull(row.finished_at),
    followUps: followUps.ofImport(db, row.id).map((followUp) => ({ ...followUp, at: instantOrNull(followUp.at) })),
    revision: row.revision,
  }
}
