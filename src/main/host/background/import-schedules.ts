import type { ScheduledImports } from '../../domain/imports/intake/scheduled-imports.service.ts'
import type { Store } from '../../storage/store.ts'
import { tick, tickWhenWell } from './tick.ts'

export interface SchedulesOptions {
  readonly store: Pick<Store, 'health'>
  readonly scheduled: ScheduledImports
  readonly clock: () => number
  /** Resolves when no file of the watched folders is still being written, or after a while. */
  readonly whenCalm: () => Promise<void>
}

export interface Schedules {
  /** Its rules or its schedule may be other ones now. */
  applicationChanged(applicationId: string): void
  /** Runs what is due now, after the folders were looked at. */
  run(): Promise<void>
  close(): Promise<void>
}

const everyMs = 1000

/** Looks once a second whether a schedule's time has come: so neither sleep nor a changed clock is missed. */
export function startSchedules({ store, scheduled, clock, whenCalm }: SchedulesOptions): Schedules {
  // Looked up at the first tick.
  let next: number | null = 0
  let running: Promise<void> | undefined
  let closed = false
  /** Applications whose change was not followed yet. */
  const changed = new Set<string>()
  const timer = setInterval(() => {
    if (next !== null && clock() >= next) tickWhenWell(store, run)
  }, everyMs)
  timer.unref()

  function run(): Promise<void> {
    running ??= work().finally(() => {
      running = undefined
    })
    return running
  }

  function followChanges(): void {
    for (const applicationId of changed) {
      scheduled.rulesChanged(applicationId)
      changed.delete(applicationId)
    }
  }

  async function work(): Promise<void> {
    // What arrived while the program was closed is found by the first look at the folders.
    await whenCalm()
    if (closed) return
    followChanges()
    scheduled.runDue()
    next = scheduled.nextDue()
  }

  return {
    applicationChanged(applicationId) {
      changed.add(applicationId)
      // After the answer to the caller: taking a file may take a while.
      setImmediate(() => {
        if (closed) return
        // What a fault of the storage leaves undone is due at the next tick.
        next = 0
        tick(store, () => {
          followChanges()
          next = scheduled.nextDue()
        })
      })
    },
    run,
    async close() {
      closed = true
      clearInterval(timer)
      await running?.catch(() => undefined)
    },
  }
}
