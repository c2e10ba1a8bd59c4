import type { ScanRun } from '../../../contract/policies.ts'
import { count } from '../../ui/format.ts'

const outcome = ({ state, people, found, fresh, remediated }: ScanRun): string => {
  if (state === 'failed') return 'It did not come to its end.'
  const scanned = `${count(people, 'person', 'people')} looked at`
  const remediatedText = remediated === 0 ? '' : ` ${count(remediated, 'violation is', 'violations are')} settled.`
  if (found === 0) return `${scanned}, no violation.${remediatedText}`
  const newText = fresh === 0 ? 'none of them new' : `${fresh} of them new`
  return `${scanned}: ${count(found, 'violation')}, ${newText}.${remediatedText}`
}

const lateness = ({ late, missed }: ScanRun, due: string): string => {
  if (late === null) return ''
  const times = missed === 0 ? '' : ` and at ${count(missed, 'earlier time')}`
  const why = late === 'closed' ? 'Castellan was not running then' : 'it had to wait'
  return ` It was due ${due}${times}; ${why}, so it ran once afterwards.`
}

/** The words of the place where scans are planned. */
export const text = {
  failed: 'The planned scans cannot be shown.',
  after: 'After imports',
  afterImports: 'Look at everybody after each import that changed something',
  afterNote: 'It begins a few seconds after the last import of a batch, and never holds one up.',
  days: 'Days to settle a violation',
  daysNote: 'From when it is found. After that it is overdue. Empty sets no day.',
  daysWrong: 'a whole number of days, from 1 to 3650',
  save: 'Save',
  saved: 'Saved.',
  refused: 'It was not saved',
  stale: 'Somebody else changed this meanwhile. You see it as it is now.',
  lastAfter: (when: string, run: ScanRun, due: string) => `Last ${when}. ${outcome(run)}${lateness(run, due)}`,
  noAfter: 'None has followed an import yet.',
  planned: 'At set times',
  none: 'No scan is planned. One that looks at everybody each week finds what no import brought about.',
  plan: 'Plan a scan',
  next: (when: string) => `Next ${when}.`,
  off: 'Switched off',
  noNext: 'Comes no more.',
  last: (when: string, run: ScanRun, due: string) =>
    `Last ${when}${run.kind === 'by-hand' ? `, asked for by ${run.startedBy}` : ''}. ${outcome(run)}${lateness(run, due)}`,
  noLast: 'Has not run yet.',
  everyPolicy: 'every policy in force',
  idle: (name: string) => `${name} (out of use)`,
  scope: (who: string, against: string, days: number | null) =>
    `${who}, against ${against}${days === null ? '' : `; what it finds is to be settled within ${count(days, 'day')}`}.`,
  run: 'Run now',
  runIt: (name: string) => `Run ${name} now`,
  change: 'Change',
  changeIt: (name: string) => `Change ${name}`,
  remove: 'Remove',
  removeIt: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Plan ${name} no more?`,
  removeText: 'It comes no more. What it found stays on record.',
  removed: 'The scan is planned no more.',
  name: 'Name',
  who: 'Who is looked at',
  whos: { everybody: 'Everybody', some: 'Only who meets a condition' },
  target: 'Whoever has',
  against: 'Against',
  againsts: { all: 'Every policy in force', some: 'Only these policies' },
  policies: 'Policies',
  noPolicies: 'There is no policy yet.',
  ownDays: 'Days to settle what it finds',
  ownDaysNote: 'Empty leaves it at what stands under After imports.',
  active: 'In force',
  every: 'It comes',
  everys: {
    day: 'Every day',
    workday: 'From Monday to Friday',
    week: 'Every week',
    month: 'Every month',
    cron: 'By a line of five fields',
  },
  weekday: 'On',
  weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  day: 'On day',
  dayWrong: 'a day from 1 to 28',
  time: 'At',
  cron: 'Minute, hour, day, month, weekday',
  timeZone: 'Time zone',
  timeZoneNote: 'As America/Chicago. Empty is the zone of this machine.',
  daily: (time: string) => `Every day at ${time}`,
  workdays: (time: string) => `From Monday to Friday at ${time}`,
  weekly: (weekday: string, time: string) => `Every ${weekday} at ${time}`,
  monthly: (day: number, time: string) => `On day ${day} of each month at ${time}`,
  byCron: (cron: string) => `At the times of “${cron}”`,
  inZone: (words: string, zone: string) => `${words}, ${zone}`,
}
