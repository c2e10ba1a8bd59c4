import { numberPicture, type NumberPicture, showNumber } from './number-picture.ts'

/** How the numbers of a cell are shown. */
export interface CellStyle {
  readonly isDate: boolean
  /** A format such as 00000 or "E"00000 shows what the number itself has lost; undefined for formats that only punctuate. */
  readonly picture: NumberPicture | undefined
}

export function styleOf(id: number, code: string | undefined): CellStyle {
  const isDate = isDateFormat(id, code)
  return { isDate, picture: isDate || code === undefined ? undefined : numberPicture(code) }
}

/** Number formats that every workbook knows by their number and that show a date or a time. */
const builtInDates = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56,
  57, 58,
])

/** Whether a number format shows a date or a time. Quoted text and conditions in brackets are not part of the pattern. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtInDates.has(id)
  const pattern = code
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/[_*]./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  return /[dmyhs]/i.test(pattern) && !/general/i.test(pattern)
}

const dayMs = 86_400_000
/** Excel believes in 29 February 1900, so days after it are one too high. */
const leapBug = 60

/** A serial date as `2026-06-30`, with the time when there is one: `2026-06-30 17:05:00`. */
export function serialToIso(serial: number, from1904: boolean): string {
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < leapBug ? 31 : 30)
  const date = new Date(Math.round((epoch + serial * dayMs) / 1000) * 1000)
  if (Number.isNaN(date.getTime())) return String(serial)
  const [day = '', time = ''] = date.toISOString().slice(0, 19).split('T')
  return time === '00:00:00' ? day : serial < 1 ? time : `${day} ${time}`
}

/** A date cell of type `d` holds ISO 8601 text. */
export const isoDate = (text: string): string =>
  text
    .trim()
    .replace(/T00:00:00(?:\.0+)?Z?$/, '')
    .replace('T', ' ')

/** A number as its cell shows it. Excel keeps 15 significant digits; what it shows for 0.1 + 0.2 is 0.3. */
export function plainNumber(raw: string, picture?: NumberPicture): string {
  const value = Number(raw)
  if (!Number.isFinite(value)) return raw
  const rounded = Number(value.toPrecision(15))
  if (!Number.isInteger(rounded) || Math.abs(rounded) >= 1e21) return String(rounded)
  return picture ? showNumber(rounded, picture) : BigInt(rounded).toString()
}

/** A whole number of more than 15 digits has lost its last ones. */
export const hasLostDigits = (raw: string): boolean => {
  const value = Math.abs(Number(raw))
  return Number.isFinite(value) && value >= 1e15
}
