import type { ImportProgress } from '../../../../contract/imports.ts'
import type { ImportsDependencies } from './dependencies.ts'

type JobProgress = Omit<ImportProgress, 'importId' | 'secondsLeft'>

/** Reports how far a job of an import is, with an estimate once there is something to estimate from. */
export function reporter(
  { env: { clock }, emit }: ImportsDependencies,
  importId: string,
): (progress: JobProgress) => void {
  const began = clock()
  return ({ phase, rows, share }) => {
    const seconds = (clock() - began) / 1000
    const secondsLeft =
      share !== null && share > 0.02 && seconds > 3 ? Math.round((seconds / share) * (1 - share)) : null
    emit({ type: 'progress', progress: { importId, phase, rows, share, secondsLeft } })
  }
}
