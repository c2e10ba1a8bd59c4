import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './problem.ts'

/** Server state lives here. The event stream says what is stale, so nothing is asked again by the clock. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        refetchOnWindowFocus: false,
        // A refusal stays a refusal; only a failure to reach the host, or its own failure, is worth another try.
        retry: (times, thrown) =>
          times < 2 && thrown instanceof ApiProblem && (thrown.status === 0 || thrown.status >= 500),
        retryDelay: (times) => 300 * 2 ** times,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
