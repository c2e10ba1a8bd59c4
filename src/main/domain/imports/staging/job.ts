import type { FileGroup } from '../../../../contract/applications.ts'
import type { Books, ChangeCounts, Dialect, FileProblem, ImportProgress } from '../../../../contract/imports.ts'

/** A file of an import, already copied to the private intake folder. */
export interface StagedFile {
  readonly id: number
  readonly name: string
  readonly path: string
  readonly size: number
  readonly sha256: string
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
  readonly books: Books
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
}

export type StageResult = StagedPreview | { readonly outcome: 'refused'; readonly problems: readonly FileProblem[]; readonly dialects: StagedPreview['dialects'] }

/** How a long job talks to whoever waits for it. */
export interface JobControl {
  progress(phase: ImportProgress['phase'], rows: number, share: number | null): void
  /** @throws Cancelled when somebody asked for it */
  checkCancelled(): void
}

export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}
