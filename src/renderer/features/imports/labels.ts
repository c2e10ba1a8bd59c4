import type { ReceivedFile } from '../../../contract/files.ts'
import type { ImportProgress, ImportState, PreviewKind } from '../../../contract/imports.ts'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/tone.ts'

interface StateLabel {
  readonly title: string
  readonly tone: Tone
  readonly icon: IconName
}

/** How each state of an import is said and shown. */
export const stateLabels: Readonly<Record<ImportState, StateLabel>> = {
  queued: { title: 'Queued', tone: 'neutral', icon: 'clock' },
  staging: { title: 'Reading', tone: 'info', icon: 'play' },
  staged: { title: 'To review', tone: 'accent', icon: 'hold' },
  applying: { title: 'Applying', tone: 'info', icon: 'play' },
  applied: { title: 'Applied', tone: 'gain', icon: 'check' },
  duplicate: { title: 'Nothing new', tone: 'neutral', icon: 'copy' },
  failed: { title: 'Failed', tone: 'loss', icon: 'error' },
  cancelled: { title: 'Cancelled', tone: 'neutral', icon: 'close' },
}

/** What became of a file. */
export const fileLabels: Readonly<Record<ReceivedFile['state'], StateLabel>> = {
  waiting: { title: 'Waiting', tone: 'neutral', icon: 'clock' },
  unrecognised: { title: 'Whose file?', tone: 'change', icon: 'warning' },
  recognised: { title: 'Recognised', tone: 'neutral', icon: 'clock' },
  taken: { title: 'Taken', tone: 'gain', icon: 'check' },
  superseded: { title: 'Passed over', tone: 'neutral', icon: 'change' },
  duplicate: { title: 'Nothing new', tone: 'neutral', icon: 'copy' },
  refused: { title: 'Refused', tone: 'loss', icon: 'error' },
  gone: { title: 'Gone', tone: 'neutral', icon: 'close' },
  sample: { title: 'Sample', tone: 'neutral', icon: 'search' },
}

/** The tone says which way a change goes; `title` is the filter's word, `one` the row's. */
export const kindLabels: Readonly<
  Record<PreviewKind, { title: string; one: string; tone: 'gain' | 'loss' | 'change' }>
> = {
  joins: { title: 'Joining', one: 'Account joins', tone: 'gain' },
  leaves: { title: 'Leaving', one: 'Account leaves', tone: 'loss' },
  changes: { title: 'Details', one: 'Account changes', tone: 'change' },
  gains: { title: 'Access gained', one: 'Access gained', tone: 'gain' },
  loses: { title: 'Access lost', one: 'Access lost', tone: 'loss' },
  adjusts: { title: 'Access level', one: 'Access level changes', tone: 'change' },
  appears: { title: 'New entitlements', one: 'Entitlement appears', tone: 'gain' },
  disappears: { title: 'Gone entitlements', one: 'Entitlement disappears', tone: 'loss' },
  redescribes: { title: 'Descriptions', one: 'Entitlement description changes', tone: 'change' },
  matches: { title: 'Matched', one: 'Account is matched to a person', tone: 'gain' },
  rematches: { title: 'Re-matched', one: 'Account passes to another person', tone: 'change' },
  orphaned: { title: 'Orphaned', one: 'Account is nobody’s', tone: 'loss' },
}

export const phaseTitles: Readonly<Record<ImportProgress['phase'], string>> = {
  reading: 'Reading rows',
  comparing: 'Comparing with what counts now',
  sealing: 'Sealing the preview',
  applying: 'Applying',
  finishing: 'Finishing',
}

/** What an attribute of a change is called. */
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
  rule: 'Found by',
}
