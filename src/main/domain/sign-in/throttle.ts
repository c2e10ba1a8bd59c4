const minute = 60_000
const freePerMinute = 5
const firstDelay = 15_000
const longestDelay = 15 * minute
const forgottenAfter = 30 * minute
const mostKeys = 10_000

interface Attempts {
  readonly failures: readonly number[]
  /** How many delays in a row; each doubles the next. */
  readonly level: number
  readonly blockedUntil: number
}
const none: Attempts = { failures: [], level: 0, blockedUntil: 0 }

/**
 * Slows down guessing: five failures a minute are free, then each further one doubles a delay up to 15 minutes. Never
 * permanent, so nobody can lock a person out for good. Kept in memory, for names that exist and names that don't alike.
 */
export function createThrottle(clock: () => number) {
  const all = new Map<string, Attempts>()

  return {
    /** How many milliseconds to wait before another attempt; 0 when it may be made now. */
    waitFor: (key: string): number => Math.max(0, (all.get(key) ?? none).blockedUntil - clock()),

    failed(key: string): void {
      const now = clock()
      const before = all.get(key) ?? none
      const last = before.failures.at(-1) ?? 0
      const level = now - Math.max(last, before.blockedUntil) > forgottenAfter ? 0 : before.level
      const failures = [...before.failures.filter((at) => now - at < minute), now].slice(-freePerMinute)
      // Once delayed, a person gets one attempt per delay rather than five.
      const delayed = failures.length >= freePerMinute || level > 0
      const delay = delayed ? Math.min(longestDelay, firstDelay * 2 ** level) : 0
      all.delete(key)
      all.set(key, { failures, level: delayed ? level + 1 : 0, blockedUntil: delayed ? now + delay : 0 })
      if (all.size > mostKeys) for (const oldest of [...all.keys()].slice(0, mostKeys / 10)) all.delete(oldest)
    },

    succeeded: (key: string): void => void all.delete(key),
  }
}
