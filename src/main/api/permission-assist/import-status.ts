import type { Import, ImportState } from '../../../contract/imports.ts'
import type { ImportStatus } from './wire.ts'

/** Nothing has changed before `applied`, so an import that waits for a person is still pending. */
const statuses: Record<ImportState, ImportStatus> = {
  queued: 'Pending',
  staging: 'Running',
  staged: 'Pending',
  applying: 'Running',
  applied: 'Finished',
  duplicate: 'Finished',
  failed: 'Failed',
  cancelled: 'Canceled',
}

/** The vendor's word for what an import is. */
export const statusOf = ({ state, cancelling }: Pick<Import, 'state' | 'cancelling'>): ImportStatus =>
  cancelling ? 'Canceling' : statuses[state]

/** The vendor has no word for waiting for a person, so this is added to `Pending`. */
export const isPaused = ({ state }: Pick<Import, 'state'>): boolean => state === 'staged'

/** Bytes that count already need no build: it starts and ends when they are recognised. */
export function buildTimes({ state, startedAt, finishedAt }: Import): {
  buildStart: string | null
  buildEnd: string | null
} {
  return { buildStart: startedAt ?? (state === 'duplicate' ? finishedAt : null), buildEnd: finishedAt }
}
