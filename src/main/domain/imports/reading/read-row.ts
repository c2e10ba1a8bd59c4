import type { ByteFacts } from './bytes.ts'
import type { DialectFound } from './dialect.ts'
import { controlCharacter, mayBeWrapped, withoutExcelWrapping } from './excel-text.ts'
import type { splitFields } from './fields.ts'
import type { ScannedRecord } from './records.ts'
import { fitToHeader, type RowShape } from './row-shape.ts'

/** What the reading of a row rests on. */
interface RowReading {
  readonly facts: ByteFacts
  readonly format: DialectFound
  readonly shape: RowShape
}

/** Why a record can't be read as a row at all; undefined when it can. */
export function whyUnread(
  record: ScannedRecord,
  text: string,
  fields: ReturnType<typeof splitFields>,
  { shape }: RowReading,
): string | undefined {
  if ('broken' in fields || record.trouble === 'broken') {
    const why = 'broken' in fields ? fields.broken : 'a quote closes in the middle of a later line'
    return `It can't be split into fields: ${why}.${swallowed(record)}`
  }
  if (record.trouble === 'doubtful')
    return `One of its quotes closes on a later line, and the lines between look like rows.${swallowed(record)} Close the quote in the export.`
  if (record.endsFile && !shape.isSheet && fields.length < shape.width && fields.length > 0)
    return `The file breaks off in this row: it has ${fields.length} of ${shape.width} fields and no line end.`
  // Once it stands in the file, nobody can say which letter it was.
  if (text.includes('\ufffd'))
    return 'It holds the replacement character (U+FFFD): a program before lost a letter. Export it again.'
  return undefined
}

const swallowed = ({ line, lines }: ScannedRecord): string =>
  lines > 1 ? ` It takes the lines ${line} to ${line + lines - 1}.` : ''

/** The fields of a row in the header's width, without what was put around them for Excel, and what is to be told. */
export function usableFields(
  split: readonly string[],
  text: string,
  { facts, format, shape }: RowReading,
): { readonly fields: readonly string[]; readonly told: readonly string[] } {
  let fields = split
  let told: readonly string[] = nothing
  if (facts.mayHoldWrapped && !shape.isSheet && mayBeWrapped(text)) fields = fields.map(withoutExcelWrapping)
  if (fields.length !== shape.width || shape.nameless.length > 0) {
    const fitted = fitToHeader(fields, shape)
    fields = fitted.fields
    if (fitted.note !== undefined) told = [fitted.note]
  }
  if (facts.mayHoldControls || format.encoding.encoding !== 'utf-8') {
    const control = controlCharacter(text, fields, format.dialect.header)
    if (control !== undefined) told = [...told, control]
  }
  return { fields, told }
}

const nothing: readonly string[] = []
