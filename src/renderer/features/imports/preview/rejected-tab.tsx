import { useMemo, useState } from 'react'
import type { z } from 'zod'
import type { Import, RejectedRow } from '../../../../contract/imports.ts'
import { usePagedRows } from '../../../shared/lists/use-paged-rows.ts'
import { number } from '../../../ui/format.ts'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { type Column, VirtualTable } from '../../../ui/virtual-table.tsx'
import { fetchRejected } from '../queries.ts'
import { text } from '../text.ts'

type Rejected = z.infer<typeof RejectedRow>

const pageSize = 200

const columns: readonly Column<Rejected>[] = [
  { id: 'line', title: text.line, width: '2.5rem', align: 'end', cell: (row) => number(row.line) },
  { id: 'disposition', title: text.disposition, width: '5.5rem', cell: (row) => text.dispositions[row.disposition] },
  {
    id: 'reason',
    title: text.reason,
    width: 'minmax(0, 5fr)',
    cell: (row) => (
      <span className="truncate" title={row.reason}>
        {row.reason}
      </span>
    ),
  },
  {
    id: 'raw',
    title: text.raw,
    width: 'minmax(0, 3fr)',
    cell: (row) => (
      <span className="mono muted truncate" title={row.raw}>
        {row.raw}
      </span>
    ),
  },
]

/** Rows that were not used, with the reason. */
export function RejectedTab({ importRun }: { importRun: Import }) {
  const fetchPage = useMemo(() => fetchRejected(importRun.id, pageSize), [importRun.id])
  const rows = usePagedRows(fetchPage, pageSize)
  const [active, setActive] = useState(-1)
  if (rows.problem?.status === 409)
    return (
      <EmptyState icon="clock" title={text.noPreviewKept}>
        {text.noRejectedKeptText}
      </EmptyState>
    )
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={text.failedOne} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  if (rows.total === undefined) return <Skeleton lines={6} />
  const row = active < 0 ? undefined : rows.rowAt(active)
  return (
    <>
      <VirtualTable<Rejected>
        label={text.rejected}
        columns={columns}
        count={rows.total}
        rowAt={rows.rowAt}
        keyOf={(rejected) => `${rejected.file} ${rejected.line}`}
        active={active}
        onActive={setActive}
        onRange={rows.onRange}
        empty={<EmptyState icon="check" title={text.noRejected} />}
      />
      {row && (
        <aside className="strip" aria-label={text.chosenRow}>
          <p className="strip-head">
            <strong>
              {text.lineOf(number(row.line), row.file)}: {row.reason}
            </strong>
          </p>
          <pre className="mono">{row.raw}</pre>
        </aside>
      )}
    </>
  )
}
