import { useQuery } from '@tanstack/react-query'
import { ApplicationList } from '../../contract/applications.ts'
import { request } from './client.ts'
import { apiPaths } from './paths.ts'

/** Several features read the applications and share one cached answer. */
export const applicationKeys = { all: ['applications'] as const }

/** Returns all applications, sorted by name. */
export function useApplications() {
  return useQuery({
    queryKey: applicationKeys.all,
    queryFn: ({ signal }) => request(ApplicationList, apiPaths.applications, { signal }),
    select: (list) => list.items,
  })
}
