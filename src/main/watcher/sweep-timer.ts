/** When the next sweep begins. A time that was set is never put off: whatever comes, the sweep comes. */
export interface SweepTimer {
  /** A sweep begins in this time at the latest. */
  within(ms: number): void
  /** As `within`, but not before the folder has rested a little: events may come all the time. */
  afterEvent(ms: number): void
  /** A sweep has ended. */
  swept(): void
  close(): void
}

/** Between two sweeps that events ask for. */
const restMs = 500

export function createSweepTimer(sweep: () => void): SweepTimer {
  let next: { readonly at: number; readonly timeout: NodeJS.Timeout } | undefined
  let lastSwept = -Infinity
  let closed = false

  function within(ms: number): void {
    const at = performance.now() + ms
    if (closed || (next !== undefined && next.at <= at)) return
    clearTimeout(next?.timeout)
    const timeout = setTimeout(() => {
      next = undefined
      sweep()
    }, ms)
    next = { at, timeout }
  }

  return {
    within,
    afterEvent: (ms) => within(Math.max(ms, lastSwept + restMs - performance.now())),
    swept() {
      lastSwept = performance.now()
    },
    close() {
      closed = true
      clearTimeout(next?.timeout)
    },
  }
}
