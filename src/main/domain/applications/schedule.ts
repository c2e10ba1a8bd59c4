import { Cron } from 'croner'
import type { Schedule } from '../../../contract/applications.ts'
import type { FieldError } from '../shared/errors.ts'

/** No schedule that anybody means is asked for more often; what is due more often while nobody looked counts as this many. */
const mostMissed = 1000

const reading = ({ cron, timeZone }: Schedule): Cron =>
  new Cron(cron, { paused: true, mode: '5-part', ...(timeZone === null ? {} : { timezone: timeZone }) })

/** What is wrong with a schedule, by its fields. */
export function scheduleProblems(schedule: Schedule): FieldError[] {
  const problems: FieldError[] = []
  if (schedule.timeZone !== null && !isTimeZone(schedule.timeZone))
    problems.push({ field: 'timeZone', message: `is no time zone: write one as America/Chicago` })
  try {
    const next = reading({ cron: schedule.cron, timeZone: null }).nextRun(new Date(0))
    if (next === null) problems.push({ field: 'cron', message: 'never comes' })
  } catch {
    problems.push({
      field: 'cron',
      message:
        'is no schedule: write minute, hour, day, month and weekday, as 0 6 * * 1-5 for 6:00 from Monday to Friday',
    })
  }
  return problems
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The first time after an instant; null when there is none, or the schedule can't be read. */
export function nextTime(schedule: Schedule, after: number): number | null {
  try {
    return reading(schedule).nextRun(new Date(after))?.getTime() ?? null
  } catch {
    return null
  }
}

/** The last time that came due after `since` and not after `now`, and how many came before it; undefined when none did. */
export function dueTime(schedule: Schedule, since: number, now: number): { at: number; missed: number } | undefined {
  let last: number | undefined
  let many = 0
  for (let next = nextTime(schedule, since); next !== null && next <= now; next = nextTime(schedule, next)) {
    last = next
    // After a long absence the last time is what counts; counting minutes of months would only take time.
    if (++many > mostMissed) return { at: lastBefore(schedule, now) ?? last, missed: mostMissed }
  }
  return last === undefined ? undefined : { at: last, missed: many - 1 }
}

function lastBefore(schedule: Schedule, now: number): number | undefined {
  const [previous] = reading(schedule).previousRuns(1, new Date(now + 1))
  return previous?.getTime()
}

/** An instant as the people of a time zone write it: "Monday, 30 June 2026 at 06:00". */
export const timeWords = (at: number, timeZone: string | null): string =>
  new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
    ...(timeZone === null ? {} : { timeZone }),
  }).format(at)
