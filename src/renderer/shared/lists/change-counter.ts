import { useMemo } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FetchPage } from './paged-rows-cache.ts'
import { type PagedRows, usePagedRows } from './use-paged-rows.ts'

/** Counts changes that make the lists of a feature stale. */
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
 * Rows of a list, fetched again when the change counter increases.
 * @param fetchRows must be stable for one filter; another function restarts the list
 */
export function useRefreshedRows<T>(
  fetchRows: FetchPage<T>,
  pageSize: number,
  changeCounter: ChangeCounter,
): PagedRows<T> {
  const changes = useChanges(changeCounter)
  const fetchPage = useMemo<FetchPage<T>>(
    () => (cursor, signal) => fetchRows(cursor, signal),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a change needs a new fetch function for the same filter
    [fetchRows, changes],
  )
  return usePagedRows(fetchPage, pageSize)
}
