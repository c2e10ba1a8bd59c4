import type { ScanRun } from '../../../contract/policies.ts'
import { count } from '../../ui/format.ts'

const outcome = (run: ScanRun): string => {
  const { accounts, accountsFound } = run
  const unowned =
    accounts === null || accounts === 0
      ? ''
      : ` ${count(accounts, 'account without owner', 'accounts without owner')}, ${accountsFound ?? 0} in violation.`
  return ofPeople(run) + unowned
}

const ofPeople = ({ state, people, found, fresh, remediated }: ScanRun): string => {
  if (state === 'failed') return 'Failed.'
  const scanned = `Scanned ${count(people, 'person', 'people')}`
  const remediatedText = remediated === 0 ? '' : ` ${count(remediated, 'violation')} remediated.`
  if (found === 0) return `${scanned}: no violations.${remediatedText}`
  const newText = fresh === 0 ? 'none new' : `${fresh} new`
  return `${scanned}: ${count(found, 'violation')}, ${newText}.${remediatedText}`
}

const lateness = ({ late, missed }: ScanRun, due: string): string => {
  if (late === null) return ''
  const times = missed === 0 ? '' : ` and ${count(missed, 'time')} before`
  const why = late === 'closed' ? 'Castellan was not running' : 'the run was delayed'
  return ` It was due ${due}${times}; ${why}, so it ran once later.`
}

/** Texts of scheduled scans. */
export const text = {
  failed: 'Could not load scheduled scans',
  after: 'After imports',
  afterImports: 'Scan after each import that changes something',
  afterNote: 'The scan starts a few seconds after the last import of a batch and never delays imports.',
  days: 'Days to remediate a violation',
  daysNote: 'Counted from detection. Then the violation is overdue. Empty: no due date.',
  daysWrong: 'A whole number of days, from 1 to 3650.',
  save: 'Save',
  saved: 'Saved.',
  refused: 'Not saved',
  stale: 'Someone else changed this. You see the current version.',
  lastAfter: (when: string, run: ScanRun, due: string) => `Last ${when}. ${outcome(run)}${lateness(run, due)}`,
  noAfter: 'No import was followed by a scan yet.',
  planned: 'Scheduled scans',
  none: 'No scheduled scans. A weekly scan of all people also finds violations that no import caused.',
  plan: 'Schedule a scan',
  next: (when: string) => `Next ${when}.`,
  disabled: 'Disabled',
  noNext: 'No further run.',
  last: (when: string, run: ScanRun, due: string) =>
    `Last ${when}${run.kind === 'by-hand' ? `, started by ${run.startedBy}` : ''}. ${outcome(run)}${lateness(run, due)}`,
  noLast: 'Not run yet.',
  everyPolicy: 'all active policies',
  disabledPolicy: (name: string) => `${name} (disabled)`,
  scope: (people: string, policies: string, days: number | null) =>
    `${people}, against ${policies}${days === null ? '' : `; violations are due within ${count(days, 'day')}`}.`,
  run: 'Run now',
  runIt: (name: string) => `Run ${name} now`,
  change: 'Edit',
  changeIt: (name: string) => `Edit ${name}`,
  remove: 'Remove',
  removeIt: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove the scheduled scan ${name}?`,
  removeText: 'It does not run again. Recorded violations stay.',
  removed: 'Scheduled scan removed.',
  name: 'Name',
  people: 'People',
  peopleOptions: { everybody: 'All people', some: 'People who meet a condition' },
  target: 'Condition',
  against: 'Policies',
  policyOptions: { all: 'All active policies', some: 'Selected policies' },
  policies: 'Policies',
  noPolicies: 'There are no policies.',
  ownDays: 'Days to remediate',
  ownDaysNote: 'Empty: the value under “After imports”.',
  active: 'Active',
  every: 'Repeats',
  repeatOptions: {
    day: 'Daily',
    workday: 'Monday to Friday',
    week: 'Weekly',
    month: 'Monthly',
    cron: 'Cron expression',
  },
  weekday: 'Weekday',
  weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  day: 'Day of the month',
  dayWrong: 'A day from 1 to 28.',
  time: 'Time',
  cron: 'Minute, hour, day, month, weekday',
  timeZone: 'Time zone',
  timeZoneNote: 'For example America/Chicago. Empty: the time zone of this machine.',
  daily: (time: string) => `Every day at ${time}`,
  workdays: (time: string) => `Monday to Friday at ${time}`,
  weekly: (weekday: string, time: string) => `Every ${weekday} at ${time}`,
  monthly: (day: number, time: string) => `On day ${day} of each month at ${time}`,
  byCron: (cron: string) => `Cron expression “${cron}”`,
  inZone: (time: string, zone: string) => `${time}, ${zone}`,
}
