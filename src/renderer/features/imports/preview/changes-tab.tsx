import { type RefObject, useMemo, useRef, useState } from 'react'
import type { Change, Import, PreviewKind } from '../../../../contract/imports.ts'
import type { Command } from '../../../commands/registry.ts'
import { useCommands } from '../../../commands/use-commands.ts'
import { usePagedRows } from '../../../shared/lists/use-paged-rows.ts'
import { ExportRows } from '../../../shared/lists/export-rows.tsx'
import { useDebouncedSearch } from '../../../shared/hooks/use-debounced-search.ts'
import { Sign } from '../../../ui/badge.tsx'
import { FilterBar } from '../../../ui/filter-bar.tsx'
import { number } from '../../../ui/format.ts'
import { SearchField } from '../../../ui/search-field.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { type Column, VirtualTable } from '../../../ui/virtual-table.tsx'
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
  const [searchText, setSearchText] = useState('')
  const query = useDebouncedSearch(searchText)
  const filter = useMemo<ChangeFilter>(
    () => ({
      kind: shown === 'all' || shown === 'held' ? undefined : shown,
      held: shown === 'held',
      query,
    }),
    [shown, query],
  )
  const table = useMemo(() => changesTable(importRun, filter), [importRun, filter])
  const search = useRef<HTMLInputElement>(null)
  useSearchCommand(search)
  const kinds = (Object.keys(kindLabels) as PreviewKind[]).filter((kind) => (counts[kind] ?? 0) > 0)
  return (
    <div className="fill">
      <div className="changes-bar">
        <SearchField label={text.search} shortcut="/" inputRef={search} value={searchText} onChange={setSearchText} />
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

const pageSize = 250

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
            {text.heldBack}: {text.heldFor(row.held.reason, row.held.by)}
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

function ChangeTable({ importRun, filter }: { importRun: Import; filter: ChangeFilter }) {
  // Another digest means another preview: changes may be held back or released, so they are fetched again.
  const { digest } = importRun
  const fetchPage = useMemo(
    () => fetchChanges(importRun.id, filter, pageSize),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the digest identifies the answer
    [importRun.id, filter, digest],
  )
  const rows = usePagedRows(fetchPage, pageSize)
  const [chosen, setChosen] = useState<{ index: number; of: unknown }>({ index: -1, of: filter })
  const active = chosen.of === filter && chosen.index < (rows.total ?? 0) ? chosen.index : -1
  if (rows.problem?.status === 409)
    return (
      <EmptyState icon="clock" title={text.noPreviewKept}>
        {text.noPreviewKeptText}
      </EmptyState>
    )
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={text.failedOne} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  if (rows.total === undefined) return <Skeleton lines={9} />
  const row = active < 0 ? undefined : rows.rowAt(active)
  return (
    <>
      <VirtualTable<Change>
        label={text.changesOf}
        columns={columns}
        count={rows.total}
        rowAt={rows.rowAt}
        keyOf={(change) => String(change.id)}
        active={active}
        onActive={(index) => setChosen({ index, of: filter })}
        version={filter}
        rowClass={(change) => (change.held ? 'change-held' : undefined)}
        onRange={rows.onRange}
        empty={<EmptyState title={text.noChangesFound} />}
      />
      {row && <ChangeStrip importRun={importRun} change={row} />}
    </>
  )
}

function useSearchCommand(search: RefObject<HTMLInputElement | null>) {
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'imports.search',
        title: text.search,
        group: 'Review',
        shortcut: '/',
        icon: 'search',
        run: () => search.current?.focus(),
      },
    ],
    [search],
  )
  useCommands(commands)
}
