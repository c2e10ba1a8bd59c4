/**
 * A value as it was before somebody wrapped it so that Excel takes it for text: `="00123"`, and `'00123`. Names begin with
 * an apostrophe too, so that one goes only before what Excel would compute.
 */
export function withoutExcelWrapping(field: string): string {
  const text = field.trim()
  if (text.startsWith('="') && text.endsWith('"') && text.length > 2) return text.slice(2, -1).replaceAll('""', '"')
  return /^'[-+=@\d]/.test(text) ? text.slice(1) : field
}

/** Whether a row can hold a wrapped value at all; most rows do not, and need no look at each field. */
export const mayBeWrapped = (row: string): boolean => row.includes('="') || row.includes('=""') || row.includes("'")

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x80-\x9f]/

/** The first control character of the fields of a row, in words; tabs and line breaks are none. */
export function controlCharacter(
  row: string,
  fields: readonly string[],
  header: readonly string[],
): string | undefined {
  if (!control.test(row)) return undefined
  const at = fields.findIndex((field) => control.test(field))
  const code = control.exec(fields[at] ?? '')?.[0].charCodeAt(0)
  if (code === undefined) return undefined
  const name = header[at] || `column ${at + 1}`
  return `"${name}" holds a control character (U+${code.toString(16).toUpperCase().padStart(4, '0')}): is the encoding right?`
}
