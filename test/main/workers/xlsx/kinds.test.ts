import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FileInspection, ReceivedFilePage } from '../../../../src/contract/files.ts'
import { ChangePage } from '../../../../src/contract/imports.ts'
import { kindOf } from '../../../../src/main/domain/imports/reading/file-kind.ts'
import { createCore, extract, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'
import { coreGroup, script } from '../../../support/vendor.ts'
import { workbook } from '../../../support/workbook.ts'

const compound = (...streams: string[]) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(504),
    ...streams.map((name) => Buffer.concat([Buffer.from(name, 'utf16le'), Buffer.alloc(128)])),
  ])
const zip = (files: Record<string, string>) =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))))
const wrongChecksum = (bytes: Buffer) => Buffer.from(bytes).fill(1, bytes.length - 8, bytes.length - 4)
const html = '<html><head></head><body><table><tr><td>User</td></tr></table></body></html>'
const xml2003 =
  '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'

/** What is no extract, by its bytes, and the words of its refusal. */
const refused: readonly (readonly [name: string, bytes: Buffer, words: RegExp])[] = [
  ['a protected workbook', compound('EncryptionInfo', 'EncryptedPackage'), /password.*save it without/],
  ['an old workbook that is damaged', compound('Workbook'), /old Excel format.*Save it as \.xlsx/],
  ['a Word document of old', compound('WordDocument'), /Word/],
  ['a binary workbook that is damaged', zip({ '[Content_Types].xml': '<x/>', 'xl/workbook.bin': 'x' }), /\.xlsb/],
  ['a Word document', zip({ '[Content_Types].xml': '<x/>', 'word/document.xml': '<x/>' }), /Word/],
  ['a text document of OpenDocument', zip({ mimetype: 'application/vnd.oasis.opendocument.text' }), /document/],
  [
    'a protected OpenDocument',
    zip({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'META-INF/manifest.xml': '<manifest:encryption-data/>',
      'content.xml': 'x',
    }),
    /password/,
  ],
  ['a web page called .xls', Buffer.from(`\ufeff \n${html}`), /web page.*save it as \.xlsx/],
  ['a web page in UTF-16', Buffer.from(`\ufeff${html}`, 'utf16le'), /web page/],
  ['a workbook in XML of 2003', Buffer.from(xml2003), /Excel 2003.*save it as \.xlsx/],
  ['other XML', Buffer.from('<?xml version="1.0"?><users/>'), /XML document/],
  ['a PDF', Buffer.from('%PDF-1.4\n1 0 obj'), /PDF/],
  ['an archive of many', zip({ 'a.csv': 'x', 'b.csv': 'y' }), /2 files.*Unpack/],
  ['an empty archive', zip({}), /nothing in it|breaks off/],
  ['an archive in an archive', gzipSync(gzipSync('User\n')), /inside an archive/],
  ['a cut .gz', gzipSync(extract([['ana', 'Vault']])).subarray(0, 40), /damaged/],
  ['a .gz whose checksum is wrong', wrongChecksum(gzipSync('User\nana\n')), /damaged/],
  ['a .gz that unpacks to far more', gzipSync(Buffer.alloc(3_000_000, 'a')), /hundred times/],
  ['a 7-Zip archive', Buffer.from('377abcaf271c0004', 'hex'), /7-Zip.*Unpack/],
  ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), /picture/],
  ['a database', Buffer.from('SQLite format 3\0rest'), /database/],
]

describe('what is no extract', () => {
  let test: TestHost
  beforeEach(async () => {
    test = await startTestHost()
  })
  afterEach(() => test.close())

  it('is recognised by its bytes and refused with its own remedy', { timeout: 60_000 }, async () => {
    await createCore(test)
    for (const [name, bytes, words] of refused) {
      const response = await test.call('POST', '/v1/files?name=core.csv', bytes)
      expect([name, response.status]).toEqual([name, 400])
      expect(((await response.json()) as { title: string }).title).toMatch(words)
    }
    expect((await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items).toEqual([])
  })

  it('is refused in the folder and in the vendor’s API with the same words', async () => {
    const core = await createCore(test)
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj')
    const own = await script(test)
    const upload = await own.form('/api/application-imports/upload', [
      ['applicationId', core.id],
      [coreGroup, 'core.csv', pdf.toString()],
    ])
    expect([upload.status, await upload.text()]).toEqual([400, expect.stringContaining('PDF') as string])
    test.drop('core.csv', pdf)
    const staged = await own.send('POST', '/api/application-imports/stage', { applicationId: core.id })
    expect([staged.status, await staged.text()]).toEqual([422, expect.stringContaining('PDF') as string])
    for (let i = 0; i < 3; i++) await test.host.sweep()
    expect((await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items).toMatchObject([
      { state: 'refused', why: expect.stringContaining('PDF') as string },
    ])
  })

  it('is no ordinary header that begins like one', () => {
    for (const text of ['MZ,Name\n', 'BZh,x\n', 'PAR1;x\n', 'ID;PERSON\n', 'PK,Name\n', '<none>,x\n', 'Rar!,x'])
      expect([text, kindOf(Buffer.from(text)).kind]).toEqual([text, 'text'])
  })
})

describe('an archive with one file', () => {
  let test: TestHost
  beforeEach(async () => {
    test = await startTestHost()
  })
  afterEach(() => test.close())

  const content = extract([
    ['ana', 'Vault'],
    ['ben', 'Wires'],
  ])

  it.each([
    ['a .gz', () => gzipSync(content)],
    ['a .gz in two members', () => Buffer.concat([gzipSync(content.slice(0, 50)), gzipSync(content.slice(50))])],
    ['a .zip', () => zip({ 'core.csv': content })],
    ['a .zip of another system', () => zip({ '__MACOSX/._core.csv': 'x', 'export/core.csv': content })],
    [
      'a workbook in a .zip',
      () =>
        Buffer.from(
          zipSync({
            'core.xlsx': workbook(
              content
                .trim()
                .split('\n')
                .map((line) => line.split(',')),
            ),
          }),
        ),
    ],
  ])('is read: %s', async (_, bytes) => {
    await createCore(test)
    const staged = await stage(test, bytes(), 'core-today.csv.gz')
    expect(staged).toMatchObject({ state: 'staged', reconciliation: { read: 2, applied: 2 } })
    const { items } = await test.ask(ChangePage, 'GET', `/v1/imports/${staged.id}/changes`)
    expect(items.filter(({ kind }) => kind === 'gains')).toHaveLength(2)
  })

  it('is shown as what it holds', async () => {
    const { id } = (await (
      await test.call('POST', '/v1/files?name=core.csv.gz&sample=true', gzipSync(content))
    ).json()) as { id: string }
    expect(await test.ask(FileInspection, 'GET', `/v1/files/${id}/inspection`)).toMatchObject({
      sheets: null,
      dialect: { delimiter: ',', header: ['User', 'Name', 'Email', 'Group', 'Permission', 'Access'] },
    })
  })
})
