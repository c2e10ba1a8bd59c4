import type { QueryClient, QueryKey } from '@tanstack/react-query'

/** Events come in bursts (queued, reading, staged); one refresh per burst is enough. */
const burstPause = 60

const pendingKeys = new WeakMap<QueryClient, Map<string, QueryKey>>()

/** Refetches queries a moment later, once per burst. */
export function scheduleRefresh(queries: QueryClient, ...keys: readonly QueryKey[]) {
  const pending = pendingKeys.get(queries) ?? new Map<string, QueryKey>()
  if (pending.size === 0) {
    pendingKeys.set(queries, pending)
    setTimeout(() => {
      const stale = [...pending.values()]
      pending.clear()
      for (const queryKey of stale) void refetchShown(queries, queryKey)
    }, burstPause)
  }
  for (const key of keys) pending.set(JSON.stringify(key), key)
}

/**
 * Refetches what is shown. A first answer that is still on its way may predate the event, but the library would take it
 * as current; such queries are fetched once more after it has arrived.
 */
export async function refetchShown(queries: QueryClient, queryKey?: QueryKey): Promise<void> {
  const filters = queryKey === undefined ? {} : { queryKey }
  const firstFetches = queries
    .getQueryCache()
    .findAll({ ...filters, fetchStatus: 'fetching' })
    .filter(({ state }) => state.data === undefined)
  await queries.invalidateQueries(filters)
  await Promise.all(
    firstFetches.map((firstFetch) => queries.invalidateQueries({ queryKey: firstFetch.queryKey, exact: true })),
  )
}
