import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { AccessChangesPage, AccessPage } from '../../../contract/access.ts'
import { request } from '../../api/client.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { changesQuery, type ChangesFilter } from './change-list.ts'
import { type GrantFilter, grantQuery } from './grant-filter.ts'

export const accessKeys = { all: ['access'] as const }

/** What a list of grants is about, how many there are, and what that rests on. */
export function useGrantsSummary(filter: GrantFilter) {
  return useQuery({
    queryKey: [...accessKeys.all, 'summary', filter],
    queryFn: ({ signal }) =>
      request(AccessPage, apiPaths.access, { query: { ...grantQuery(filter), limit: 1 }, signal }),
    placeholderData: keepPreviousData,
  })
}

/** The same of a comparison. */
export function useChangesSummary(filter: ChangesFilter) {
  return useQuery({
    queryKey: [...accessKeys.all, 'changes-summary', filter],
    queryFn: ({ signal }) =>
      request(AccessChangesPage, apiPaths.accessChanges, {
        query: { ...changesQuery(filter), change: 'any', limit: 1 },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
}
