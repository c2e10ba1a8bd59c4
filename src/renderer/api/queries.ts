import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './problem.ts'

/** Creates the cache of server state. The event stream reports changes, so nothing is refetched on a timer. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        refetchOnWindowFocus: false,
        // Client errors are final. Only an unreachable or failing host is worth a retry.
        retry: (times, thrown) =>
          times < 2 && thrown instanceof ApiProblem && (thrown.status === 0 || thrown.status >= 500),
        retryDelay: (times) => 300 * 2 ** times,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
