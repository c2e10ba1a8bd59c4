import type { PredictMatchesJob, MatchJob } from '../domain/jobs/jobs.ts'
import {
  bringMatchesUpToDate,
  type PredictedMatches,
  predictMatches,
  type MatchOutcome,
} from '../domain/identities/matching.service.ts'
import { openWriter } from '../storage/open.ts'
import { immediate } from '../storage/store.ts'
import { yieldToWriter } from '../storage/writer-priority.ts'
import { orderedGuids } from './ordered-guid.ts'

/** Brings people and matches up to date, in short transactions that stand back for the main thread. */
export function match(job: MatchJob): MatchOutcome {
  const live = openWriter(job.liveFile)
  try {
    const inSteps = (work: Parameters<Parameters<typeof bringMatchesUpToDate>[1]>[0]) => {
      yieldToWriter(job.turn)
      immediate(live, work)
    }
    return bringMatchesUpToDate(live, inSteps, job.at, orderedGuids(), job.applicationId)
  } finally {
    live.close()
  }
}

/** What matching would do after this preview was applied. It reads one moment of the main database and writes only beside it. */
export function predictMatchesOf(job: PredictMatchesJob): PredictedMatches {
  const live = openWriter(job.liveFile)
  try {
    live.prepare('ATTACH ? AS staging').run(job.stagingFile)
    return live.transaction(() => predictMatches(live, job.application, job.held)).deferred()
  } finally {
    live.close()
  }
}
