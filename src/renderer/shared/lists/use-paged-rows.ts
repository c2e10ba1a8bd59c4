import { type InfiniteData, keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { type ApiProblem, problemToShow } from '../../api/problem.ts'
import { isLocked, sessionStore } from '../../api/session.ts'
import {
  firstPage,
  heldPages,
  nextPage,
  type PageParam,
  previousPage,
  type RowPage,
  rowIn,
  stepTowards,
  totalOf,
} from './page-window.ts'

/** Fetches the page at a cursor, or the first page. */
export type FetchPage<T, P extends RowPage<T> = RowPage<T>> = (
  cursor: string | undefined,
  signal: AbortSignal,
) => Promise<P>

export interface PagedRows<T, P extends RowPage<T> = RowPage<T>> {
  /** Number of rows; undefined before the first page has arrived. */
  total: number | undefined
  rowAt: (index: number) => T | undefined
  /** Reports the visible rows, so that their pages are fetched. */
  onRange: (first: number, last: number) => void
  /** The page that arrived last, with what it says beside its rows; undefined before the first. */
  page?: P | undefined
  problem: ApiProblem | undefined
  retry: () => void
  /** The list is short and loaded as a whole. */
  isComplete?: boolean
}

interface PagedRowsOptions<T, P extends RowPage<T>> {
  /** Names the list and its filter. Another key is another list: its rows replace the old ones when they arrive. */
  readonly queryKey: QueryKey
  readonly fetchPage: FetchPage<T, P>
  /** Rows per page. */
  readonly pageSize: number
}

/**
 * Rows of a list that is too long to load, as an infinite query. Pages are fetched when they become visible. A cursor
 * leads only to the next page, so a jump reads the pages in between; those farthest from the visible rows are dropped.
 */
export function usePagedRows<T, P extends RowPage<T>>({
  queryKey,
  fetchPage,
  pageSize,
}: PagedRowsOptions<T, P>): PagedRows<T, P> {
  const [restarts, setRestarts] = useState(0)
  const query = useInfiniteQuery<P, Error, InfiniteData<P, PageParam>, QueryKey, PageParam>({
    queryKey: [...queryKey, restarts],
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam.cursor, signal),
    initialPageParam: firstPage,
    getNextPageParam: nextPage,
    getPreviousPageParam: previousPage,
    maxPages: heldPages,
    placeholderData: keepPreviousData,
    // Comparing all rows with each page that arrives would cost more than it saves.
    structuralSharing: false,
    // A list that is not shown is read again from its start.
    gcTime: 0,
  })
  const { data, error, refetch, fetchNextPage, fetchPreviousPage, isPlaceholderData, isFetching, isError } = query
  const listKey = JSON.stringify(queryKey)
  const wanted = useRef({ listKey, first: 0, last: 0 })

  // Called after each page, so that it walks to the visible rows one page at a time.
  const walk = useCallback(() => {
    if (data === undefined || isPlaceholderData || isFetching || isError || wanted.current.listKey !== listKey) return
    const step = stepTowards(wanted.current, data, pageSize)
    if (step === 'next') void fetchNextPage()
    else if (step === 'previous') void fetchPreviousPage()
    else if (step === 'restart') setRestarts((count) => count + 1)
  }, [data, isPlaceholderData, isFetching, isError, listKey, pageSize, fetchNextPage, fetchPreviousPage])
  useEffect(walk, [walk])
  const onRange = useCallback(
    (first: number, last: number) => {
      // Rows of the previous list are still shown; their range says nothing about the new one.
      if (isPlaceholderData) return
      wanted.current = { listKey, first, last }
      walk()
    },
    [isPlaceholderData, listKey, walk],
  )

  const retry = useCallback(() => void refetch(), [refetch])
  // Fetches that failed while the session was locked are retried after unlocking.
  const locked = useStore(sessionStore, isLocked)
  useEffect(() => {
    if (!locked && isError) retry()
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only unlocking retries; a failure by itself does not
  }, [locked])

  const rowAt = useCallback((index: number) => data && rowIn(data, index, pageSize), [data, pageSize])
  return {
    total: data && totalOf(data, pageSize),
    rowAt,
    onRange,
    page: data?.pages.at(-1),
    problem: isError ? problemToShow(error, data) : undefined,
    retry,
  }
}
