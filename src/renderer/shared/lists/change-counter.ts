import { useMemo } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FetchPage } from './paged-rows-cache.ts'
import { type PagedRows, usePagedRows } from './use-paged-rows.ts'

/** Counts how often what an area shows may have changed, so that its lists are read again. */
export interface ChangeCounter {
  readonly store: StoreApi<{ readonly changes: number }>
  readonly increment: () => void
}

export function createChangeCounter(): ChangeCounter {
  const store = createStore<{ readonly changes: number }>(() => ({ changes: 0 }))
  return { store, increment: () => store.setState(({ changes }) => ({ changes: changes + 1 })) }
}

export const useChanges = ({ store }: ChangeCounter): number => useStore(store, ({ changes }) => changes)

/**
 * Rows for one question, read again when something has changed.
 * @param fetchRows must be stable for one question; the rows of another are looked at from their beginning
 */
export function useRefreshedRows<T>(
  fetchRows: FetchPage<T>,
  pageSize: number,
  changeCounter: ChangeCounter,
): PagedRows<T> {
  const changes = useChanges(changeCounter)
  const fetchPage = useMemo<FetchPage<T>>(
    () => (cursor, signal) => fetchRows(cursor, signal),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what changed makes other pages of the same question
    [fetchRows, changes],
  )
  return usePagedRows(fetchPage, pageSize)
}
