import type { QueryKey, UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import { problemToShow } from '../../api/problem.ts'
import type { RowPage } from './page-window.ts'
import type { CsvTable } from './export-rows.tsx'
import { type FetchPage, type PagedRows, usePagedRows } from './use-paged-rows.ts'

/** Rows per page of a list. An exported page is larger, because nobody waits to see it. */
export const pageSize = 200
const exportPageSize = 1000

/** Where the rows of a list come from. */
export interface RowSource<T, F, P extends RowPage<T> = RowPage<T>> {
  /** Names the list. It begins with the key of its feature, whose changes fetch it again. */
  readonly key: QueryKey
  readonly fetch: (filter: F, limit: number) => FetchPage<T, P>
}

/** The same, with the columns of the exported file. */
export interface ListSource<T, F, P extends RowPage<T> = RowPage<T>> extends RowSource<T, F, P> {
  readonly csv: Pick<CsvTable<T>, 'head' | 'record'> & { readonly name: string | ((filter: F) => string) }
}

export interface List<T, P extends RowPage<T> = RowPage<T>> {
  readonly rows: PagedRows<T, P>
  /** The same rows for export. */
  readonly table: CsvTable<T>
  /** Changes with the filter: the list then starts at its top again. */
  readonly filterKey: string
}

/** The rows of a list for one filter. Equal filters need not be the same object. */
export function useRows<T, F, P extends RowPage<T>>(
  { key, fetch }: RowSource<T, F, P>,
  filter: F,
): Omit<List<T, P>, 'table'> {
  const rows = usePagedRows({ queryKey: [...key, filter], fetchPage: fetch(filter, pageSize), pageSize })
  return { rows, filterKey: JSON.stringify(filter) }
}

/** The rows of a list for one filter, and the same rows as a CSV table. */
export function useList<T, F, P extends RowPage<T>>(source: ListSource<T, F, P>, filter: F): List<T, P> {
  const { rows, filterKey } = useRows(source, filter)
  const table = useMemo<CsvTable<T>>(
    () => ({
      name: typeof source.csv.name === 'string' ? source.csv.name : source.csv.name(filter),
      head: source.csv.head,
      record: source.csv.record,
      fetchPage: source.fetch(filter, exportPageSize),
    }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the key stands for the filter
    [source, filterKey],
  )
  return { rows, filterKey, table }
}

/** A short list that a query loads as a whole, in the form of a paged list. */
export function rowsOfQuery<T>(query: UseQueryResult<readonly T[]>): PagedRows<T> {
  const { data } = query
  return {
    total: data?.length,
    rowAt: (index) => data?.[index],
    onRange: () => undefined,
    problem: query.isError ? problemToShow(query.error, data) : undefined,
    retry: () => void query.refetch(),
    isComplete: true,
  }
}

/** The rows of the first page that are loaded. */
export const loadedRows = <T>(rows: PagedRows<T>): readonly T[] =>
  Array.from({ length: Math.min(rows.total ?? 0, pageSize) }, (_, index) => rows.rowAt(index)).filter(
    (row) => row !== undefined,
  )
