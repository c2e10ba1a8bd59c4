import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ReceivedFilePage } from '../../../../src/contract/files.ts'
import { ChangePage, RejectedRowPage } from '../../../../src/contract/imports.ts'
import { isDateFormat, plainNumber, serialToIso } from '../../../../src/main/workers/xlsx/formats.ts'
import { numberPicture } from '../../../../src/main/workers/xlsx/number-picture.ts'
import { createCore, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'
import { workbook, workbookParts, zipped } from '../../../support/workbook.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost()
})
afterEach(() => test.close())

const header = ['User', 'Name', 'Email', 'Group', 'Permission', 'Access']

describe('a workbook', () => {
  it('is read like any other extract: text as text, padded numbers, dates, line breaks, blank rows with their numbers', async () => {
    await createCore(test)
    const staged = await stage(
      test,
      workbook([
        header,
        [{ ref: '', style: 2, value: '42' }, 'Ana "A" Silva', 'ana@cu.example', 'Tellers', 'Vault, main', 'Y'],
        [],
        [
          'ben',
          'Ben\nIto',
          'ben@cu.example',
          'Tellers',
          { ref: '', type: 'b', value: '1' },
          { ref: '', style: 1, value: '46203' },
        ],
      ]),
      'core.xlsx',
    )
    expect(staged).toMatchObject({ state: 'staged', reconciliation: { read: 2, applied: 2 } })
    const changes = (await test.ask(ChangePage, 'GET', `/v1/imports/${staged.id}/changes`)).items
    expect(
      changes
        .filter(({ kind }) => kind === 'gains')
        .map(({ account, entitlement, after, line }) => [
          account?.userName,
          entitlement?.name,
          after?.['access'],
          line,
        ]),
    ).toEqual([
      ['00042', 'Vault, main', 'Y', 2],
      ['ben', 'TRUE', '2026-06-30', 4],
    ])
    expect(
      changes.find(({ kind, account }) => kind === 'joins' && account?.userName === 'ben')?.after?.['full_name'],
    ).toBe('Ben\nIto')
  })

  it('says of which number Excel has lost digits', async () => {
    await createCore(test)
    const staged = await stage(
      test,
      workbook([header, [1234567890123456000, 'Ana', 'a@b', 'G', 'P', 'Y']]),
      'core.xlsx',
    )
    const { items } = await test.ask(RejectedRowPage, 'GET', `/v1/imports/${staged.id}/rejected-rows`)
    expect(items).toMatchObject([
      {
        line: 2,
        disposition: 'quarantined',
        reason: '"1.234567890123456E+18" is a number that a spreadsheet has shortened, so it is no user name.',
      },
    ])
    expect(staged.reconciliation).toMatchObject({ read: 1, applied: 0 })
  })

  it('is recognised by its header in the folder', async () => {
    await createCore(test)
    test.drop('export.xlsx', workbook([header, ['ana', 'Ana', 'a@b', 'G', 'P', 'Y']]))
    for (let i = 0; i < 3; i++) await test.host.sweep()
    expect((await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items).toMatchObject([
      { state: 'taken', application: 'Core Banking' },
    ])
  })
})

const parts = () => workbookParts([[{ ref: 'A1', type: 'inlineStr', value: 'User' }]])
const sheet = 'xl/worksheets/sheet2.xml'

const manyParts = () => {
  const text = phrases(24_000_000)
  return Buffer.from(
    zipSync(
      { ...parts(), ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`xl/media/${i}.xml`, text])) },
      { level: 1 },
    ),
  )
}

/** Ten hostile workbooks, and the word of the reason that they get. */
const bombs: readonly (readonly [name: string, bytes: () => Buffer, reason: RegExp])[] = [
  [
    'a part of 60 MB of zeros',
    () => zipped({ ...parts(), 'xl/media/zeros.bin': new Uint8Array(60_000_000) }),
    /hundred times/,
  ],
  ['many parts of blanks that unpack beyond the limit together', manyParts, /unpacks to more/],
  [
    'a sheet with a document type',
    () => zipped({ ...parts(), [sheet]: strToU8('<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>') }),
    /document type/,
  ],
  [
    'entities in shared strings',
    () => zipped({ ...parts(), 'xl/sharedStrings.xml': strToU8('<!DOCTYPE s SYSTEM "file:///etc/passwd"><sst/>') }),
    /document type/,
  ],
  ['macros', () => zipped({ ...parts(), 'xl/vbaProject.bin': strToU8('x') }), /macros/],
  ['another archive inside', () => zipped({ ...parts(), 'xl/embeddings/inner.zip': strToU8('PK') }), /another archive/],
  ['a name that climbs out', () => zipped({ ...parts(), '../../etc/cron.d/x': strToU8('x') }), /outside/],
  ['an absolute name', () => zipped({ ...parts(), '/etc/x': strToU8('x') }), /outside/],
  [
    'more parts than any workbook',
    () =>
      zipped({ ...parts(), ...Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`p${i}`, strToU8('x')])) }),
    /more than 1000/,
  ],
  [
    'XML that is cut off',
    () => zipped({ ...parts(), [sheet]: strToU8('<worksheet><sheetData><row r="1"><c') }),
    /not well-formed|damaged/,
  ],
  [
    'a row number beyond the last',
    () => zipped({ ...parts(), [sheet]: strToU8('<worksheet><sheetData><row r="99999999"/></sheetData></worksheet>') }),
    /rows/,
  ],
  [
    'an archive that is no workbook',
    () => Buffer.from(zipSync({ 'a.txt': strToU8('hello'), 'b.txt': strToU8('hello') })),
    /ZIP archive of 2 files/,
  ],
  ['an archive that ends in the middle', () => zipped(parts()).subarray(0, 300), /workbook|damaged|sheet/],
]

/** Text that packs to about a thirtieth: not dense enough to be stopped by its ratio. */
function phrases(length: number): Uint8Array {
  const words = Array.from({ length: 64 }, (_, i) => `${i}`.repeat(50).slice(0, 99))
  let state = 1
  const text: string[] = []
  for (let i = 0; i < length / 100; i++) {
    state = (state * 48271) % 2147483647
    text.push(words[state % 64] ?? '')
  }
  return strToU8(text.join(' '))
}

describe('a hostile workbook', { timeout: 60_000 }, () => {
  it.each(bombs)('is refused in words: %s', async (_, bytes, reason) => {
    await createCore(test)
    const before = process.memoryUsage().rss
    const content = bytes()
    const response = await test.call('POST', '/v1/files?name=core.xlsx', content)
    expect(response.status).toBe(400)
    expect(((await response.json()) as { title: string }).title).toMatch(reason)
    expect(process.memoryUsage().rss - before - content.length).toBeLessThan(700_000_000)
  })

  it('moves to refused when it lies in the folder, and nothing else stops', async () => {
    await createCore(test)
    test.drop('core-bomb.xlsx', zipped({ ...parts(), 'xl/vbaProject.bin': strToU8('x') }))
    for (let i = 0; i < 3; i++) await test.host.sweep()
    expect((await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items).toMatchObject([
      { state: 'refused', why: expect.stringContaining('macros') as string },
    ])
  })
})

describe('the formats of cells', () => {
  it.each([
    [14, undefined, true],
    [0, undefined, false],
    [164, 'yyyy-mm-dd', true],
    [165, '[h]:mm', true],
    [166, '#,##0.00 "days"', false],
    [167, '[Red]0.00', false],
    [168, '00000', false],
  ])('format %i %s is a date: %s', (id, code, truth) => {
    expect(isDateFormat(id, code)).toBe(truth)
  })

  it('counts days as Excel does, its leap year of 1900 and the Mac’s 1904 included', () => {
    expect([1, 59, 61, 46203, 46203.5].map((serial) => serialToIso(serial, false))).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-03-01',
      '2026-06-30',
      '2026-06-30 12:00:00',
    ])
    expect(serialToIso(0, true)).toBe('1904-01-01')
  })

  it('writes numbers as Excel shows them', () => {
    expect(['0.30000000000000004', '1E+3', '42', '1e20', '-7'].map((raw) => plainNumber(raw))).toEqual([
      '0.3',
      '1000',
      '42',
      '100000000000000000000',
      '-7',
    ])
    expect(plainNumber('42', numberPicture('00000'))).toBe('00042')
  })
})
