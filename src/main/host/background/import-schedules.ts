import type { ScheduledImports } from '../../domain/imports/intake/scheduled-imports.service.ts'
import { bestEffort } from '../../storage/best-effort.ts'

export interface SchedulesOptions {
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

const tick = 1000

/** Looks once a second whether a schedule's time has come: so neither sleep nor a changed clock is missed. */
export function startSchedules({ scheduled, clock, whenCalm }: SchedulesOptions): Schedules {
  let next = scheduled.nextDue()
  let running: Promise<void> | undefined
  let closed = false
  const timer = setInterval(() => {
    if (next !== null && clock() >= next) void run()
  }, tick)
  timer.unref()

  function run(): Promise<void> {
    running ??= work().finally(() => {
      running = undefined
    })
    return running
  }

  async function work(): Promise<void> {
    // What arrived while the program was closed is found by the first look at the folders.
    await whenCalm()
    if (closed) return
    bestEffort(() => scheduled.runDue())
    next = scheduled.nextDue()
  }

  return {
    applicationChanged(applicationId) {
      // After the answer to the caller: taking a file may take a while.
      setImmediate(() => {
        if (closed) return
        bestEffort(() => scheduled.rulesChanged(applicationId))
        next = scheduled.nextDue()
      })
    },
    run,
    async close() {
      closed = true
      clearInterval(timer)
      await running
    },
  }
}
