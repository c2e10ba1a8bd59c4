import { isoDate, plainNumber, hasLostDigits } from './formats.ts'
import { WorkbookRefused, xlsxLimits } from './gate.ts'
import { rangeName } from './references.ts'
import { type SheetFiles, SheetText } from './sheet-text.ts'
import { attributeOf, xmlReader } from './xml.ts'
import type { TakeBytes, ZipFile } from './zip.ts'

/**
 * Converts an OpenDocument spreadsheet. It is read as a stream by the same rules as .xlsx: general readers of this format
 * forget which sheets and rows are hidden, and take the text of an error for a value.
 * @throws WorkbookRefused with the reason
 */
export function convertOpenDocument(zip: ZipFile, files: (sheet: number) => SheetFiles): string[] {
  const content = zip.find('content.xml')
  if (!content) throw new WorkbookRefused('It is an OpenDocument file without content. Save it again, or as .xlsx.')
  const reader = new DocumentReader(files)
  try {
    zip.read(content, reader.take)
  } finally {
    reader.end()
  }
  zip.countTheRest()
  if (reader.sheets.length === 0) throw new WorkbookRefused('It has no visible sheet. Save it as .xlsx or CSV.')
  return reader.sheets
}

type Attributes = Readonly<Record<string, string>>

interface Cell {
  readonly attributes: Attributes
  /** The paragraphs that it shows. */
  readonly paragraphs: string[]
}

class DocumentReader {
  readonly sheets: string[] = []
  readonly take: TakeBytes
  readonly #files: (sheet: number) => SheetFiles
  readonly #hiddenStyles = new Set<string>()
  #style = ''
  #text: SheetText | undefined
  /** The last row that was passed, blank ones included. */
  #row = 0
  #rowAttributes: Attributes = {}
  #cells: { column: number; cell: Cell }[] = []
  #column = 0
  #cell: Cell | undefined
  #inParagraph = false
  /** Comments and drawings hold paragraphs too. */
  #aside = 0

  constructor(files: (sheet: number) => SheetFiles) {
    this.#files = files
    this.take = xmlReader({
      open: (name, attributes) => this.#open(name, attributes),
      text: (piece) => this.#add(piece),
      close: (name) => this.#close(name),
    })
  }

  end(): void {
    this.#text?.end()
    this.#text = undefined
  }

  #open(name: string, attributes: Attributes): void {
    if (name === 'annotation' || name === 'shapes') this.#aside++
    if (this.#aside > 0) return
    switch (name) {
      case 'style':
        this.#style = attributes['style:name'] ?? ''
        return
      case 'table-properties':
        if (attributeOf(attributes, 'display') === 'false') this.#hiddenStyles.add(this.#style)
        return
      case 'table':
        return this.#openTable(attributes)
      case 'table-row':
        this.#rowAttributes = attributes
        this.#cells = []
        this.#column = 0
        return
      case 'table-cell':
      case 'covered-table-cell':
        this.#cell = { attributes, paragraphs: [] }
        return
      case 'p':
        this.#inParagraph = this.#cell !== undefined
        this.#cell?.paragraphs.push('')
        return
      case 's':
        return this.#add(' '.repeat(Math.min(Number(attributeOf(attributes, 'c') ?? 1), 1000)))
      case 'tab':
        return this.#add('\t')
      case 'line-break':
        return this.#add('\n')
      default:
    }
  }

  #add(piece: string): void {
    const paragraphs = this.#cell?.paragraphs
    if (this.#aside === 0 && this.#inParagraph && paragraphs) paragraphs[paragraphs.length - 1] += piece
  }

  #close(name: string): void {
    if (name === 'annotation' || name === 'shapes') this.#aside--
    if (this.#aside > 0) return
    if (name === 'p') this.#inParagraph = false
    else if (name === 'table-cell' || name === 'covered-table-cell') this.#closeCell()
    else if (name === 'table-row') this.#closeRow()
    else if (name === 'table') this.end()
  }

  #openTable(attributes: Attributes): void {
    this.#row = 0
    if (this.#hiddenStyles.has(attributes['table:style-name'] ?? '')) return
    this.sheets.push(attributes['table:name'] ?? '')
    this.#text = new SheetText(this.#files(this.sheets.length))
  }

  #closeCell(): void {
    const cell = this.#cell
    this.#cell = undefined
    if (!cell) return
    const times = repeated(cell.attributes, 'number-columns-repeated')
    // Blank cells are repeated to the sheet's edge.
    if (shown(cell) !== '' || attributeOf(cell.attributes, 'formula') !== undefined) {
      if (this.#column + times > xlsxLimits.columns)
        throw new WorkbookRefused('It has more columns than a sheet can have.')
      for (let i = 0; i < times; i++) this.#cells.push({ column: this.#column + i, cell })
    }
    this.#column += times
  }

  #closeRow(): void {
    const times = repeated(this.#rowAttributes, 'number-rows-repeated')
    const text = this.#text
    if (text && this.#cells.length > 0)
      for (let i = 1; i <= times; i++) {
        const visibility = attributeOf(this.#rowAttributes, 'visibility') ?? 'visible'
        text.openRow(this.#row + i, visibility !== 'visible')
        for (const { column, cell } of this.#cells) writeCell(text, column, cell)
        text.closeRow()
      }
    this.#row += times
  }
}

const repeated = (attributes: Attributes, name: string): number =>
  Math.max(1, Number(attributeOf(attributes, name) ?? 1) || 1)

const errorText = /^(?:#(?:N\/A|REF!|NAME\?|VALUE!|DIV\/0!|NUM!|NULL!)|Err:\d+)$/

function writeCell(text: SheetText, column: number, cell: Cell): void {
  const { attributes } = cell
  const line = text.row
  const value = shown(cell)
  const formula = attributeOf(attributes, 'formula')
  const number = attributes['office:value']
  const isError = attributes['calcext:value-type'] === 'error' || (formula !== undefined && errorText.test(value))
  if (isError) text.note({ kind: 'error', line, column, raw: value })
  else if (formula !== undefined && attributes['office:value-type'] === undefined && value === '')
    text.note({ kind: 'no-result', line, column, raw: formula })
  else if (number !== undefined && hasLostDigits(number)) text.note({ kind: 'lost-digits', line, column, raw: number })
  const lastColumn = column + repeated(attributes, 'number-columns-spanned') - 1
  const lastLine = line + repeated(attributes, 'number-rows-spanned') - 1
  if (lastColumn > column || lastLine > line) {
    const raw = rangeName({ row: line, column, lastRow: lastLine, lastColumn })
    text.note({ kind: 'merged', line, column, raw, lastLine, lastColumn })
  }
  text.cell(column, value)
}

function shown({ attributes, paragraphs }: Cell): string {
  const written = paragraphs.join('\n')
  switch (attributes['office:value-type']) {
    case 'float':
    case 'currency':
    case 'percentage':
      return shownNumber(attributes['office:value'] ?? '', written)
    case 'date':
      return isoDate(attributes['office:date-value'] ?? written)
    case 'boolean':
      return attributes['office:boolean-value'] === 'true' ? 'TRUE' : 'FALSE'
    default:
      return written === '' ? (attributes['office:string-value'] ?? '') : written
  }
}

/** A whole number with filled-up zeros or text around it is what its cell shows; one with separators is the plain number. */
function shownNumber(value: string, written: string): string {
  const plain = plainNumber(value)
  const addsOnly = /^[^$€£¥%.,\n]*$/.test(written) && !/\d[\s\u00a0\u202f'’]\d{3}(?!\d)/.test(written)
  return addsOnly && /\d/.test(written) && /^\d+$/.test(plain) && Number(written.replace(/\D/g, '')) === Number(plain)
    ? written
    : plain
}
