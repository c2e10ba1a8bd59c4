import type { PredictMatchesJob, MatchJob } from '../domain/jobs/jobs.ts'
import {
  type MatchOutcome,
  type PredictedMatches,
  predictMatches,
  type TransactInSteps,
  updateMatches,
} from '../domain/identities/matching.service.ts'
import { openWriter } from '../storage/open.ts'
import { immediate } from '../storage/store.ts'
import { yieldToWriter } from '../storage/writer-priority.ts'
import { orderedGuids } from './ordered-guid.ts'

/** Brings people and matches up to date, in short transactions that yield to the main thread. */
export function match(job: MatchJob): MatchOutcome {
  const live = openWriter(job.liveFile)
  try {
    const inSteps: TransactInSteps = (work) => {
      yieldToWriter(job.turn)
      immediate(live, work)
    }
    const { at, applicationId: application, generation } = job
    return updateMatches(live, inSteps, { at, newId: orderedGuids(), application, generation })
  } finally {
    live.close()
  }
}

/** What matching would do after this preview is applied. It reads one snapshot of the main database and writes only the staging database. */
export function predictMatchesOf(job: PredictMatchesJob): PredictedMatches {
  const live = openWriter(job.liveFile)
  try {
    live.prepare('ATTACH ? AS staging').run(job.stagingFile)
    return live.transaction(() => predictMatches(live, job.application, job.held)).deferred()
  } finally {
    live.close()
  }
}
