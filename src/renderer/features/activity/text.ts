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
  via: (via: string) => `by ${via}`,
  hash: 'Hash',
  verify: 'Verify the chain',
  verifying: 'Verifying the chain',
  holds: 'The chain holds',
  holdsText: (entries: number, head: string) =>
    `${count(entries, 'entry', 'entries')} were read again; the last hash is ${head}`,
  broken: (problems: number) => `The chain is broken in ${count(problems, 'place')}`,
  entry: (seq: string, what: string) => `Entry ${seq}: ${what}`,
  refused: 'It could not be verified',
  refresh: 'Show what is new',
}
