import { type ReactNode, useState } from 'react'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { VirtualTable, type VirtualTableProps } from '../../ui/virtual-table.tsx'
import type { PagedRows } from './use-paged-rows.ts'

export interface SelectedRow<T> {
  readonly index: number
  readonly row: T | undefined
  readonly select: (index: number) => void
}

/** The selected row of a table. Another filter clears the selection. @param filter a value that changes with the filter */
export function useSelectedRow<T>(rows: PagedRows<T>, filter?: string): SelectedRow<T> {
  const [selected, setSelected] = useState({ index: -1, filter })
  const index = selected.filter === filter && selected.index < (rows.total ?? 0) ? selected.index : -1
  return {
    index,
    row: index < 0 ? undefined : rows.rowAt(index),
    select: (next) => setSelected({ index: next, filter }),
  }
}

interface PagedTableProps<T>
  extends Pick<
    VirtualTableProps<T>,
    'label' | 'columns' | 'keyOf' | 'onOpen' | 'rowClass' | 'empty' | 'version' | 'selection' | 'onSelection'
  > {
  rows: PagedRows<T>
  selected: SelectedRow<T>
  /** Title of the error if the rows cannot be loaded. */
  failed: string
  /** The detail of the selected row, below the table. */
  children?: (row: T) => ReactNode
}

/** A table of a paged list, with its loading and error states and the detail of the selected row. */
export function PagedTable<T>({ rows, selected, failed, children, ...table }: PagedTableProps<T>) {
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={failed} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  if (rows.total === undefined) return <Skeleton lines={8} />
  return (
    <>
      <VirtualTable<T>
        {...table}
        count={rows.total}
        rowAt={rows.rowAt}
        active={selected.index}
        onActive={selected.select}
        onRange={rows.onRange}
      />
      {selected.row !== undefined && children?.(selected.row)}
    </>
  )
}
