/** A question that the palette understands. Dates as 2026-06-30. */
export type Question =
  | { readonly kind: 'who-has'; readonly what: string; readonly on: string | undefined }
  | { readonly kind: 'what-changed'; readonly who: string; readonly since: string }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const two = (value: number): string => String(value).padStart(2, '0')
const dateOf = (year: number, month: number, day: number): string => `${year}-${two(month)}-${two(day)}`

/** The number of a month by its name or how it begins, from 1; undefined for anything else. */
function monthOf(name: string): number | undefined {
  const index = months.indexOf(name.slice(0, 3).toLowerCase())
  const full = [
    'january',
    'february',
    'march',
    'april',
    'may',
    'june',
    'july',
    'august',
    'september',
    'october',
    'november',
    'december',
  ]
  return index >= 0 && full[index]?.startsWith(name.toLowerCase()) ? index + 1 : undefined
}

/**
 * A day in words: 2026-06-30, "30 June", "June 30 2026", "May", "yesterday". Without a year the last such day that is not in
 * the future; a month alone means its first day.
 */
export function readDay(words: string, today: Date): string | undefined {
  const text = words.trim().toLowerCase()
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return isReal(text) ? text : undefined
  const back = { today: 0, yesterday: 1 }[text]
  if (back !== undefined) {
    const then = new Date(today.getFullYear(), today.getMonth(), today.getDate() - back)
    return dateOf(then.getFullYear(), then.getMonth() + 1, then.getDate())
  }
  const parts = /^(?:(?<first>\d{1,2})\s+)?(?<month>[a-z]+)(?:\s+(?<second>\d{1,2}))?(?:,?\s+(?<year>\d{4}))?$/.exec(
    text,
  )?.groups
  const month = parts?.['month'] === undefined ? undefined : monthOf(parts['month'])
  if (parts === undefined || month === undefined) return
  const day = Number(parts['first'] ?? parts['second'] ?? 1)
  const thisYear = today.getFullYear()
  const isAhead = month > today.getMonth() + 1 || (month === today.getMonth() + 1 && day > today.getDate())
  const found = dateOf(parts['year'] === undefined ? thisYear - (isAhead ? 1 : 0) : Number(parts['year']), month, day)
  return isReal(found) ? found : undefined
}

function isReal(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const real = new Date(Date.UTC(year, month - 1, day))
  return real.getUTCMonth() === month - 1 && real.getUTCDate() === day
}

/** Reads a question; undefined when the words are none, and then they are searched for as they are. */
export function readQuestion(words: string, today: Date): Question | undefined {
  const text = words.trim().replace(/\?$/, '')
  const had = /^who\s+had\s+(?<what>.+)\s+on\s+(?<day>.+)$/i.exec(text)?.groups
  if (had) {
    const on = readDay(had['day'] ?? '', today)
    return on === undefined ? undefined : { kind: 'who-has', what: had['what'] ?? '', on }
  }
  const has = /^who\s+has\s+(?<what>.+)$/i.exec(text)?.groups
  if (has) return { kind: 'who-has', what: has['what'] ?? '', on: undefined }
  const changed = /^what\s+changed\s+for\s+(?<who>.+)\s+since\s+(?<day>.+)$/i.exec(text)?.groups
  const since = changed && readDay(changed['day'] ?? '', today)
  return changed && since ? { kind: 'what-changed', who: changed['who'] ?? '', since } : undefined
}
