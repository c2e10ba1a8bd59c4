import type { ImportState } from '../../../contract/imports.ts'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/tone.ts'

export const text = {
  title: 'Imports',
  queue: 'Import queue',
  detail: 'The chosen import',
  none: 'No imports yet',
  noneText: 'Castellan shows what an extract would change before anything changes.',
  choose: 'Choose an import to see it.',
  failed: 'The imports cannot be shown.',
}

/** How each state is said and shown. */
export const stateLooks: Record<ImportState, { title: string; tone: Tone; icon: IconName }> = {
  queued: { title: 'Queued', tone: 'neutral', icon: 'clock' },
  staging: { title: 'Reading', tone: 'info', icon: 'play' },
  staged: { title: 'To review', tone: 'accent', icon: 'hold' },
  applying: { title: 'Applying', tone: 'info', icon: 'play' },
  applied: { title: 'Applied', tone: 'gain', icon: 'check' },
  duplicate: { title: 'Duplicate', tone: 'neutral', icon: 'copy' },
  failed: { title: 'Failed', tone: 'loss', icon: 'error' },
  cancelled: { title: 'Cancelled', tone: 'neutral', icon: 'close' },
}
