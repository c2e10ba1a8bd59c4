import type { Import } from '../../../../contract/imports.ts'
import type { Reader } from '../../../storage/open.ts'
import { rulesOf } from '../../applications/rules.ts'
import { notFound } from '../../shared/errors.ts'
import { groupChanges } from './group-changes.store.ts'
import { history } from './history.store.ts'
import type { Summary } from '../model/import.ts'
import { viewImport } from '../model/import.view.ts'
import { generations } from '../model/generations.store.ts'
import { type ImportWithNames, imports } from '../model/imports.store.ts'
import { type ImportMetrics, metricsOf } from './metrics.ts'

/** A page of imports by place: what waits first, then by when it began, newest first. */
export function listHistory(
  db: Reader,
  application: string | null,
  page: { offset: number; limit: number },
): { items: Import[]; total: number } {
  return {
    items: history.page(db, application, page.offset, page.limit).map((row) => viewImport(db, row)),
    total: history.count(db, application),
  }
}

/** The last import of an application, whatever became of it. */
export function newestImport(db: Reader, application: string): Import | undefined {
  const row = history.newestOf(db, application)
  return row && viewImport(db, row)
}

/** What an import did, in figures; null until it has. @throws DomainError `not-found` */
export function importMetrics(db: Reader, guid: string): ImportMetrics | null {
  const row = imports.get(db, guid)
  if (!row) throw notFound('import')
  if (row.state === 'duplicate') return metricsOfNothing(db, row)
  if (row.state !== 'applied' || row.seq === null || row.summary === null) return null
  const groups = groupChanges(db, row.application_id, row.source_id, row.seq)
  return metricsOf(JSON.parse(row.summary) as Summary, groups, row.kind === 'extract')
}

/** The same bytes again: the figures of what counted then, and no change. */
function metricsOfNothing(db: Reader, row: ImportWithNames): ImportMetrics | null {
  const seq = generations.lastAppliedBy(db, row.source_id, row.finished_at ?? row.created_at)
  const generation = seq === undefined ? undefined : generations.at(db, row.source_id, seq)
  const applied = generation && imports.byId(db, generation.import_id)
  if (!applied?.summary || seq === undefined) return null
  const { after } = JSON.parse(applied.summary) as Summary
  const rows = { read: 0, applied: 0, unknown: 0, quarantined: 0, duplicate: 0, ignored: 0, noted: 0 }
  const { total } = groupChanges(db, row.application_id, row.source_id, seq)
  const groups = { total, added: 0, changed: 0, removed: 0 }
  return metricsOf({ reconciliation: rows, counts: {}, before: after, after }, groups, true)
}

/** The names of the file groups that an import's rules had, by their ids. */
export function fileGroupNames(db: Reader, guid: string): ReadonlyMap<string, string> {
  const row = imports.get(db, guid)
  if (!row?.rule_version_id) return new Map()
  return new Map(rulesOf(imports.rulesOf(db, row.rule_version_id)).fileGroups.map(({ id, name }) => [id, name]))
}
