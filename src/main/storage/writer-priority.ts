/**
 * Gives the main thread priority over the worker. SQLite has one writer; a worker that copies an import in 8 ms chunks
 * would win the lock again and again while the main thread sleeps in its busy handler (a write was seen to wait 955 ms
 * behind such chunks). So the main thread announces that it waits, and the worker yields between chunks meanwhile.
 */
export interface WriterPriority {
  readonly shared: SharedArrayBuffer
  /** Main thread: announces a write, writes, and lets the worker go on. */
  take<T>(write: () => T): T
}

const longestWaitMs = 1000

export function writerPriority(): WriterPriority {
  const shared = new SharedArrayBuffer(4)
  const waiting = new Int32Array(shared)
  return {
    shared,
    take(write) {
      Atomics.add(waiting, 0, 1)
      try {
        return write()
      } finally {
        Atomics.sub(waiting, 0, 1)
        Atomics.notify(waiting, 0)
      }
    },
  }
}

/** Worker, between two chunks: blocks while the main thread waits to write or is writing. */
export function yieldToWriter(shared: SharedArrayBuffer): void {
  const waiting = new Int32Array(shared)
  for (let now = Atomics.load(waiting, 0); now > 0; now = Atomics.load(waiting, 0)) {
    Atomics.wait(waiting, 0, now, longestWaitMs)
  }
}
