/**
 * Lets a few pieces of work run at a time and a bounded number wait: password hashing takes memory and a core, and a
 * flood of guesses must leave both to everybody else.
 */
export function createConcurrencyLimit(atOnce: number, mostWaiting: number) {
  const waiting: (() => void)[] = []
  let running = 0

  return {
    /** @returns undefined when too many are waiting already */
    async pass<T>(work: () => Promise<T>): Promise<T | undefined> {
      if (running < atOnce) running++
      else if (waiting.length >= mostWaiting) return undefined
      else await new Promise<void>((resolve) => void waiting.push(resolve))
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running--
      }
    },
  }
}
