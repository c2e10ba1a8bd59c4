import { type Getter, yesOrNo } from './cells.ts'

/**
 * Which of several rows about one person counts, as a text of which the largest wins: the latest start of the position,
 * then the main position. That an active row counts before any other is asked of the attributes.
 */
export function rankReader(start: Getter, isMain: Getter): Getter {
  return (fields) => {
    const began = dayOf(start(fields))
    const main = yesOrNo(isMain(fields), 'no') === 'yes' ? '1' : ''
    return began === '' && main === '' ? '' : `${began} ${main}`
  }
}

/**
 * A day as `2026-06-30`, so that texts compare as days do; blank for what is no day. Of two numbers that may both be months
 * the first is the month between slashes, and the day between dots.
 */
export function dayOf(text: string): string {
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(text)
  if (iso) return `${iso[1]}-${iso[2]}-${iso[3]}`
  const written = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)/.exec(text)
  if (!written) return ''
  const [, first = '', separator, second = '', year] = written
  const isDayFirst = Number(first) > 12 || (separator !== '/' && Number(second) <= 12)
  const [month, day] = isDayFirst ? [second, first] : [first, second]
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
