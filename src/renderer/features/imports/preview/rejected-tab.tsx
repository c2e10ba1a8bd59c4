import type { z } from 'zod'
import type { Import, RejectedRow } from '../../../../contract/imports.ts'
import { PagedTable, useSelectedRow } from '../../../shared/lists/paged-table.tsx'
import { type RowSource, useRows } from '../../../shared/lists/use-list.ts'
import { number } from '../../../ui/format.ts'
import { EmptyState } from '../../../ui/states.tsx'
import type { Column } from '../../../ui/virtual-table.tsx'
import { fetchRejected, importKeys } from '../queries.ts'
import { text } from '../text.ts'

type Rejected = z.infer<typeof RejectedRow>

/** Whose an unknown row is, before why it could not be read. */
const withOwner = ({ userName, reason }: Rejected): string => (userName === '' ? reason : `${userName}: ${reason}`)

const columns: readonly Column<Rejected>[] = [
  { id: 'line', title: text.line, width: '2.5rem', align: 'end', cell: (row) => number(row.line) },
  { id: 'disposition', title: text.disposition, width: '5.5rem', cell: (row) => text.dispositions[row.disposition] },
  {
    id: 'reason',
    title: text.reason,
    width: 'minmax(0, 5fr)',
    cell: (row) => (
      <span className="truncate" title={withOwner(row)}>
        {withOwner(row)}
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

const rejectedList: RowSource<Rejected, { importId: string }> = {
  key: [...importKeys.all, 'rejected'],
  fetch: ({ importId }, limit) => fetchRejected(importId, limit),
}

/** Rows that were not used, with the reason. */
export function RejectedTab({ importRun }: { importRun: Import }) {
  const { rows } = useRows(rejectedList, { importId: importRun.id })
  const selected = useSelectedRow(rows)
  if (rows.problem?.status === 409)
    return (
      <EmptyState icon="clock" title={text.noPreviewKept}>
        {text.noRejectedKeptText}
      </EmptyState>
    )
  return (
    <PagedTable<Rejected>
      label={text.rejected}
      columns={columns}
      rows={rows}
      selected={selected}
      keyOf={(rejected) => `${rejected.file} ${rejected.line}`}
      failed={text.failedOne}
      empty={<EmptyState icon="check" title={text.noRejected} />}
    >
      {(row) => (
        <aside className="strip" aria-label={text.chosenRow}>
          <p className="strip-head">
            <strong>
              {text.lineOf(number(row.line), row.file)}: {withOwner(row)}
            </strong>
          </p>
          <pre className="mono">{row.raw}</pre>
        </aside>
      )}
    </PagedTable>
  )
}
