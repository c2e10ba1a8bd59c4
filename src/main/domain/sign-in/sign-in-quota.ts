/** Each sign-in is a session and an entry of the audit log, and right passwords slow nobody down by themselves. */
const signInsAMinute = 60
const minute = 60_000

/** Counts how often each user signed in. Kept in memory: one entry for each user that did within the last minute. */
export function createSignInQuota(clock: () => number) {
  const counts = new Map<number, { since: number; used: number }>()

  /** Counts one more. @returns how many seconds to wait instead; 0 when it may go on */
  return (userId: number): number => {
    const now = clock()
    const count = counts.get(userId)
    // A clock that was set back must not lock anybody out.
    if (count === undefined || now - count.since >= minute || now < count.since) {
      for (const [id, { since }] of counts) if (now - since >= minute) counts.delete(id)
      counts.set(userId, { since: now, used: 1 })
      return 0
    }
    count.used++
    return count.used <= signInsAMinute ? 0 : Math.max(1, Math.ceil((count.since + minute - now) / 1000))
  }
}
