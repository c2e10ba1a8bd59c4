import { useMemo, useState } from 'react'
import type { Change, Import, PreviewKind } from '../../../../contract/imports.ts'
import { PagedTable, useSelectedRow } from '../../../shared/lists/paged-table.tsx'
import { useListSearch } from '../../../shared/lists/use-list-search.ts'
import { type RowSource, useRows } from '../../../shared/lists/use-list.ts'
import { ExportRows } from '../../../shared/lists/export-rows.tsx'
import { Sign } from '../../../ui/badge.tsx'
import { FilterBar } from '../../../ui/filter-bar.tsx'
import { number } from '../../../ui/format.ts'
import { SearchField } from '../../../ui/search-field.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import type { Column } from '../../../ui/virtual-table.tsx'
import { ChangeStrip } from './change-strip.tsx'
import { changesTable } from './export-changes.ts'
import { kindLabels } from '../labels.ts'
import { lineCounts, totalOf } from './line-counts.ts'
import { type ChangeFilter, fetchChanges } from '../queries.ts'
import { Sentence } from './sentence.tsx'
import { text } from '../text.ts'

/** The changes of an import, or the reason why there are none. */
export function ChangesTab({ importRun }: { importRun: Import }) {
  if (importRun.state === 'duplicate')
    return (
      <EmptyState icon="copy" title={text.noChanges}>
        {text.duplicateText}
      </EmptyState>
    )
  if (importRun.state === 'cancelled')
    return (
      <EmptyState icon="close" title={text.noPreviewNow}>
        {text.cancelledText}
      </EmptyState>
    )
  if (importRun.digest === null || importRun.counts === null)
    return (
      <EmptyState icon="clock" title={text.noPreviewYet}>
        {text.noPreviewYetText}
      </EmptyState>
    )
  const counts = lineCounts(importRun)
  const total = totalOf(counts)
  if (importRun.reconciliation && importRun.reconciliation.applied === 0 && importRun.reconciliation.read > 0)
    return (
      <EmptyState icon="warning" title={text.noRowUsed}>
        {text.noRowUsedText}
      </EmptyState>
    )
  if (total === 0)
    return (
      <EmptyState icon="check" title={text.noChanges}>
        {text.noChangesText}
      </EmptyState>
    )
  return <Preview importRun={importRun} counts={counts} total={total} />
}

interface PreviewProps {
  importRun: Import
  counts: Partial<Record<PreviewKind, number>>
  total: number
}

function Preview({ importRun, counts, total }: PreviewProps) {
  const [shown, setShown] = useState<PreviewKind | 'all' | 'held'>('all')
  const search = useListSearch(text.search)
  const { query } = search
  const filter = useMemo<ChangeFilter>(
    () => ({
      kind: shown === 'all' || shown === 'held' ? undefined : shown,
      held: shown === 'held',
      query,
    }),
    [shown, query],
  )
  const table = useMemo(() => changesTable(importRun, filter), [importRun, filter])
  const kinds = (Object.keys(kindLabels) as PreviewKind[]).filter((kind) => (counts[kind] ?? 0) > 0)
  return (
    <div className="fill">
      <div className="changes-bar">
        <SearchField {...search.field} />
        <ExportRows table={table} />
        <FilterBar<PreviewKind | 'all' | 'held'>
          label={text.kinds}
          entries={[
            { id: 'all', title: text.all, count: total },
            ...kinds.map((id) => ({
              id,
              title: kindLabels[id].title,
              tone: kindLabels[id].tone,
              count: counts[id] ?? 0,
            })),
            ...(importRun.held > 0 || shown === 'held'
              ? [{ id: 'held' as const, title: text.heldBack, tone: 'accent' as const, count: importRun.held }]
              : []),
          ]}
          selected={shown}
          onSelect={setShown}
        />
      </div>
      <ChangeTable importRun={importRun} filter={filter} />
    </div>
  )
}

const columns: readonly Column<Change>[] = [
  {
    id: 'kind',
    title: text.changeKind,
    width: '1.25rem',
    hideTitle: true,
    cell: (row) => (
      <>
        <Sign tone={kindLabels[row.kind].tone} />
        <span className="visually-hidden">{kindLabels[row.kind].singular}</span>
      </>
    ),
  },
  {
    id: 'change',
    title: text.change,
    width: 'minmax(0, 1fr)',
    cell: (row) => (
      <>
        <Sentence change={row} />
        {row.held && (
          <span className="held-reason truncate">
            {row.held.isDoubt ? text.doubts.word : text.heldBack}:{' '}
            {row.held.isDoubt ? row.held.reason : text.heldFor(row.held.reason, row.held.by)}
          </span>
        )}
      </>
    ),
  },
  {
    id: 'line',
    title: text.line,
    width: '3.25rem',
    align: 'end',
    cell: (row) => <span className="muted">{row.line === null ? '–' : number(row.line)}</span>,
  },
]

/** Another digest means another preview: changes were held back or released, so they are fetched again. */
const changeList: RowSource<Change, { importId: string; filter: ChangeFilter; digest: string | null }> = {
  key: ['changes'],
  fetch: ({ importId, filter }, limit) => fetchChanges(importId, filter, limit),
}

function ChangeTable({ importRun, filter }: { importRun: Import; filter: ChangeFilter }) {
  const { rows } = useRows(changeList, { importId: importRun.id, filter, digest: importRun.digest })
  // A new preview keeps the selection and the position in the table.
  const filterKey = JSON.stringify(filter)
  const selected = useSelectedRow(rows, filterKey)
  if (rows.problem?.status === 409)
    return (
      <EmptyState icon="clock" title={text.noPreviewKept}>
        {text.noPreviewKeptText}
      </EmptyState>
    )
  return (
    <PagedTable<Change>
      label={text.changesOf}
      columns={columns}
      rows={rows}
      selected={selected}
      keyOf={(change) => String(change.id)}
      failed={text.failedOne}
      version={filterKey}
      rowClass={(change) => (change.held ? 'change-held' : undefined)}
      empty={<EmptyState title={text.noChangesFound} />}
    >
      {(change) => <ChangeStrip importRun={importRun} change={change} />}
    </PagedTable>
  )
}
