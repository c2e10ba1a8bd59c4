/**
 * Schedules as Quartz writes them: second minute hour day month weekday, and perhaps year. Castellan's are five fields,
 * as those of imports are, and looked at once a second; so the second says nothing here, and weekdays count from 0.
 */
const months = { names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'], from: 1 }
const weekdays = { names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'], from: 0 }
const readable =
  'is no Quartz schedule: write second, minute, hour, day, month and weekday, as 0 0 6 ? * MON for 6:00 on Mondays'

interface Field {
  readonly least: number
  readonly most: number
  readonly names?: { readonly names: readonly string[]; readonly from: number }
  /** What is taken off numbers: Quartz counts weekdays from 1. */
  readonly shift?: number
}
const fields: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: weekdays, shift: 1 },
]

/** A Quartz schedule as five fields, or what is wrong with it. `L`, `W` and `#` are not known here. */
export function fromQuartz(text: string): { readonly cron: string } | { readonly problem: string } {
  const [second = '', ...rest] = text.trim().toUpperCase().split(/\s+/)
  if (rest.length < 5 || rest.length > 6) return { problem: readable }
  if (!/^[0-5]?\d$/.test(second)) return { problem: 'must name one second: scans come at most once a minute' }
  if (rest.length === 6 && rest[5] !== '*') return { problem: 'must not name a year' }
  const read = fields.map((field, i) => readField(rest[i] ?? '', field))
  return read.every((one) => one !== undefined) ? { cron: read.join(' ') } : { problem: readable }
}

function readField(text: string, field: Field): string | undefined {
  if (text === '?' || text === '*') return '*'
  const parts = text.split(',').map((part) => readPart(part, field))
  return parts.every((one) => one !== undefined) ? parts.join(',') : undefined
}

function readPart(part: string, field: Field): string | undefined {
  const [range = '', step, ...more] = part.split('/')
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d?$/.test(step))) return undefined
  const ends = range === '*' ? [field.least, field.most] : range.split('-').map((one) => readValue(one, field))
  const [from, to = step === undefined ? from : field.most, ...others] = ends
  if (from === undefined || to === undefined || others.length > 0 || from > to) return undefined
  const read = from === to ? `${from}` : `${from}-${to}`
  return step === undefined || from === to ? read : `${read}/${step}`
}

function readValue(text: string, { least, most, names, shift = 0 }: Field): number | undefined {
  const place = names?.names.indexOf(text) ?? -1
  const value = names && place >= 0 ? place + names.from : /^\d{1,2}$/.test(text) ? Number(text) - shift : -1
  return value >= least && value <= most ? value : undefined
}

/** Five fields as Quartz writes them. */
export function toQuartz(cron: string): string {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = cron.trim().split(/\s+/)
  const counted = weekday
    .split(',')
    .map((part) => {
      const [range = '', step] = part.split('/')
      const shifted = range.replaceAll(/\d+/g, (number) => `${(Number(number) % 7) + 1}`)
      return step === undefined ? shifted : `${shifted}/${step}`
    })
    .join(',')
  return weekday === '*' || weekday === '?'
    ? `0 ${minute} ${hour} ${day} ${month} ?`
    : `0 ${minute} ${hour} ${day === '*' ? '?' : day} ${month} ${counted}`
}
