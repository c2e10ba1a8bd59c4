import { useEffect, useState } from 'react'
import { navigate } from '../navigation/router.ts'
import { pageSize } from './use-list.ts'
import type { PagedRows } from './use-paged-rows.ts'

export interface RowSelection<T> {
  /** Index of the selected row; -1 if it is not among the loaded rows. */
  readonly index: number
  /** The selected row, if it is loaded. */
  readonly row: T | undefined
  /** Its id, also if the row itself is not in the list. */
  readonly id: string | undefined
  /** The first row will be selected as soon as the list is loaded. */
  readonly isPending: boolean
  readonly select: (index: number) => void
}

interface SelectionOptions {
  /** The id in the address. */
  readonly selectedId: string | undefined
  readonly pathOf: (id: string) => string
  /** If the address has no id: show the first row, open its address, or show nothing. */
  readonly initial: 'show-first' | 'open-first' | 'none'
}

/** The selected row of a list, which the address names. Moving the selection keeps the filter in the address. */
export function useAddressSelection<T extends { readonly id: string }>(
  rows: PagedRows<T>,
  { selectedId, pathOf, initial }: SelectionOptions,
): RowSelection<T> {
  // Rows beyond the first page are found again where they were selected.
  const [lastIndex, setLastIndex] = useState(-1)
  const isFirstShown = selectedId === undefined && initial === 'show-first' && (rows.total ?? 0) > 0
  const index = isFirstShown ? 0 : indexOf(rows, selectedId, lastIndex)
  const row = index < 0 ? undefined : rows.rowAt(index)
  const firstId = rows.rowAt(0)?.id
  const pathToOpen =
    selectedId === undefined && initial === 'open-first' && firstId !== undefined ? pathOf(firstId) : undefined
  useEffect(() => {
    if (pathToOpen !== undefined) navigate(pathToOpen, { replace: true, keepQuery: true })
  }, [pathToOpen])
  return {
    index,
    row,
    id: selectedId ?? row?.id,
    isPending: rows.total === undefined && selectedId === undefined && initial !== 'none',
    select: (next) => {
      setLastIndex(next)
      const nextRow = rows.rowAt(next)
      if (nextRow) navigate(pathOf(nextRow.id), { replace: true, keepQuery: true })
    },
  }
}

function indexOf<T extends { readonly id: string }>(
  rows: PagedRows<T>,
  id: string | undefined,
  lastIndex: number,
): number {
  if (id === undefined) return -1
  if (lastIndex >= 0 && rows.rowAt(lastIndex)?.id === id) return lastIndex
  const { total = 0, isComplete } = rows
  for (let index = 0; index < (isComplete ? total : Math.min(total, pageSize)); index += 1)
    if (rows.rowAt(index)?.id === id) return index
  return -1
}
