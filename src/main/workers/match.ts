import { randomUUID } from 'node:crypto'
import type { MatchJob } from '../domain/imports/jobs.ts'
import { matchEverything, type MatchOutcome } from '../domain/identities/matching.service.ts'
import { openWriter } from '../storage/open.ts'
import { immediate } from '../storage/store.ts'
import { standBack } from '../storage/write-turn.ts'

/** Brings people and matches up to date, in short transactions that stand back for the main thread. */
export function match(job: MatchJob): MatchOutcome {
  const live = openWriter(job.liveFile)
  try {
    const inSteps = (work: Parameters<Parameters<typeof matchEverything>[1]>[0]) => {
      standBack(job.turn)
      immediate(live, work)
    }
    return matchEverything(live, inSteps, job.at, randomUUID)
  } finally {
    live.close()
  }
}
