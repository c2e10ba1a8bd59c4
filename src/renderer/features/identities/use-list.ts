import { useEffect } from 'react'
import { useRefreshedRows } from '../../shared/lists/change-counter.ts'
import type { FetchPage } from '../../shared/lists/paged-rows-cache.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { identityChanges } from './queries.ts'

export const pageSize = 200

/** @param asking must be stable for one question */
export const useList = <T>(asking: FetchPage<T>) => useRefreshedRows(asking, pageSize, identityChanges)

/** The bare list shows its first entry. */
export function useFirst(path: string | undefined, isChosen: boolean) {
  useEffect(() => {
    if (!isChosen && path !== undefined) navigate(path, { replace: true, keepQuery: true })
  }, [isChosen, path])
}

/** The place of the chosen row among those that are known. */
export function placeOf<T>(rows: { rowAt: (at: number) => T | undefined }, is: (row: T) => boolean, near: number) {
  for (const at of [near, ...Array.from({ length: pageSize }, (_, index) => index)]) {
    const row = at < 0 ? undefined : rows.rowAt(at)
    if (row !== undefined && is(row)) return at
  }
  return -1
}
