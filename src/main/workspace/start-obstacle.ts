import { storageProblem } from '../api/http/storage-problem.ts'
import { UnusableDatabaseError } from '../data-dir/inspect-database.ts'
import { isPassing, storageFault } from '../domain/shared/storage-faults.ts'

/** Why a data directory could not be opened, where something can be done about it. */
export type StartObstacle =
  /** It passes by itself; the same start may be tried again. */
  | { readonly kind: 'passing'; readonly words: string }
  /** The database is missing, empty or damaged. */
  | { readonly kind: 'unusable'; readonly words: string; readonly backup: string | null }

/** @returns null for any other error */
export function startObstacle(error: unknown): StartObstacle | null {
  if (error instanceof UnusableDatabaseError) return { kind: 'unusable', words: error.message, backup: error.backup }
  const fault = storageFault(error)
  return isPassing(fault) ? { kind: 'passing', words: storageProblem(fault).title } : null
}
