/** What an xlsx archive may be, before any of its XML is believed (quality bar A49). */
export const xlsxLimits = {
  entries: 1000,
  inflatedBytes: 200 * 1024 * 1024,
  /** Of one entry, counted on the bytes that really come out; small entries may be denser. */
  ratio: 100,
  ratioFrom: 1024 * 1024,
  /** Of the text of a sheet: its cells may name one long text a million times. */
  textBytes: 512 * 1024 * 1024,
  rows: 1_048_576,
  columns: 16_384,
} as const

/** The workbook can't be read: why, for the person who exported it. */
export class WorkbookRefused extends Error {
  override readonly name = 'WorkbookRefused'
}

/**
 * Judges the name of an archive entry.
 * @throws WorkbookRefused for a name that leaves the archive, a nested archive or a macro
 */
export function checkEntryName(name: string, count: number): void {
  if (count > xlsxLimits.entries) throw new WorkbookRefused(`It holds more than ${xlsxLimits.entries} parts.`)
  if (name.startsWith('/') || name.includes('\\') || /(?:^|\/)\.\.(?:\/|$)/.test(name) || /^[a-z]:/i.test(name)) {
    throw new WorkbookRefused('A part of it has a name that points outside the file.')
  }
  if (/vbaproject/i.test(name)) throw new WorkbookRefused('It holds macros. Save it as a plain .xlsx workbook.')
  if (/\.(?:zip|xlsx|xlsm|7z|gz|rar)$/i.test(name)) throw new WorkbookRefused('It holds another archive.')
}

/** Counts what really comes out of each entry and of all together. */
export class InflationCount {
  #all = 0
  readonly #of = new Map<string, number>()

  /** @param packed the entry's size in the archive, as far as it is known @throws WorkbookRefused beyond the limits */
  add(name: string, bytes: number, packed: number): void {
    this.#all += bytes
    const own = (this.#of.get(name) ?? 0) + bytes
    this.#of.set(name, own)
    if (this.#all > xlsxLimits.inflatedBytes)
      throw new WorkbookRefused(`It unpacks to more than ${xlsxLimits.inflatedBytes / 1024 / 1024} MB.`)
    if (own > xlsxLimits.ratioFrom && own > packed * xlsxLimits.ratio)
      throw new WorkbookRefused('A part of it unpacks to more than a hundred times its size.')
  }
}
