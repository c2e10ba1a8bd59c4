/** What is left of a credential's calls in its minute. */
export interface Left {
  readonly allowed: boolean
  readonly quota: number
  readonly remaining: number
  /** Until the count begins anew. */
  readonly resetSeconds: number
}

const windowMs = 60_000
/** More names than this at once are strangers who change theirs; what has ended is forgotten first. */
const mostNames = 10_000

/** Counts by name in windows of a minute, each beginning with the first call in it. @param clock one that only goes forward */
export function createMinuteCounts(clock: () => number) {
  const counts = new Map<string, { since: number; used: number }>()

  function forgetEnded(now: number): void {
    for (const [name, { since }] of counts) if (now - since >= windowMs) counts.delete(name)
    // The oldest windows stand first: whoever began last is remembered.
    for (const name of counts.keys()) {
      if (counts.size < mostNames) break
      counts.delete(name)
    }
  }

  return (name: string, quota: number): Left => {
    const now = clock()
    let count = counts.get(name)
    if (count === undefined || now - count.since >= windowMs) {
      counts.delete(name)
      if (counts.size >= mostNames) forgetEnded(now)
      counts.set(name, (count = { since: now, used: 0 }))
    }
    const allowed = count.used < quota
    if (allowed) count.used++
    return {
      allowed,
      quota,
      remaining: quota - count.used,
      resetSeconds: Math.max(1, Math.ceil((count.since + windowMs - now) / 1000)),
    }
  }
}
