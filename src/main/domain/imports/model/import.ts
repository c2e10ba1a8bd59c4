import type { FileProblem } from '../../../../contract/extract-files.ts'
import type { Reconciliation, ChangeCounts, ImportState, MatchCounts } from '../../../../contract/imports.ts'
import type { GuardFinding } from '../../../../contract/guard.ts'
import { transitions } from '../../shared/transitions.ts'
import type { Population } from '../../jobs/jobs.ts'
import type { PrivateFile } from '../../shared/private-file.ts'

/** A file of an import, by the group of the application that it is for. */
export interface ImportFileInput extends PrivateFile {
  readonly group: string
  /** Where it came from, as a person knows it; null for an upload. */
  readonly origin: string | null
  /** How many rows its companion promises. */
  readonly promisedRows?: number | null
}

export interface NewImport {
  readonly applicationId: string
  readonly trigger: 'Scheduled' | 'Manual' | 'API'
  readonly files: readonly ImportFileInput[]
}

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

/** What staging found, stored with the import. */
export interface Summary {
  readonly reconciliation: Omit<Reconciliation, 'unknown' | 'noted'> &
    Partial<Pick<Reconciliation, 'unknown' | 'noted'>>
  readonly counts: ChangeCounts
  readonly before: Population
  readonly after: Population
  readonly privilegedLost: number
  readonly changeDigest: string
  /** Lines that were recognised as unchanged, and so not parsed. */
  readonly recognisedLines: number
  /** How many changes are held back; they are in `counts` and not in `after`. */
  readonly held: number
  /** How many of them no person holds back: rows that could not be read may contradict them. */
  readonly inDoubt?: number
  /** Once applied: how many of each kind were held back. */
  readonly heldCounts?: Partial<ChangeCounts>
  /** How matches would change, and the digest of that; absent from previews that are older than this prediction. */
  readonly matching?: MatchCounts
  readonly matchDigest?: string
  /** Which rows could not be read or were noted, as a digest; absent from previews that are older than this question. */
  readonly doubts?: string
  readonly notedKeys?: number
  readonly sharedKeys?: number
  /** Values in the file that should name one person and do not, in words. */
  readonly sharedValues?: readonly string[]
  readonly openEnds?: number
  readonly breakOffs?: number
}

/** Row counts of an import. Those that are older than the question what a row would have said have no rows of that kind. */
export const reconciliationOf = ({ reconciliation }: Pick<Summary, 'reconciliation'>): Reconciliation => ({
  ...reconciliation,
  unknown: reconciliation.unknown ?? 0,
  noted: reconciliation.noted ?? 0,
})

export interface GuardVerdict {
  readonly verdict: 'quiet' | 'tripped'
  readonly findings: readonly GuardFinding[]
}

export interface Failure {
  readonly message: string
  readonly problems: readonly FileProblem[]
}
