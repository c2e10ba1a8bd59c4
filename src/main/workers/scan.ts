import { randomUUID } from 'node:crypto'
import type { ScanJob } from '../domain/jobs/jobs.ts'
import type { JobControl } from '../domain/shared/job-runner.ts'
import { type ScanOutcome, scanPeople } from '../domain/policies/scans/scan.service.ts'
import type { TransactInSteps } from '../domain/policies/scans/transact-in-steps.ts'
import { openWriter } from '../storage/open.ts'
import { immediate } from '../storage/store.ts'
import { yieldToWriter } from '../storage/writer-priority.ts'

/** Stores violations, in short transactions that yield to the main thread. */
export function scan(job: ScanJob, control: JobControl): ScanOutcome {
  const live = openWriter(job.liveFile)
  try {
    const inSteps: TransactInSteps = (work) => {
      control.checkCancelled()
      yieldToWriter(job.turn)
      immediate(live, work)
    }
    return scanPeople(live, job.look, {
      inSteps,
      newId: randomUUID,
      tell: (people, found, share) => {
        control.checkCancelled()
        control.progress('finishing', people, share, found)
      },
    })
  } finally {
    live.close()
  }
}
