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
  const book = useMemo(() => new PagedRowsCache(fetchPage, pageSize), [fetchPage, pageSize])
  useSyncExternalStore(book.subscribe, book.version)
  useEffect(() => {
    book.want(0, 0)
    return () => book.stop()
  }, [book])
  // What a locked session could not fetch is fetched once it is open again.
  const locked = useStore(sessionStore, isLocked)
  useEffect(() => {
    if (!locked && book.problem) book.retry()
  }, [locked, book])
  // Rows of before stay until there are others, so that neither the eye nor the focus falls into a gap.
  const [shown, setShown] = useState(book)
  if (shown !== book && (book.total !== undefined || book.problem)) setShown(book)
  const rowAt = useCallback((place: number) => shown.rowAt(place), [shown])
  const onRange = useCallback((first: number, last: number) => shown === book && book.want(first, last), [shown, book])
  const retry = useCallback(() => book.retry(), [book])
  return { total: shown.total, rowAt, onRange, problem: shown.problem, retry, version: shown }
}
