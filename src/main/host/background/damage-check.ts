import { bestEffortAsync } from '../../storage/best-effort.ts'
import type { Store } from '../../storage/store.ts'
import { createJobRunner } from '../../workers/job-runner.ts'

const soonMs = 10_000
const dayMs = 24 * 60 * 60_000

export interface DamageCheckOptions {
  readonly store: Store
  readonly dataDir: string
  readonly worker: URL
  readonly firstAfterMs?: number
}

export interface DamageCheck {
  /** Checks now; resolves when the finding is noted. */
  run(): Promise<void>
  close(): Promise<void>
}

/**
 * Checks the database in a thread of its own, soon after the start and then every day: a large one takes a while, and the
 * start must not wait for it. What it finds is shown like any fault of the storage, and stays until a check finds nothing.
 */
export function startDamageCheck({ store, dataDir, worker, firstAfterMs = soonMs }: DamageCheckOptions): DamageCheck {
  let closed = false
  let running: Promise<void> | undefined

  function run(): Promise<void> {
    if (closed) return Promise.resolve()
    running ??= bestEffortAsync(check).finally(() => (running = undefined))
    return running
  }

  async function check(): Promise<void> {
    const runner = createJobRunner(worker, dataDir)
    try {
      const { damage } = await runner.run({ kind: 'check', liveFile: store.file }, () => undefined)
      store.health.examined(store.fileName, damage === null ? null : wordsOf(store.fileName, damage))
    } finally {
      await runner.close()
    }
  }

  const first = setTimeout(() => void run(), firstAfterMs).unref()
  const daily = setInterval(() => void run(), dayMs).unref()
  return {
    run,
    async close() {
      closed = true
      clearTimeout(first)
      clearInterval(daily)
      await running
    },
  }
}

const wordsOf = (file: string, damage: string): string =>
  `The check of ${file} found damage (${damage}). End Castellan, and put the newest good backup in its place: castellan backup restore newest.`
