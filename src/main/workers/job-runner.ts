import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ImportFiles, JobRunner, Job, ResultOf } from '../domain/jobs/jobs.ts'
import { Cancelled } from '../domain/shared/job-runner.ts'
import { bestEffort } from '../storage/best-effort.ts'
import type { FromWorker, ToWorker, WorkerData } from './protocol.ts'
import { dropFingerprints, promoteFingerprints } from './staging/fingerprint-file.ts'

export interface ClosableJobRunner extends JobRunner {
  /** A job will come soon: the thread starts meanwhile. */
  prepare(): void
  close(): Promise<void>
}

/** Keys of accounts and entitlements live here, never rows; a small young generation keeps garbage from piling up. */
const resourceLimits = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 24 }

/**
 * Runs import jobs in a worker thread, one after another. The thread is started at the first job, or before it, and again
 * after it died, so that a hostile file costs one import and not the program.
 * @param worker the worker's file; the entry knows where it is
 */
export function createJobRunner(worker: URL, dataDir: string): ClosableJobRunner {
  const cancelled = new SharedArrayBuffer(4)
  const flag = new Int32Array(cancelled)
  let thread: Worker | undefined
  let last: Promise<unknown> = Promise.resolve()

  const start = () => {
    const started = new Worker(worker, {
      workerData: { cancelled } satisfies WorkerData,
      resourceLimits,
    })
    started.on('exit', () => {
      if (thread === started) thread = undefined
    })
    return started
  }

  const runNow = <J extends Job>(job: J, onProgress: Parameters<JobRunner['run']>[1]): Promise<ResultOf<J>> =>
    new Promise((resolve, reject) => {
      const current = (thread ??= start())
      const settle = (finish: () => void) => {
        current.off('message', onMessage)
        current.off('error', onError)
        current.off('exit', onExit)
        // Only now: a request to stop may come before the thread has begun.
        Atomics.store(flag, 0, 0)
        finish()
      }
      const onMessage = (message: FromWorker) => {
        if (message.kind === 'progress') onProgress(message)
        else if (message.kind === 'result') settle(() => resolve(message.result as ResultOf<J>))
        else if (message.kind === 'cancelled') settle(() => reject(new Cancelled()))
        else settle(() => reject(Object.assign(new Error(message.message), { code: message.code })))
      }
      const onError = (error: unknown) =>
        settle(() => reject(error instanceof Error ? error : new Error(String(error))))
      const onExit = () => settle(() => reject(new Error('The import worker stopped.')))
      current.on('message', onMessage)
      current.on('error', onError)
      current.on('exit', onExit)
      current.postMessage(job satisfies ToWorker)
    })

  return {
    files: importFiles(dataDir),
    run(job, onProgress) {
      const next = last.then(() => runNow(job, onProgress))
      last = next.catch(() => undefined)
      return next
    },
    cancel: () => void Atomics.store(flag, 0, 1),
    prepare() {
      thread ??= start()
    },
    async close() {
      Atomics.store(flag, 0, 1)
      await last
      if (thread) await endThread(thread)
    },
  }
}

/**
 * Lets a thread end by itself. Terminating one that is loading or using SQLite's addon can crash the whole process
 * (WiseLibs/better-sqlite3#1507), so that is only for a thread that does not end.
 */
async function endThread(thread: Worker): Promise<void> {
  const ended = once(thread, 'exit')
  thread.postMessage('end' satisfies ToWorker)
  const timer = setTimeout(() => void thread.terminate(), longestEndMs)
  // A thread that failed to start has said so to whoever gave it work.
  await ended.catch(() => undefined)
  clearTimeout(timer)
}

// On a busy machine a thread takes seconds to load; one that is loaded ends at once.
const longestEndMs = 30_000

function importFiles(dataDir: string): ImportFiles {
  const staging = join(dataDir, 'staging')
  const fingerprints = join(dataDir, 'fingerprints')
  for (const folder of [staging, fingerprints]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const stagingFile = (importId: string) => join(staging, `${importId}.db`)
  const fingerprintFile = (sourceId: number) => join(fingerprints, String(sourceId))
  return {
    staging: stagingFile,
    fingerprints: fingerprintFile,
    keepFingerprints: (sourceId) => promoteFingerprints(fingerprintFile(sourceId)),
    dropFingerprints: (sourceId) => dropFingerprints(fingerprintFile(sourceId)),
    discard: (importId) => bestEffort(() => rmSync(stagingFile(importId), { force: true })),
  }
}
