/**
 * Characters that a spreadsheet reads as the start of a formula or command, with the full-width forms that it treats
 * the same.
 */
const dangerous = /^[=+\-@\t\0\r\n\uff1d\uff0b\uff0d\uff20]/

/** One cell, quoted by RFC 4180. A value that a spreadsheet would evaluate gets a leading apostrophe and stays text. */
export function csvCell(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : dangerous.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One record, with line end. */
export function csvRecord(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}
