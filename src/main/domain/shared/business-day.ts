/** A local business date, as `2026-03-15`. Such texts compare as days do. */
export type BusinessDay = string

const dayMs = 24 * 60 * 60_000

/**
 * Reads a date as scripts send it: `2026-03-15`, or an instant. Of an instant the written date counts, so that
 * `2026-04-15T00:00:00Z` is never shifted to the evening before.
 * @returns null for what is no day of the calendar
 */
export function readBusinessDay(text: string): BusinessDay | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text.trim())
  const day = match?.[1]
  if (day === undefined) return null
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) ? day : null
}

const two = (n: number): string => String(n).padStart(2, '0')

/** The business date of a moment: that of the machine's time zone, which is the institution's. */
export function businessDayAt(at: number): BusinessDay {
  const date = new Date(at)
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** When a business date begins, or a time of it, in UTC milliseconds. @param time as `17:00`; null: the beginning */
export function startOfDay(day: BusinessDay, time: string | null = null): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const [hour = 0, minute = 0] = time === null ? [] : time.split(':').map(Number)
  return new Date(year, month - 1, date, hour, minute).getTime()
}

/** The date so many days later, or earlier. */
export const addDays = (day: BusinessDay, days: number): BusinessDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

const isWorkday = (day: BusinessDay, holidays: ReadonlySet<BusinessDay>): boolean => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.has(day)
}

/**
 * When work that must be done by a date may begin: some days before it, and earlier where nobody would be at work on that
 * day. A year of holidays on end is no calendar, so the search stops there.
 */
export function leadDay(day: BusinessDay, leadDays: number, holidays: readonly BusinessDay[]): BusinessDay {
  const closed = new Set(holidays)
  let begin = addDays(day, -leadDays)
  for (let tries = 0; tries < 366 && !isWorkday(begin, closed); tries++) begin = addDays(begin, -1)
  return begin
}
