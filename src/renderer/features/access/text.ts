import { count, day, number } from '../../ui/format.ts'

export const text = {
  title: 'Access',
  show: 'Show',
  tabs: { entitlements: 'Entitlements', grants: 'Who has access', changes: 'Changes' },
  forbidden: 'Your roles do not include access',
  forbiddenText: 'A security officer, an application manager, an approver or an auditor can read it.',
  failed: 'Access could not be loaded',

  application: 'Application',
  allApplications: 'All applications',
  entitlement: 'Entitlement',
  entitlements: 'Entitlements',
  searchEntitlements: 'Search entitlements',
  path: 'Path',
  description: 'Description',
  privileged: 'Privileged',
  accounts: 'Accounts',
  noEntitlements: 'No entitlements',
  noEntitlementsText: 'Entitlements come with the access extracts of applications.',
  noEntitlementsFound: 'No entitlements match',

  grants: 'Access',
  search: 'Search user names, names and entitlements',
  person: 'Person',
  account: 'Account',
  level: 'Level',
  since: 'Since',
  sinceOrBefore: (iso: string) => `${day(iso)} or before`,
  lastSignIn: 'Last sign-in',
  source: 'Source',
  notKnown: 'not known',
  unassigned: 'Unassigned',
  noOwner: 'No owner',
  inactive: 'Inactive',
  locked: 'Locked',
  uncertain: 'Unknown in this extract',
  uncertainText:
    'The row of the extract that would show this grant, or its end, could not be read. It stands as it stood before.',
  none: 'No access found',
  noneText: 'The extracts below show no such access.',
  nothingKnown: 'Not known',
  nothingKnownText: 'No extract counts at this moment, so nobody can say who had access.',

  capped: (shown: number) =>
    `The first ${number(shown)} are listed. Narrow the list to see others, or export it: the file holds all of them.`,

  filter: 'Filter',
  clear: (name: string) => `Remove filter: ${name}`,
  filters: {
    privileged: 'Marked as privileged',
    unassigned: 'Unassigned accounts',
    service: 'Accounts without owner',
    leavers: 'Terminated or disabled people',
    dormant: 'No sign-in for 90 days',
    signInUnknown: 'Last sign-in not known',
  },
  /** What a filter leaves out for want of knowledge. */
  filterLimits: {
    privileged: 'Only what extracts mark as privileged is listed: an extract without that column marks nothing.',
    leavers: 'Only people of whom a roster or a script says that they left, or are disabled, are listed.',
    dormant: 'Accounts whose last sign-in is not known are not listed here.',
  },
  showSignInUnknown: 'Show those',
  about: {
    entitlement: (path: string) => path,
    department: (name: string) => `Department: ${name}`,
    title: (name: string) => `Title: ${name}`,
  },

  basis: (name: string, taken: string, age: string) => `${name}: extract of ${taken}, ${age}`,
  basisMany: (extracts: number, oldest: string, name: string) =>
    `Rests on ${count(extracts, 'extract')}; the oldest is of ${oldest} (${name})`,
  unread: (rows: number) => `${count(rows, 'row')} could not be read, so others may have access too`,
  unknownApplications: (names: readonly string[]) =>
    `Not known at this moment, for want of an extract: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${number(names.length - 5)} more` : ''}`,
  logPosition: (position: number) => `Audit log at entry ${number(position)}`,

  detail: 'Grant',
  rowOf: (line: string, file: string) => `row ${line} of ${file}`,
  noFile: 'taken over from the snapshot before',
  rules: (version: number) => `rules version ${number(version)}`,
  snapshot: (generation: number) => `snapshot ${number(generation)}`,
  whoElse: 'Who else has it',
  allOfPerson: 'All access of this person',
  allOfAccount: 'All access of this account',
  requestRemoval: 'Request removal',

  changes: 'Changes of access',
  from: 'From',
  to: 'To',
  by: 'Compare access',
  ways: { effective: 'effective on both dates', recorded: 'as recorded on both dates' },
  kinds: { any: 'All', gained: 'Gained', lost: 'Lost', changed: 'Changed' },
  change: 'Change',
  before: 'Before',
  after: 'After',
  shownBy: 'Shown by the extract of',
  noChanges: 'No changes',
  noChangesText: 'Access was the same at both moments, as far as the extracts below say.',
  chooseDates: 'The second date is before the first.',
  changesUnknown: (names: readonly string[]) =>
    `Not compared, because there is no extract at one of the dates: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${number(names.length - 5)} more` : ''}`,
  nobodyKnown: 'nobody known',
  sentence: {
    gained: (who: string, what: string, level: string) => `${who} gained ${what}, ${level}`,
    lost: (who: string, what: string, level: string) => `${who} lost ${what}, which was ${level}`,
    changed: (who: string, what: string, before: string, after: string) =>
      `${who}: ${what} changed from ${before} to ${after}`,
  },
} as const
