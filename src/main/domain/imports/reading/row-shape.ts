/** What the header says about the shape of rows. */
export interface RowShape {
  readonly width: number
  /** Columns without a name. */
  readonly nameless: readonly number[]
  /** The text of a sheet: a cell that is not there is blank, and no line was cut by another program. */
  readonly isSheet: boolean
}

export function shapeOf(header: readonly string[], isSheet: boolean): RowShape {
  const nameless = header.flatMap((name, at) => (name === '' ? [at] : []))
  return { width: header.length, nameless, isSheet }
}

/** A row in the width of the header, and what is to be told about it. */
interface FittedRow {
  /** In another width when the row can't be fitted: then it is nobody's guess which field is which. */
  readonly fields: readonly string[]
  readonly note: string | undefined
}

/** Fits a row to the header: blank fields beyond it are left out, and cells that a sheet does not have are blank. */
export function fitToHeader(fields: readonly string[], { width, nameless, isSheet }: RowShape): FittedRow {
  if (fields.length === width && nameless.length === 0) return { fields, note: undefined }
  const unnamed = nameless.find((at) => !isBlank(fields[at]))
  const note =
    unnamed === undefined ? undefined : `Column ${unnamed + 1} has no name, but holds "${shortened(fields[unnamed])}".`
  if (fields.length > width) {
    // More fields than the header and a value where no column is: the values may stand one place too far right.
    if (unnamed !== undefined || !fields.slice(width).every(isBlank)) return { fields, note: undefined }
    return { fields: fields.slice(0, width), note }
  }
  const missing = width - fields.length
  if (missing === 0) return { fields, note }
  // In a sheet a cell that is not there is blank. A line of a text may have been cut, so what it lacks is unknown.
  return isSheet ? { fields: [...fields, ...Array.from({ length: missing }, () => '')], note } : { fields, note }
}

const isBlank = (field: string | undefined): boolean => field === undefined || field.trim() === ''
const shortened = (text: string | undefined): string => (text ?? '').trim().slice(0, 40)

const space = 0x20
const quote = 0x22
/** What DOS programs write behind the last line. */
const endOfFile = 0x1a

/** Whether a record holds nothing but delimiters: no row, however many fields it has. */
export function isBareRecord(buffer: Buffer, start: number, end: number, delimiter: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = buffer[at] as number
    if (byte !== delimiter && byte !== space && byte !== quote && byte !== endOfFile && byte !== 0x09) return false
  }
  return true
}
