import type { ReceivedFile } from '../../../contract/files.ts'
import type { ImportProgress, ImportState, PreviewKind } from '../../../contract/imports.ts'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/tone.ts'

interface StateLabel {
  readonly title: string
  readonly tone: Tone
  readonly icon: IconName
}

/** Labels of import states. */
export const stateLabels: Readonly<Record<ImportState, StateLabel>> = {
  queued: { title: 'Queued', tone: 'neutral', icon: 'clock' },
  staging: { title: 'Reading', tone: 'info', icon: 'play' },
  staged: { title: 'To review', tone: 'accent', icon: 'hold' },
  applying: { title: 'Applying', tone: 'info', icon: 'play' },
  applied: { title: 'Applied', tone: 'gain', icon: 'check' },
  duplicate: { title: 'No changes', tone: 'neutral', icon: 'copy' },
  failed: { title: 'Failed', tone: 'loss', icon: 'error' },
  cancelled: { title: 'Cancelled', tone: 'neutral', icon: 'close' },
}

/** Labels of file states. */
export const fileLabels: Readonly<Record<ReceivedFile['state'], StateLabel>> = {
  waiting: { title: 'Waiting', tone: 'neutral', icon: 'clock' },
  unrecognised: { title: 'New file', tone: 'change', icon: 'warning' },
  recognised: { title: 'Recognised', tone: 'neutral', icon: 'clock' },
  taken: { title: 'Imported', tone: 'gain', icon: 'check' },
  superseded: { title: 'Superseded', tone: 'neutral', icon: 'change' },
  duplicate: { title: 'No changes', tone: 'neutral', icon: 'copy' },
  refused: { title: 'Rejected', tone: 'loss', icon: 'error' },
  gone: { title: 'Deleted', tone: 'neutral', icon: 'close' },
  sample: { title: 'Sample', tone: 'neutral', icon: 'search' },
}

/** Labels of kinds of change: `title` for the filter, `one` for a row. The tone shows the direction. */
export const kindLabels: Readonly<
  Record<PreviewKind, { title: string; singular: string; tone: 'gain' | 'loss' | 'change' }>
> = {
  joins: { title: 'New accounts', singular: 'New account', tone: 'gain' },
  leaves: { title: 'Removed accounts', singular: 'Removed account', tone: 'loss' },
  changes: { title: 'Account details', singular: 'Account details change', tone: 'change' },
  gains: { title: 'Access gained', singular: 'Access gained', tone: 'gain' },
  loses: { title: 'Access lost', singular: 'Access lost', tone: 'loss' },
  adjusts: { title: 'Access level', singular: 'Access level changes', tone: 'change' },
  appears: { title: 'New entitlements', singular: 'New entitlement', tone: 'gain' },
  disappears: { title: 'Removed entitlements', singular: 'Removed entitlement', tone: 'loss' },
  redescribes: { title: 'Descriptions', singular: 'Entitlement description changes', tone: 'change' },
  matches: { title: 'Matched', singular: 'Account matched to a person', tone: 'gain' },
  rematches: { title: 'Re-matched', singular: 'Account matched to another person', tone: 'change' },
  orphaned: { title: 'Orphaned', singular: 'Account without an owner', tone: 'loss' },
}

export const phaseTitles: Readonly<Record<ImportProgress['phase'], string>> = {
  reading: 'Reading rows',
  comparing: 'Comparing with the current extract',
  sealing: 'Finishing the preview',
  applying: 'Applying',
  finishing: 'Finishing',
}

/** Labels of attributes. */
export const attributeTitles: Readonly<Record<string, string>> = {
  full_name: 'Name',
  email: 'E-mail',
  employee_id: 'Employee number',
  active: 'Active',
  locked: 'Locked',
  last_login: 'Last sign-in',
  password_changed: 'Password changed',
  description: 'Description',
  privileged: 'Privileged',
  access: 'Access',
  person: 'Person',
  rule: 'Matching rule',
}
