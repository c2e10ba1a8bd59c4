const numbers = new Intl.NumberFormat('en')
const percents = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })
const plurals = new Intl.PluralRules('en')
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: zone })
const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: zone })
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: zone })
const brief = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' })
const relatives = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** 12,345 */
export function number(value: number): string {
  return numbers.format(value)
}

/** 4.2 %, or "0%" of nothing. */
export function share(part: number, whole: number): string {
  return percents.format(whole === 0 ? 0 : part / whole)
}

/** "1 row", "12,345 rows". */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  return `${numbers.format(value)} ${plurals.select(value) === 'one' ? singular : plural}`
}

/** A date and time in the time zone of this machine. */
export function moment(iso: string | number): string {
  return moments.format(new Date(iso))
}

/** The date only. */
export function day(iso: string | number): string {
  return days.format(new Date(iso))
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** "3 minutes ago". For more than a day, prefer `moment`. */
export function ago(iso: string | number, now: number): string {
  const distance = new Date(iso).getTime() - now
  for (const [unit, size] of steps) {
    if (Math.abs(distance) >= size) return relatives.format(Math.round(distance / size), unit)
  }
  return 'just now'
}

/** "3 min ago", or the date if it is more than a day away. For narrow places. */
export function briefly(iso: string | number, now: number): string {
  const distance = new Date(iso).getTime() - now
  if (Math.abs(distance) >= 86_400_000) return dayAndMonth.format(new Date(iso))
  const step = steps.find(([, size]) => Math.abs(distance) >= size)
  return step ? brief.format(Math.round(distance / step[1]), step[0]) : 'now'
}

/** "8 s", "2 min 5 s", "1 h 4 min". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** "812 B", "110 MB". */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  let value = size
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
