import { strToU8, zipSync } from 'fflate'

export interface TestCell {
  readonly ref: string
  readonly type?: 's' | 'inlineStr' | 'n' | 'b' | 'str'
  readonly style?: number
  readonly value: string
}

const xml = (text: string) => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`)
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** The parts of a small workbook as Excel writes them: shared strings, styles (1 = date, 2 = 00000), one hidden sheet first. */
export function workbookParts(
  rows: readonly (readonly TestCell[])[],
  strings: readonly string[] = [],
): Record<string, Uint8Array> {
  const cell = ({ ref, type = 'n', style = 0, value }: TestCell) =>
    type === 'inlineStr'
      ? `<c r="${ref}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`
      : `<c r="${ref}" t="${type}" s="${style}"><v>${escaped(value)}</v></c>`
  const data = rows
    .map((cells, i) => (cells.length === 0 ? '' : `<row r="${i + 1}">${cells.map(cell).join('')}</row>`))
    .join('')
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  return {
    '[Content_Types].xml': xml('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Secret" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Extract" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': xml(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
    ),
    'xl/sharedStrings.xml': xml(
      `<sst xmlns="${main}">${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    ),
    'xl/styles.xml': xml(
      `<styleSheet xmlns="${main}"><numFmts><numFmt numFmtId="164" formatCode="00000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    ),
    'xl/worksheets/sheet1.xml': xml(
      `<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>hidden</t></is></c></row></sheetData></worksheet>`,
    ),
    'xl/worksheets/sheet2.xml': xml(`<worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`),
  }
}

export const zipped = (parts: Record<string, Uint8Array>): Buffer => Buffer.from(zipSync(parts, { level: 6 }))

/** A workbook with several visible sheets, each given by its name and its rows of text; `Notes` is hidden and comes first. */
export function workbookOf(sheets: Readonly<Record<string, readonly (readonly string[])[]>>): Buffer {
  const names = ['Notes', ...Object.keys(sheets)]
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const parts = workbookParts([])
  parts['xl/workbook.xml'] = xml(
    `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names
      .map(
        (name, at) =>
          `<sheet name="${name}" sheetId="${at + 1}"${at === 0 ? ' state="hidden"' : ''} r:id="rId${at + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
  )
  parts['xl/_rels/workbook.xml.rels'] = xml(
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
      .map((_, at) => `<Relationship Id="rId${at + 1}" Target="worksheets/sheet${at + 1}.xml"/>`)
      .join('')}</Relationships>`,
  )
  for (const [at, name] of names.entries()) {
    if (at === 0) continue
    const rows = (sheets[name] ?? []).map(
      (cells, row) =>
        `<row r="${row + 1}">${cells
          .map((value, column) => {
            const ref = `${String.fromCharCode(65 + column)}${row + 1}`
            return `<c r="${ref}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`
          })
          .join('')}</row>`,
    )
    parts[`xl/worksheets/sheet${at + 1}.xml`] = xml(
      `<worksheet xmlns="${main}"><sheetData>${rows.join('')}</sheetData></worksheet>`,
    )
  }
  return zipped(parts)
}

/** Cells by their place: strings are shared strings, numbers numbers. */
export function workbook(table: readonly (readonly (string | number | TestCell)[])[]): Buffer {
  const strings: string[] = []
  const rows = table.map((cells, row) =>
    cells.map((value, column): TestCell => {
      const ref = `${String.fromCharCode(65 + column)}${row + 1}`
      if (typeof value === 'object') return { ...value, ref }
      if (typeof value === 'number') return { ref, value: String(value) }
      return { ref, type: 's', value: String(strings.push(value) - 1) }
    }),
  )
  return zipped(workbookParts(rows, strings))
}
