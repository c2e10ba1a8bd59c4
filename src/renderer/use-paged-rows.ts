import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import type { ApiProblem } from './api/problem.ts'
import { type FetchPage, PagedRowsBook } from './paged-rows.ts'

export interface PagedRows<T> {
  /** How many rows there are; undefined before the first page. */
  total: number | undefined
  rowAt: (place: number) => T | undefined
  /** What is in sight: its pages are fetched. */
  onRange: (first: number, last: number) => void
  problem: ApiProblem | undefined
  retry: () => void
}

/**
 * Rows of a list that is too long to hold: pages are fetched when they come in sight. A cursor leads only from one page to
 * the next, so a jump reads what lies between once, and remembers the way.
 * @param fetchPage must be stable; another one starts over
 */
export function usePagedRows<T>(fetchPage: FetchPage<T>, pageSize: number): PagedRows<T> {
  const book = useMemo(() => new PagedRowsBook(fetchPage, pageSize), [fetchPage, pageSize])
  useSyncExternalStore(book.subscribe, book.version)
  useEffect(() => {
    book.want(0, 0)
    return () => book.stop()
  }, [book])
  const rowAt = useCallback((place: number) => book.rowAt(place), [book])
  const onRange = useCallback((first: number, last: number) => book.want(first, last), [book])
  const retry = useCallback(() => book.retry(), [book])
  return { total: book.total, rowAt, onRange, problem: book.problem, retry }
}
