import { parentPort, workerData } from 'node:worker_threads'
import type { Job } from '../domain/jobs/jobs.ts'
import { Cancelled, type JobControl } from '../domain/shared/job-runner.ts'
import { backUp } from '../storage/backup.ts'
import { checkDatabase } from '../storage/check.ts'
import { applyChanges } from './applying/apply-changes.ts'
import type { FromWorker, ToWorker, WorkerData } from './protocol.ts'
import { predictMatchesOf, match } from './match.ts'
import { recomputeDigests } from './proving/recompute.ts'
import { scan } from './scan.ts'
import { stageExtract } from './staging/stage-extract.ts'
import { stageRestore } from './staging/stage-restore.ts'

const port = parentPort
const cancelled = new Int32Array((workerData as WorkerData).cancelled)
const millisecondsBetweenReports = 100
let lastReport = 0

const post = (message: FromWorker) => port?.postMessage(message)

const control: JobControl = {
  progress(phase, rows, share, found) {
    const now = performance.now()
    if (now - lastReport < millisecondsBetweenReports) return
    lastReport = now
    post({ kind: 'progress', phase, rows, share, ...(found === undefined ? {} : { found }) })
  },
  checkCancelled() {
    if (Atomics.load(cancelled, 0) === 1) throw new Cancelled()
  },
}

function run(job: Job) {
  switch (job.kind) {
    case 'stage':
      return stageExtract(job, control)
    case 'restore':
      return stageRestore(job, control)
    case 'match':
      return match(job)
    case 'preview':
      return predictMatchesOf(job)
    case 'apply':
      return applyChanges(job, control)
    case 'prove':
      return recomputeDigests(job)
    case 'scan':
      return scan(job, control)
    case 'check':
      return { damage: checkDatabase(job.liveFile) }
    case 'backup':
      return backUp(job.liveFile, job.target)
  }
}

async function answer(job: Job): Promise<void> {
  try {
    post({ kind: 'result', result: await run(job) })
  } catch (error) {
    if (error instanceof Cancelled) post({ kind: 'cancelled' })
    else {
      const message = error instanceof Error ? error.message : String(error)
      const code = error instanceof Error && 'code' in error ? String(error.code) : null
      post({ kind: 'failed', message, code })
    }
  }
}

port?.on('message', (message: ToWorker) => {
  // Without its port nothing keeps the thread alive.
  if (message === 'end') port.close()
  else void answer(message)
})
