import { useQuery } from '@tanstack/react-query'
import { Home } from '../../../contract/home.ts'
import { request } from '../../api/client.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

export const homeKeys = { all: ['home'] as const }

/** What the first screen says, asked again each minute: work falls due by time. */
export const useHome = () =>
  useQuery({
    queryKey: homeKeys.all,
    queryFn: ({ signal }) => request(Home, apiPaths.home, { signal }),
    refetchInterval: 60_000,
  })
