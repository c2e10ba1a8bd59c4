import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { problemToShow } from '../api/problem.ts'
import { ErrorState, Skeleton } from '../ui/states.tsx'

/** Answers about a record that does not exist, or that the user may not read. */
const notFoundStatuses = [400, 403, 404]

interface QueryViewProps<T> {
  query: UseQueryResult<T>
  /** Title of the error if the query fails. */
  failed: string
  /** Lines of the skeleton while the query loads. */
  lines: number
  /** Shown instead of an error if there is no such record. */
  notFound?: ReactNode
  /** Must not call hooks. */
  children: (data: T) => ReactNode
}

/** The data of a query, or its loading or error state. */
export function QueryView<T>({ query, failed, lines, notFound, children }: QueryViewProps<T>) {
  if (query.isPending) return <Skeleton lines={lines} />
  if (!query.isError) return children(query.data)
  const problem = problemToShow(query.error, query.data)
  if (problem === undefined) return children(query.data as T)
  const { detail, requestId, status } = problem
  if (notFound !== undefined && notFoundStatuses.includes(status)) return notFound
  return <ErrorState title={failed} detail={detail} requestId={requestId} onRetry={() => void query.refetch()} />
}
