import { Cron } from 'croner'

/** Quartz as croner reads it: seconds first, weekdays from 1 for Sunday, `5/10` for "from 5 on". */
const quartzOptions = { paused: true, mode: '6-part', alternativeWeekdays: true, sloppyRanges: true } as const
const unreadable =
  'is no Quartz schedule: write second, minute, hour, day, month and weekday, as 0 0 6 ? * MON for 6:00 on Mondays'

/** The last value of minute, hour, day, month and weekday, for `5/10`. */
const last = [59, 23, 31, 12, 6]

const names = {
  3: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' '),
  4: 'SUN MON TUE WED THU FRI SAT'.split(' '),
} as Readonly<Record<number, readonly string[]>>

/** Names of months and weekdays as Quartz counts them. */
const numbered = (field: string, i: number): string =>
  field.replaceAll(/[A-Z]{3}/g, (name) => String((names[i]?.indexOf(name) ?? -1) + 1))

/** Weekdays count from 1 in Quartz and from 0 in cron; the number of a step or of a week in the month stays. */
const shiftWeekdays = (field: string, shift: (weekday: number) => number): string =>
  field.replaceAll(/(?<![/#\d])\d+/g, (weekday) => String(shift(Number(weekday))))

/**
 * A Quartz schedule (second minute hour day month weekday, and perhaps year) as the five fields of cron, or what is wrong
 * with it. Schedules are looked at once a second, so the second says nothing here.
 */
export function fromQuartz(text: string): { readonly cron: string } | { readonly problem: string } {
  const [second = '', ...fields] = text.trim().toUpperCase().split(/\s+/)
  if (fields.length < 5 || fields.length > 6) return { problem: unreadable }
  if (!/^[0-5]?\d$/.test(second)) return { problem: 'must name one second: scans come at most once a minute' }
  if (fields.length === 6 && fields[5] !== '*') return { problem: 'must not name a year' }
  const five = fields.slice(0, 5)
  if (!isReadable([second, ...five].join(' ')) || /(?<![/#\d])(?:0|[89]|\d{2,})/.test(five[4] ?? ''))
    return { problem: unreadable }
  const cron = five.map((field, i) => {
    const inNumbers = numbered(field, i)
    const inCron = i === 4 ? shiftWeekdays(inNumbers, (weekday) => weekday - 1) : inNumbers
    return inCron.replace('?', '*').replaceAll(/(?<=^|,)(\d+)\//g, (_, from: string) => `${from}-${last[i]}/`)
  })
  return { cron: cron.join(' ') }
}

function isReadable(quartz: string): boolean {
  try {
    return new Cron(quartz, quartzOptions).nextRun(new Date(0)) !== null
  } catch {
    return false
  }
}

/** The five fields of cron as a Quartz schedule. */
export function toQuartz(cron: string): string {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = cron.trim().split(/\s+/)
  if (weekday === '*' || weekday === '?') return `0 ${minute} ${hour} ${day} ${month} ?`
  const counted = shiftWeekdays(weekday, (number) => (number % 7) + 1)
  return `0 ${minute} ${hour} ${day === '*' ? '?' : day} ${month} ${counted}`
}
