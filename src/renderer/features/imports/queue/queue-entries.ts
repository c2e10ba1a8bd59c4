import type { ReceivedFile } from '../../../../contract/files.ts'
import type { ChangeCounts, Import } from '../../../../contract/imports.ts'
import { kindLabels } from '../labels.ts'
import { pages } from '../../../shared/navigation/paths.ts'

export type QueueEntry =
  | {
      readonly kind: 'import'
      readonly id: string
      readonly path: string
      readonly importRun: Import
      readonly waits: boolean
    }
  | {
      readonly kind: 'file'
      readonly id: string
      readonly path: string
      readonly file: ReceivedFile
      readonly waits: boolean
    }

export interface QueueParts {
  /** Staged imports, whatever their age. */
  readonly staged: readonly Import[]
  /** Loaded imports, newest first. */
  readonly imports: readonly Import[]
  readonly total: number
  readonly unrecognised: readonly ReceivedFile[]
  /** Incomplete files, and files that wait for others of their application. */
  readonly pending: readonly ReceivedFile[]
  readonly refused: readonly ReceivedFile[]
}

const refusedFilesShownFor = 7 * 24 * 60 * 60_000

const importEntry = (importRun: Import): QueueEntry => ({
  kind: 'import',
  id: importRun.id,
  path: pages.import(importRun.id),
  importRun: importRun,
  waits: importRun.state === 'staged',
})
export const fileEntry = (file: ReceivedFile): QueueEntry => ({
  kind: 'file',
  id: file.id,
  path: pages.receivedFile(file.id),
  file,
  waits: file.state === 'unrecognised',
})

/**
 * Orders the queue: unrecognised files, staged imports, incomplete and recently refused files, then all others, newest
 * first.
 */
export function queueEntries(parts: QueueParts, now: number): { entries: QueueEntry[]; total: number } {
  const staged = new Map(parts.staged.map((importRun) => [importRun.id, importRun]))
  const rest = parts.imports.filter((importRun) => !staged.has(importRun.id))
  const recentlyRefused = parts.refused.filter((file) => now - Date.parse(file.seenAt) < refusedFilesShownFor)
  const entries = [
    ...parts.unrecognised.map(fileEntry),
    ...parts.staged.map(importEntry),
    ...[...parts.pending, ...recentlyRefused].map(fileEntry),
    ...rest.map(importEntry),
  ]
  const notLoaded = Math.max(0, parts.total - staged.size - rest.length)
  return { entries, total: entries.length + (parts.imports.length < parts.total ? notLoaded : 0) }
}

/** Sums changes by direction: additions, removals, changes. */
export function changeTotals(counts: ChangeCounts): { gain: number; loss: number; change: number } {
  const sum = { gain: 0, loss: 0, change: 0 }
  for (const [kind, many] of Object.entries(counts)) sum[kindLabels[kind as keyof typeof kindLabels].tone] += many
  return sum
}
