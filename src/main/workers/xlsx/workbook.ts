import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { readArchive } from './archive.ts'
import { isDateFormat, zeroPadding } from './formats.ts'
import { WorkbookRefused } from './gate.ts'

/** The parts of a workbook that are needed to read its cells. */
export interface Workbook {
  /** The sheets that a person sees, in their order, each with its archive entry. */
  readonly sheets: readonly { readonly name: string; readonly entry: string }[]
  readonly sharedStrings: readonly string[]
  /** Cell style → how its number is written. */
  readonly styles: readonly CellStyle[]
  /** Dates count from 1904 rather than 1900. */
  readonly from1904: boolean
}

interface CellStyle {
  readonly isDate: boolean
  /** A format such as 00000 shows leading zeros that the number itself has lost. */
  readonly padTo: number
}

/** An XML reader that is fed chunks of bytes. */
export function xmlReader(on: {
  open?: (tag: SaxesTagPlain) => void
  close?: (name: string) => void
  text?: (text: string) => void
}) {
  const parser = new SaxesParser()
  const decoder = new TextDecoder()
  parser.on('error', (error) => {
    throw new WorkbookRefused(`A part of it is not well-formed: ${error.message}`)
  })
  parser.on('doctype', () => {
    throw new WorkbookRefused('A part of it holds a document type, which no workbook needs.')
  })
  if (on.open) parser.on('opentag', on.open)
  if (on.close) parser.on('closetag', ({ name }) => on.close?.(name))
  if (on.text) parser.on('text', on.text)
  return (chunk: Uint8Array, last: boolean): void => {
    parser.write(decoder.decode(chunk, { stream: !last }))
    if (last) parser.close()
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

type PartReader = (chunk: Uint8Array, last: boolean) => void

interface SheetEntry {
  readonly name: string
  readonly relation: string
  readonly hidden: boolean
}

/** The parts of a workbook as they are read. */
interface Parts {
  readonly sheets: SheetEntry[]
  readonly relations: Map<string, string>
  readonly sharedStrings: string[]
  readonly styles: CellStyle[]
  from1904: boolean
}

/** Reads everything but the cells. @throws WorkbookRefused when it isn't a workbook with a visible sheet */
export function openWorkbook(bytes: Uint8Array): Workbook {
  const parts: Parts = { sheets: [], relations: new Map(), sharedStrings: [], styles: [], from1904: false }
  const readers: Record<string, (parts: Parts) => PartReader> = {
    'xl/workbook.xml': sheetReader,
    'xl/_rels/workbook.xml.rels': relationReader,
    'xl/sharedStrings.xml': stringReader,
    'xl/styles.xml': styleReader,
  }
  readArchive(bytes, (name) => readers[name]?.(parts))
  const { sheets, relations, sharedStrings, styles, from1904 } = parts
  const visible = sheets.filter(({ hidden }) => !hidden)
  if (visible.length === 0) throw new WorkbookRefused('It has no visible sheet, or is no workbook. Save it as .xlsx.')
  const entryOf = (relation: string, at: number): string => {
    const target = relations.get(relation) ?? `worksheets/sheet${at + 1}.xml`
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`
  }
  return {
    sheets: visible.map(({ name, relation }, at) => ({ name, entry: entryOf(relation, at) })),
    sharedStrings,
    styles,
    from1904,
  }
}

const sheetReader = (parts: Parts): PartReader =>
  xmlReader({
    open({ name, attributes }) {
      if (localName(name) === 'workbookPr')
        parts.from1904 = attributes['date1904'] === '1' || attributes['date1904'] === 'true'
      if (localName(name) !== 'sheet') return
      const relation = Object.entries(attributes).find(([key]) => localName(key) === 'id' && key !== 'id')?.[1] ?? ''
      const hidden = (attributes['state'] ?? 'visible') !== 'visible'
      parts.sheets.push({ name: attributes['name'] ?? '', relation, hidden })
    },
  })

const relationReader = ({ relations }: Parts): PartReader =>
  xmlReader({
    open({ name, attributes }) {
      if (localName(name) === 'Relationship') relations.set(attributes['Id'] ?? '', attributes['Target'] ?? '')
    },
  })

function stringReader({ sharedStrings }: Parts): PartReader {
  let string = ''
  let inPhonetic = false
  let inText = false
  return xmlReader({
    open({ name }) {
      const tag = localName(name)
      if (tag === 'si') string = ''
      else if (tag === 'rPh') inPhonetic = true
      else if (tag === 't') inText = true
    },
    text(text) {
      if (inText && !inPhonetic) string += text
    },
    close(name) {
      const tag = localName(name)
      if (tag === 'si') sharedStrings.push(string)
      else if (tag === 'rPh') inPhonetic = false
      else if (tag === 't') inText = false
    },
  })
}

function styleReader({ styles }: Parts): PartReader {
  const formats = new Map<number, string>()
  let inCellFormats = false
  return xmlReader({
    open({ name, attributes }) {
      const tag = localName(name)
      if (tag === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      if (tag === 'cellXfs') inCellFormats = true
      if (tag === 'xf' && inCellFormats) {
        const id = Number(attributes['numFmtId'] ?? 0)
        styles.push({ isDate: isDateFormat(id, formats.get(id)), padTo: zeroPadding(formats.get(id)) })
      }
    },
    close(name) {
      if (localName(name) === 'cellXfs') inCellFormats = false
    },
  })
}
