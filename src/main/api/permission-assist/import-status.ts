import { type Import, type ImportState, matchingOf } from '../../../contract/imports.ts'
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

/** The vendor's word for what an import is. It is finished when whose accounts they are can be read, too. */
export function statusOf(shown: Pick<Import, 'state' | 'cancelling' | 'followUps'>): ImportStatus {
  if (shown.cancelling) return 'Canceling'
  return matchingOf(shown) === 'done' ? statuses[shown.state] : 'Running'
}

/** The vendor has no word for waiting for a person, so this is added to `Pending`. */
export const isPaused = ({ state }: Pick<Import, 'state'>): boolean => state === 'staged'

/** Bytes that count already need no build: it starts and ends when they are recognised. */
export function buildTimes(shown: Import): {
  buildStart: string | null
  buildEnd: string | null
} {
  const { state, startedAt, finishedAt } = shown
  const buildEnd = matchingOf(shown) === 'done' ? finishedAt : null
  return { buildStart: startedAt ?? (state === 'duplicate' ? finishedAt : null), buildEnd }
}
