import type { Import } from '../../../contract/imports.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import { Scans } from '../../domain/policies/scans/scans.ts'
import { ScanSchedule } from '../../domain/policies/scans/scan-schedule.ts'
import { bestEffort } from '../../storage/best-effort.ts'
import { type ClosableJobRunner, createJobRunner } from '../../workers/job-runner.ts'
import { tickWhenWell } from './tick.ts'

export interface ScanningOptions {
  readonly env: Environment
  readonly dataDir: string
  readonly worker: URL
  readonly imports: { get(id: string): Pick<Import, 'counts'>; idle(): Promise<void> }
  /** Whether scans come by themselves here: a single command leaves them to the program that runs. */
  readonly inTime: boolean
}

export interface PolicyScans {
  readonly scans: Scans
  /** An import was applied and its accounts are matched: a scan follows when it changed anything. */
  imported(importId: string): void
  /** Somebody has other access, since a person said whose account it is: the same scan follows. */
  accountMatched(): void
  /** Runs what is due now; a scan that follows imports without waiting for quiet. */
  run(): Promise<void>
  /** A scan on its way is stopped: if it was planned, it comes at the next start. */
  close(): Promise<void>
}

const everyMs = 1000

/**
 * Scans have a thread of their own, which ends with each of them, and begin when no import is on its way, so that imports
 * never wait for them. Checks for due scans once a second, so that neither sleep nor a changed clock makes it miss one.
 */
export function startPolicyScans({ env, dataDir, worker, imports, inTime }: ScanningOptions): PolicyScans {
  let closed = false
  let running: Promise<void> | undefined
  let thread: ClosableJobRunner | undefined
  const scans = new Scans(env, async (look, tell) => {
    const runner = createJobRunner(worker, dataDir)
    thread = runner
    try {
      const { file: liveFile, turn } = env.store
      return await runner.run({ kind: 'scan', liveFile, look, turn: turn.shared }, ({ rows, share, found = 0 }) =>
        tell(rows, found, share ?? 0),
      )
    } finally {
      thread = undefined
      await runner.close()
    }
  })
  const schedule = new ScanSchedule(env, scans)
  const timer = inTime ? setInterval(() => tickWhenWell(env.store, runDue), everyMs) : undefined
  timer?.unref()

  const runDue = (): Promise<void> | undefined => (schedule.isDue() ? run() : undefined)

  function run(): Promise<void> {
    running ??= work().finally(() => {
      running = undefined
    })
    return running
  }

  async function work(): Promise<void> {
    await imports.idle()
    if (closed) return
    await schedule.run(() => !closed)
  }

  return {
    scans,
    imported(importId) {
      const changes = Object.values(imports.get(importId).counts ?? {})
      if (changes.some((count) => count > 0)) schedule.imported()
    },
    accountMatched: () => schedule.imported(),
    run,
    async close() {
      closed = true
      clearInterval(timer)
      bestEffort(() => thread?.cancel())
      await scans.idle()
      await running?.catch(() => undefined)
    },
  }
}
