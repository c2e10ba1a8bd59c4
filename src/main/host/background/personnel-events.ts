import type { Environment } from '../../domain/shared/environment.ts'
import { advanceEvents } from '../../domain/personnel-events/running/advance.service.ts'
import { tick, tickWhenWell } from './tick.ts'

const minute = 60_000

/** What moves personnel events on: time, and what people and imports do with their items. */
export interface PersonnelEventClock {
  /** Something happened to a request: an event may go on. */
  requestsChanged(): void
  close(): void
}

/** Looks at the start, every minute, and when something happened to a request. */
export function startPersonnelEvents(env: Environment): PersonnelEventClock {
  let asked = false
  let closed = false
  const advance = (): void => void advanceEvents(env)
  tick(env.store, advance)
  const ticking = setInterval(() => tickWhenWell(env.store, advance), minute)
  ticking.unref()
  return {
    requestsChanged() {
      if (asked || closed) return
      asked = true
      // After the answer to the caller, and once for everything that happened until then.
      setImmediate(() => {
        asked = false
        if (!closed) tickWhenWell(env.store, advance)
      })
    },
    close() {
      closed = true
      clearInterval(ticking)
    },
  }
}
