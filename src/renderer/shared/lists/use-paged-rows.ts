import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { ApiProblem } from '../../api/problem.ts'
import { isLocked, sessionStore } from '../../api/session.ts'
import { type FetchPage, PagedRowsCache } from './paged-rows-cache.ts'

export interface PagedRows<T> {
  /** Number of rows; undefined before the first page has arrived. */
  total: number | undefined
  rowAt: (index: number) => T | undefined
  /** Reports the visible rows, so that their pages are fetched. */
  onRange: (first: number, last: number) => void
  problem: ApiProblem | undefined
  retry: () => void
  /** Changes when the rows are of another list, which is then shown from its start. */
  version: unknown
  /** The list is short and loaded as a whole. */
  isComplete?: boolean
}

/**
 * Rows of a list that is too long to load. Pages are fetched when they become visible. A cursor leads only to the next
 * page, so a jump reads the pages in between once and remembers their cursors.
 * @param fetchPage must be stable; another function restarts the list
 */
export function usePagedRows<T>(fetchPage: FetchPage<T>, pageSize: number): PagedRows<T> {
  const cache = useMemo(() => new PagedRowsCache(fetchPage, pageSize), [fetchPage, pageSize])
  useSyncExternalStore(cache.subscribe, cache.version)
  useEffect(() => {
    cache.request(0, 0)
    return () => cache.stop()
  }, [cache])
  // Fetches that failed while the session was locked are retried after unlocking.
  const locked = useStore(sessionStore, isLocked)
  useEffect(() => {
    if (!locked && cache.problem) cache.retry()
  }, [locked, cache])
  // Old rows stay until new ones arrive, so that the list neither flickers nor loses the focus.
  const [shownCache, setShownCache] = useState(cache)
  if (shownCache !== cache && (cache.total !== undefined || cache.problem)) setShownCache(cache)
  const rowAt = useCallback((index: number) => shownCache.rowAt(index), [shownCache])
  const onRange = useCallback(
    (first: number, last: number) => shownCache === cache && cache.request(first, last),
    [shownCache, cache],
  )
  const retry = useCallback(() => cache.retry(), [cache])
  return { total: shownCache.total, rowAt, onRange, problem: shownCache.problem, retry, version: shownCache }
}
