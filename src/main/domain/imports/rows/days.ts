import type { FileGroup } from '../../../../contract/applications.ts'

/**
 * A day as `2026-06-30`, so that texts compare as days do; blank for what is no day of the calendar.
 * @param order what the rules say of `03/04/2026`. A date that can't be written so is none. Null: of two numbers that may
 * both be months the first is the month between slashes, and the day between dots
 */
export function dayOf(text: string, order: FileGroup['dateOrder']): string {
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(text)
  if (iso) return inCalendar(`${iso[1]}-${iso[2]}-${iso[3]}`)
  const written = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)/.exec(text)
  if (!written) return ''
  const [, first = '', separator, second = '', year] = written
  const isDayFirst =
    order === null ? Number(first) > 12 || (separator !== '/' && Number(second) <= 12) : order === 'day-first'
  const [month, day] = isDayFirst ? [second, first] : [first, second]
  return inCalendar(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

/** The day, or blank where the calendar has none such, as for the 31st of June. */
function inCalendar(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) ? day : ''
}

/** The day of an instant, as all days of the program are told. */
export const dayAt = (instant: number): string => new Date(instant).toISOString().slice(0, 10)
