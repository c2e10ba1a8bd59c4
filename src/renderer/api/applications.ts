import { useQuery } from '@tanstack/react-query'
import { ApplicationList } from '../../contract/applications.ts'
import { request } from './client.ts'

/** Several areas look at applications; they share one answer. */
export const applicationKeys = { all: ['applications'] as const }

/** All applications, by name. */
export function useApplications() {
  return useQuery({
    queryKey: applicationKeys.all,
    queryFn: ({ signal }) => request(ApplicationList, '/v1/applications', { signal }),
    select: (list) => list.items,
  })
}
