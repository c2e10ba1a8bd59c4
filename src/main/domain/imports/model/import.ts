import type {
  Reconciliation,
  ChangeCounts,
  FileProblem,
  GuardFinding,
  ImportState,
  MatchCounts,
} from '../../../../contract/imports.ts'
import { transitions } from '../../shared/transitions.ts'
import type { Population } from '../../jobs/jobs.ts'

/** What may follow what. `applied`, `duplicate`, `failed` and `cancelled` are ends. */
export const importTransitions = transitions<ImportState>('an import', {
  queued: ['staging', 'duplicate', 'cancelled', 'failed'],
  staging: ['staged', 'failed', 'cancelled', 'queued'],
  staged: ['applying', 'queued', 'cancelled'],
  applying: ['applied', 'staged', 'queued', 'failed', 'cancelled'],
  applied: [],
  duplicate: [],
  failed: [],
  cancelled: [],
})

export const hasEnded = (state: ImportState): boolean => importTransitions.isEnd(state)

/** What staging found, kept with the import. */
export interface Summary {
  readonly reconciliation: Reconciliation
  readonly counts: ChangeCounts
  readonly before: Population
  readonly after: Population
  readonly privilegedLost: number
  readonly changeDigest: string
  /** Lines that were recognised as unchanged and not parsed. */
  readonly recognisedLines: number
  /** How many changes are held back; they are in `counts` and not in `after`. */
  readonly held: number
  /** Once applied: how many of each kind were held back. */
  readonly heldCounts?: Partial<ChangeCounts>
  /** Whose accounts they would be, and the digest that stands for it; absent from previews of before this was foreseen. */
  readonly matching?: MatchCounts
  readonly matchDigest?: string
}

export interface GuardVerdict {
  readonly verdict: 'quiet' | 'tripped'
  readonly findings: readonly GuardFinding[]
}

export interface Failure {
  readonly message: string
  readonly problems: readonly FileProblem[]
}
