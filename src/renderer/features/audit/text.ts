/** How an actor was authenticated. Entries from before schema 15 have spaces where these have hyphens. */
const viaWords: Readonly<Record<string, string>> = {
  'discovery-key': 'from this computer',
  'one-time-link': 'by one-time link',
  'saved-sign-in': 'by saved sign-in',
  'kept-sign-in': 'by saved sign-in',
  'locked-session': 'from a locked session',
  itself: 'automatically',
  window: 'in the window',
  wire: 'over 127.0.0.1',
  door: 'over 127.0.0.1',
}

import { count } from '../../ui/format.ts'

/** Texts of the Activity screen. */
export const text = {
  title: 'Activity',
  forbidden: 'You have no permission to view the audit log',
  forbiddenText: 'The roles auditor, security officer and administrator can view it.',
  failed: 'Could not load the audit log',
  none: 'The audit log is empty',
  log: 'Audit log, newest first',
  seq: 'No.',
  when: 'When',
  who: 'Who',
  what: 'What',
  about: 'Object',
  chosen: 'Selected entry',
  via: (via: string) => viaWords[via.replaceAll(' ', '-')] ?? `by ${via.replaceAll('-', ' ')}`,
  asLogged: 'Raw entry',
  hash: 'Hash',
  verify: 'Verify audit log',
  verifying: 'Verifying audit log',
  verified: 'Audit log verified',
  verifiedText: (entries: number, head: string) => `${count(entries, 'entry', 'entries')} checked; last hash ${head}`,
  broken: (problems: number) => `Audit log broken in ${count(problems, 'place')}`,
  entry: (seq: string, what: string) => `Entry ${seq}: ${what}`,
  refused: 'Verification failed to run',
  imports: (verified: number, applied: number) =>
    verified === applied
      ? `Recomputed ${count(applied, 'applied import')} from the stored facts; all match the log.`
      : `Recomputed ${verified} of ${count(applied, 'applied import')} from the stored facts; they match the log.`,
  checkpoints: (many: number, entries: number, at: string) =>
    `${count(many, 'signed checkpoint')}; the newest, of ${at}, covers ${count(entries, 'entry', 'entries')}. Keep copies of the folder “checkpoints” elsewhere.`,
  noCheckpoint: 'No signed checkpoint yet; one is made each day.',
  notices: 'Notes',
  more: (many: number) => `and ${many} more`,
  exportLog: 'Export for an auditor',
  exported: 'The log is saved with its public key and checkpoints. It can be verified without Castellan.',
  refresh: 'Show new entries',
}
