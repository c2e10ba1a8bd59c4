import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { ApiProblem } from '../../api/problem.ts'
import { isLocked, sessionStore } from '../../api/session.ts'
import { type FetchPage, PagedRowsCache } from './paged-rows-cache.ts'

export interface PagedRows<T> {
  /** How many rows there are; undefined before the first page. */
  total: number | undefined
  rowAt: (place: number) => T | undefined
  /** What is in sight: its pages are fetched. */
  onRange: (first: number, last: number) => void
  problem: ApiProblem | undefined
  retry: () => void
  /** Another one means other rows, which are looked at from their beginning. */
  version: unknown
}

/**
 * Rows of a list that is too long to hold: pages are fetched when they come in sight. A cursor leads only from one page to
 * the next, so a jump reads what lies between once, and remembers the way.
 * @param fetchPage must be stable; another one starts over
 */
export function usePagedRows<T>(fetchPage: FetchPage<T>, pageSize: number): PagedRows<T> {
  const cache = useMemo(() => new PagedRowsCache(fetchPage, pageSize), [fetchPage, pageSize])
  useSyncExternalStore(cache.subscribe, cache.version)
  useEffect(() => {
    cache.request(0, 0)
    return () => cache.stop()
  }, [cache])
  // What a locked session could not fetch is fetched once it is open again.
  const locked = useStore(sessionStore, isLocked)
  useEffect(() => {
    if (!locked && cache.problem) cache.retry()
  }, [locked, cache])
  // Rows of before stay until there are others, so that neither the eye nor the focus falls into a gap.
  const [shownCache, setShownCache] = useState(cache)
  if (shownCache !== cache && (cache.total !== undefined || cache.problem)) setShownCache(cache)
  const rowAt = useCallback((place: number) => shownCache.rowAt(place), [shownCache])
  const onRange = useCallback(
    (first: number, last: number) => shownCache === cache && cache.request(first, last),
    [shownCache, cache],
  )
  const retry = useCallback(() => cache.retry(), [cache])
  return { total: shownCache.total, rowAt, onRange, problem: shownCache.problem, retry, version: shownCache }
}
