/** How an actor proved who they are. Entries from before schema 15 have blanks where these have hyphens. */
const viaWords: Readonly<Record<string, string>> = {
  'discovery-key': 'from this computer',
  'one-time-link': 'by one-time link',
  'saved-sign-in': 'by saved sign-in',
  'kept-sign-in': 'by saved sign-in',
  'locked-session': 'from a locked session',
  itself: 'by itself',
  window: 'in the window',
  wire: 'over 127.0.0.1',
  door: 'over 127.0.0.1',
}

import { count } from '../../ui/format.ts'

/** The words of the Activity screen. */
export const text = {
  title: 'Activity',
  forbidden: 'Your roles do not include the audit log',
  forbiddenText: 'Somebody with the role auditor, security officer or administrator can see it.',
  failed: 'The audit log cannot be shown.',
  none: 'Nothing has happened yet.',
  log: 'Audit log, the newest first',
  seq: 'No.',
  when: 'When',
  who: 'Who',
  what: 'What',
  about: 'About',
  chosen: 'The chosen entry',
  via: (via: string) => viaWords[via.replaceAll(' ', '-')] ?? `by ${via.replaceAll('-', ' ')}`,
  asLogged: 'As it stands in the log',
  hash: 'Hash',
  verify: 'Verify the chain',
  verifying: 'Verifying the chain',
  holds: 'The chain holds',
  holdsText: (entries: number, head: string) =>
    `${count(entries, 'entry', 'entries')} were read again; the last hash is ${head}`,
  broken: (problems: number) => `The chain is broken in ${count(problems, 'place')}`,
  entry: (seq: string, what: string) => `Entry ${seq}: ${what}`,
  refused: 'It could not be verified',
  imports: (proved: number, applied: number) =>
    proved === applied
      ? `What was applied was computed again from the facts, and is what the log says (${count(applied, 'import')}).`
      : `Of ${count(applied, 'applied import')}, ${proved} were computed again from the facts and are what the log says.`,
  checkpoints: (many: number, entries: number, at: string) =>
    `${count(many, 'signed checkpoint')} back it; the newest, of ${at}, covers ${count(entries, 'entry', 'entries')}. Keep copies of the folder “checkpoints” elsewhere.`,
  noCheckpoint: 'There is no signed checkpoint yet; one is made each day.',
  notices: 'Worth knowing',
  more: (many: number) => `and ${many} more`,
  exportWhole: 'Export for an auditor',
  exported: 'The whole log with its public key and checkpoints is saved. It can be verified without Castellan.',
  refresh: 'Show what is new',
}
