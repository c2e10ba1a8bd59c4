import type { ScanInput, ScanOutcome } from '../policies/scans/scan.service.ts'
import type { MatchedGeneration, MatchOutcome, PredictedMatches } from '../identities/matching.service.ts'
import type { PrivateFile } from '../shared/private-file.ts'
import type { FileGroup } from '../../../contract/applications.ts'
import type { Dialect, FileProblem } from '../../../contract/extract-files.ts'
import type { Reconciliation, ChangeCounts, ChangeKind, ImportProgress } from '../../../contract/imports.ts'

/** A file of an import, already copied to the private intake folder. */
export interface StagedFile extends Omit<PrivateFile, 'modifiedAt'> {
  readonly id: number
  /** Null when the workbook has no sheet of the name that the rules ask for. */
  readonly path: string | null
  /** Of a workbook. */
  readonly sheets: readonly string[] | null
  /** How many rows its companion promises; null when it promises none. */
  readonly promisedRows: number | null
  readonly group: FileGroup
}

/** Everything that a worker needs to turn files into a preview. Plain data: it crosses a thread. */
export interface StageJob {
  readonly kind: 'stage'
  readonly importId: string
  readonly liveFile: string
  readonly stagingFile: string
  readonly fingerprintFile: string
  readonly fingerprintKey: string
  readonly applicationId: number
  readonly sourceId: number
  readonly baseSeq: number
  /** The import that made the base generation; null before the first. */
  readonly baseImportId: string | null
  readonly rulesVersion: number
  /** When the extract was taken: what is no longer valid then is not held. */
  readonly extractAt: number
  /** Whether the last line of every file of the base had a line end. */
  readonly lastWasWhole: boolean
  readonly files: readonly StagedFile[]
}

/** The preview of going back: no file is read, the changes come from the versions that the database keeps. */
export interface RestoreJob {
  readonly kind: 'restore'
  readonly importId: string
  readonly liveFile: string
  readonly stagingFile: string
  readonly applicationId: number
  readonly sourceId: number
  readonly baseSeq: number
  readonly targetSeq: number
}

export interface Population {
  readonly accounts: number
  readonly grants: number
}

export interface StagedPreview {
  readonly outcome: 'staged'
  readonly reconciliation: Reconciliation
  readonly counts: ChangeCounts
  readonly before: Population
  readonly after: Population
  /** How many of the grants that are lost are privileged. */
  readonly privilegedLost: number
  /** SHA-256 over the changes, in their order. */
  readonly changeDigest: string
  readonly dialects: readonly { readonly fileId: number; readonly dialect: Dialect }[]
  /** Whether unchanged lines were recognised by their fingerprint instead of being parsed. */
  readonly recognisedLines: number
  /** How many rows say that an access is not given, so that they grant nothing. */
  readonly deniedRows: number
  /** Cells that should name somebody, and were not believed. */
  readonly notedKeys: number
  /** Keys that a roster gives to several people. */
  readonly sharedKeys: number
  /** Files whose last line has no line end. */
  readonly openEnds: number
  /** Those of them that were cut off, or may have been. */
  readonly breakOffs: number
  /** SHA-256 over the rows that could not be read or were noted, without their lines; empty when there are none. */
  readonly doubts: string
}

export type StageResult =
  | StagedPreview
  | {
      readonly outcome: 'refused'
      readonly problems: readonly FileProblem[]
      readonly dialects: StagedPreview['dialects']
    }

/** Copies an approved preview into the main database. */
export interface ApplyJob {
  readonly kind: 'apply'
  readonly importId: string
  readonly liveFile: string
  readonly stagingFile: string
  readonly applicationId: number
  readonly sourceId: number
  /** The generation that is being written; invisible until the switch. */
  readonly seq: number
  /** What the preview promised; the staging database must still say the same. */
  readonly changeDigest: string
  readonly counts: ChangeCounts
  readonly held: readonly number[]
  readonly turn: SharedArrayBuffer
}

export type ApplyResult =
  | {
      readonly outcome: 'copied'
      readonly appliedDigest: string
      readonly heldCounts: Partial<Record<ChangeKind, number>> | null
    }
  /** The staging database is not what was approved. */
  | { readonly outcome: 'altered' }

/** After a switch: people from rosters, and whose account is whose. */
export interface MatchJob {
  readonly kind: 'match'
  readonly liveFile: string
  readonly at: number
  /** Only accounts of this application; null after a roster, which may change whose anybody's are. */
  readonly applicationId: number | null
  /** The one that was applied. */
  readonly generation: MatchedGeneration
  readonly turn: SharedArrayBuffer
}

/** Before a switch: whose accounts they would be, as further lines of the preview. */
export interface PredictMatchesJob {
  readonly kind: 'preview'
  readonly liveFile: string
  readonly stagingFile: string
  readonly application: { readonly id: number; readonly kind: 'roster' | 'application' }
  readonly held: readonly number[]
}

/** Computes again what applied generations changed, from the facts in the database. */
export interface ProveJob {
  readonly kind: 'prove'
  readonly liveFile: string
  readonly generations: readonly {
    readonly sourceId: number
    readonly seq: number
    readonly kind: 'extract' | 'undo' | 'restore'
  }[]
}

export interface ProveResult {
  /** In the order of the requested generations. */
  readonly digests: readonly string[]
  /** Grants that are in one of their two tables and not in the other. */
  readonly strayGrants: number
}

/** Copies the database in a worker thread. */
interface BackupJob {
  readonly kind: 'backup'
  readonly liveFile: string
  readonly target: string
}

/** Checks the structure of the database in a worker thread. */
interface CheckJob {
  readonly kind: 'check'
  readonly liveFile: string
}

interface CheckResult {
  /** What is damaged, in SQLite's words; null when it is sound. */
  readonly damage: string | null
}

/** Looks at people against policies. */
export interface ScanJob {
  readonly kind: 'scan'
  readonly liveFile: string
  readonly look: ScanInput
  readonly turn: SharedArrayBuffer
}

interface BackupResult {
  readonly size: number
  readonly sha256: string
}

export type Job =
  | StageJob
  | RestoreJob
  | PredictMatchesJob
  | ApplyJob
  | MatchJob
  | ProveJob
  | BackupJob
  | CheckJob
  | ScanJob
export type ResultOf<J extends Job> = J extends ScanJob
  ? ScanOutcome
  : J extends CheckJob
    ? CheckResult
    : J extends BackupJob
      ? BackupResult
      : J extends ProveJob
        ? ProveResult
        : J extends ApplyJob
          ? ApplyResult
          : J extends MatchJob
            ? MatchOutcome
            : J extends PredictMatchesJob
              ? PredictedMatches
              : J extends RestoreJob
                ? StagedPreview
                : StageResult

/** How far a job is; a scan also says how much it found. */
export type JobProgress = Omit<ImportProgress, 'importId' | 'secondsLeft'> & { readonly found?: number }

/** Does the bulk work, one job at a time. The composition root hands in a worker thread. */
export interface JobRunner {
  /** @throws Cancelled when `cancel` was called meanwhile */
  run<J extends Job>(job: J, onProgress: (progress: JobProgress) => void): Promise<ResultOf<J>>
  /** Asks the running job to stop at its next chunk. */
  cancel(): void
  readonly files: ImportFiles
}

/** Where an import keeps what isn't in the database. */
export interface ImportFiles {
  staging(importId: string): string
  fingerprints(sourceId: number): string
  /** After the switch: the lines of this import are the ones that the next extract is compared with. */
  keepFingerprints(sourceId: number): void
  dropFingerprints(sourceId: number): void
  /** The import is over without effect: its scratch database goes. */
  discard(importId: string): void
}
