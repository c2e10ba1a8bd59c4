import type { QueryClient, QueryKey } from '@tanstack/react-query'

/** Events come in bursts: queued, reading, staged. What they make stale is asked for once for each burst. */
const pause = 60

const waiting = new WeakMap<QueryClient, Map<string, QueryKey>>()

/** Marks answers as stale, a moment later and once. */
export function refreshSoon(queries: QueryClient, ...keys: readonly QueryKey[]) {
  const pending = waiting.get(queries) ?? new Map<string, QueryKey>()
  if (pending.size === 0) {
    waiting.set(queries, pending)
    setTimeout(() => {
      const stale = [...pending.values()]
      pending.clear()
      for (const queryKey of stale) void queries.invalidateQueries({ queryKey })
    }, pause)
  }
  for (const key of keys) pending.set(JSON.stringify(key), key)
}
