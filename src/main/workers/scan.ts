import { randomUUID } from 'node:crypto'
import type { JobControl, ScanJob } from '../domain/imports/jobs.ts'
import { type ScanOutcome, scanEverybody } from '../domain/policies/scan.service.ts'
import { openWriter } from '../storage/open.ts'
import { immediate } from '../storage/store.ts'
import { standBack } from '../storage/write-turn.ts'

/** Keeps what violates policies, in short transactions that stand back for the main thread. */
export function scan(job: ScanJob, control: JobControl): ScanOutcome {
  const live = openWriter(job.liveFile)
  try {
    const inSteps: Parameters<typeof scanEverybody>[1] = (work) => {
      standBack(job.turn)
      immediate(live, work)
    }
    return scanEverybody(live, inSteps, job.at, randomUUID, (done, of) => {
      control.checkCancelled()
      control.progress('finishing', done, done / of)
    })
  } finally {
    live.close()
  }
}
