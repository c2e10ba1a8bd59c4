import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { FetchPage } from '../../paged-rows.ts'
import { navigate } from '../../router.ts'
import { usePagedRows } from '../../use-paged-rows.ts'
import { freshStore } from './fresh.ts'

export const pageSize = 200

/**
 * Rows for one question, read again when something has changed.
 * @param asking must be stable for one question; the rows of another are looked at from their beginning
 */
export function useList<T>(asking: FetchPage<T>) {
  const changes = useStore(freshStore, (state) => state.changes)
  const fetchPage = useMemo<FetchPage<T>>(
    () => (cursor, signal) => asking(cursor, signal),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what changed makes other pages of the same question
    [asking, changes],
  )
  return usePagedRows(fetchPage, pageSize)
}

/** The bare list shows its first entry. */
export function useFirst(path: string | undefined, isChosen: boolean) {
  useEffect(() => {
    if (!isChosen && path !== undefined) navigate(path + location.search, { replace: true })
  }, [isChosen, path])
}

/** The place of the chosen row among those that are known. */
export function placeOf<T>(rows: { rowAt: (at: number) => T | undefined }, is: (row: T) => boolean, near: number) {
  for (const at of [near, ...Array.from({ length: pageSize }, (_, place) => place)]) {
    const row = at < 0 ? undefined : rows.rowAt(at)
    if (row !== undefined && is(row)) return at
  }
  return -1
}
