import { strToU8 } from 'fflate'
import { zipped } from './workbook.ts'

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships'

export interface SheetParts {
  /** The `row` elements, and what stands around them in the sheet. */
  readonly rows: string
  readonly before?: string
  readonly after?: string
  readonly prefix?: string
  readonly workbook?: string
  readonly workbookPart?: string
  readonly sharedStrings?: string
  readonly styles?: string
  readonly names?: { readonly sheet?: string; readonly strings?: string; readonly styles?: string }
}

/** A workbook of one visible sheet, written as a test likes: its elements, its prefix and the names of its parts. */
export function sheetOf(parts: SheetParts): Buffer {
  const { rows, before = '', after = '', workbook = '', workbookPart = 'xl/workbook.xml' } = parts
  const names = { sheet: 'worksheets/sheet1.xml', strings: 'sharedStrings.xml', styles: 'styles.xml', ...parts.names }
  const prefixed = (xml: string) =>
    parts.prefix === undefined ? xml : xml.replace(/<(\/?)(?=[a-zA-Z])/g, `<$1${parts.prefix}:`)
  const ns = parts.prefix === undefined ? `xmlns="${main}"` : `xmlns:${parts.prefix}="${main}"`
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`
  const folder = workbookPart.slice(0, workbookPart.lastIndexOf('/') + 1)
  const file = workbookPart.slice(folder.length)
  const text: Record<string, string> = {
    '_rels/.rels': `<Relationships xmlns="${packages}">${relation('rId1', 'officeDocument', workbookPart)}</Relationships>`,
    [workbookPart]: prefixed(
      `<workbook ${ns} xmlns:r="${office}">${workbook}<sheets><sheet name="Users" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    [`${folder}_rels/${file}.rels`]: `<Relationships xmlns="${packages}">${relation('rId1', 'worksheet', names.sheet)}${relation('rId2', 'styles', names.styles)}${relation('rId3', 'sharedStrings', names.strings)}</Relationships>`,
    [names.sheet.startsWith('/') ? names.sheet.slice(1) : `${folder}${names.sheet}`]: prefixed(
      `<worksheet ${ns}>${before}<sheetData>${rows}</sheetData>${after}</worksheet>`,
    ),
  }
  if (parts.sharedStrings !== undefined)
    text[`${folder}${names.strings}`] = prefixed(`<sst ${ns}>${parts.sharedStrings}</sst>`)
  if (parts.styles !== undefined)
    text[`${folder}${names.styles}`] = prefixed(`<styleSheet ${ns}>${parts.styles}</styleSheet>`)
  return zipped(Object.fromEntries(Object.entries(text).map(([name, xml]) => [name, strToU8(xml)])))
}

export const inline = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`
export const inlineRow = (...cells: readonly string[]): string => `<row>${cells.map(inline).join('')}</row>`

/** An OpenDocument spreadsheet. @param tables the `table:table` elements @param styles its automatic styles */
export function openDocumentOf(tables: string, styles = ''): Buffer {
  const namespaces = ['office', 'table', 'text', 'style']
    .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
    .join(' ')
  const calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
  return zipped({
    mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'),
    'content.xml': strToU8(
      `<office:document-content ${namespaces} ${calc}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
    ),
    'META-INF/manifest.xml': strToU8('<manifest/>'),
  })
}
