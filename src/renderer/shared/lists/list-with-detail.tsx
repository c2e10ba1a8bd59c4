import type { ReactNode } from 'react'
import { SearchField } from '../../ui/search-field.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { ExportRows } from './export-rows.tsx'
import type { RowSelection } from './use-address-selection.ts'
import type { ListSearch } from './use-list-search.ts'
import type { List } from './use-list.ts'

interface RecordListProps<T extends { readonly id: string }> {
  label: string
  /** Without a table it is not exported here. */
  list: Pick<List<T>, 'rows'> & Partial<List<T>>
  selection: Pick<RowSelection<T>, 'index' | 'isPending' | 'select'>
  search?: ListSearch
  /** Other controls above the list. */
  filters?: ReactNode
  /** Between the controls and the list. */
  note?: ReactNode
  /** Shown if the filter finds nothing. */
  empty?: ReactNode
  counted?: (count: number) => string
  children: (row: T) => ReactNode
}

/** A list of records: search, filters and export above, two lines per record, and their number below. */
function RecordList<T extends { readonly id: string }>(props: RecordListProps<T>) {
  const { label, list, selection, search, filters, note, empty, counted, children } = props
  const { rows, table, filterKey } = list
  return (
    <>
      {(search || filters || table) && (
        <div className="list-bar">
          {search && <SearchField {...search.field} />}
          {!search && filters}
          {table && <ExportRows table={table} />}
          {/* Beside a search field there is no room: the filters take the next line. */}
          {search && filters}
        </div>
      )}
      {note}
      {rows.total === undefined ? (
        <Skeleton lines={8} />
      ) : (
        <VirtualList<T>
          label={label}
          count={rows.total}
          rowAt={rows.rowAt}
          keyOf={(row) => row.id}
          active={selection.index}
          onActive={selection.select}
          onRange={rows.onRange}
          version={filterKey}
          lines={2}
          empty={empty}
          {...(counted && { counted })}
        >
          {children}
        </VirtualList>
      )}
    </>
  )
}

interface ListWithDetailProps<T extends { readonly id: string }> extends RecordListProps<T> {
  /** Key under which the list width is stored. */
  name: string
  /** Title of the error if the list cannot be loaded. */
  failed: string
  /** Shown instead of everything if the list is empty and not filtered; false while it is filtered. */
  emptyScreen?: ReactNode
  detailLabel: string
  detail: ReactNode
  decisionLabel?: string
  decision?: ReactNode
}

/** A list, the detail of its selected record, and the decision about it. */
export function ListWithDetail<T extends { readonly id: string }>(props: ListWithDetailProps<T>) {
  const { name, failed, emptyScreen, detailLabel, detail, decisionLabel, decision, ...recordList } = props
  const { rows } = recordList.list
  if (rows.problem) {
    const { detail: message, requestId } = rows.problem
    return <ErrorState title={failed} detail={message} requestId={requestId} onRetry={rows.retry} />
  }
  if (recordList.selection.isPending) return <Skeleton lines={8} />
  if (rows.total === 0 && emptyScreen) return emptyScreen
  return (
    <SplitPane
      name={name}
      listLabel={recordList.label}
      list={<RecordList {...recordList} />}
      detailLabel={detailLabel}
      detail={detail}
      {...(decisionLabel !== undefined && { decisionLabel })}
      decision={decision}
    />
  )
}
