import { type BookType, utils, type WorkBook, write } from '@e965/xlsx'
import { describe, expect, it } from 'vitest'
import { numberPicture, showNumber } from '../../../../src/main/workers/xlsx/number-picture.ts'
import { readExtractBytes, readPacked } from '../../../support/extract-lab.ts'
import { inline, inlineRow, openDocumentOf, type SheetParts, sheetOf } from '../../../support/sheets.ts'

const accounts = { columns: { userName: 'User ID', fullName: 'Full Name', permission: 'Role' } }
const header = inlineRow('User ID', 'Full Name', 'Role')
const read = (parts: SheetParts, group: Parameters<typeof readPacked>[1] = accounts) =>
  readPacked(sheetOf(parts), group)

describe('a workbook of any valid shape', () => {
  const rows = header + inlineRow('abell', 'Ada', 'TELLER')

  it.each<[string, SheetParts]>([
    ['a prefix on every element', { rows, prefix: 'x' }],
    ['another name of the workbook part', { rows, workbookPart: 'xl/workbook2.xml' }],
    ['another folder', { rows, workbookPart: 'book/main.xml', names: { sheet: 'parts/a.xml' } }],
    ['targets from the root', { rows, names: { sheet: '/xl/worksheets/sheet1.xml' } }],
    ['rows and cells without their places', { rows }],
    [
      'shared strings with phonetic runs and rich text',
      {
        rows: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>${inlineRow('abell', 'Ada', 'TELLER')}`,
        sharedStrings:
          '<si><r><t>User</t></r><r><t xml:space="preserve"> ID</t></r><rPh sb="0" eb="1"><t>yuuzaa</t></rPh></si><si><t>Full Name</t></si><si><t>Role</t></si>',
        names: { strings: 'strings1.xml' },
      },
    ],
    [
      'inline strings with phonetic runs',
      {
        rows: `${header}<row><c t="inlineStr"><is><t>abell</t><rPh><t>x</t></rPh></is></c>${inline('Ada')}${inline('TELLER')}</row>`,
      },
    ],
    [
      'text in a cell of its own kind',
      { rows: `${header}<row><c t="str"><v>abell</v></c>${inline('Ada')}${inline('TELLER')}</row>` },
    ],
  ])('is read: %s', async (_, parts) => {
    const found = await read(parts)
    expect(found.problems).toEqual([])
    expect(found.accounts).toEqual(['abell|Ada|'])
    expect(found.grants).toEqual(['abell||TELLER|'])
  })

  it('reads what XML cannot hold, and nothing of what only looks like it', async () => {
    const found = await read({ rows: header + inlineRow('a_x005F_x0041_b', 'A_x000D__x000A_B', '_xyz_') })
    expect(found.accounts).toEqual(['a_x0041_b|A\r\nB|'])
  })

  it('counts days from 1904 when the workbook does', async () => {
    const found = await read(
      {
        rows: `${header}<row>${inline('abell')}<c s="1"><v>0</v></c><c t="d"><v>2026-06-30T00:00:00</v></c></row>`,
        styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
        workbook: '<workbookPr date1904="1"/>',
      },
      accounts,
    )
    expect(found.accounts).toEqual(['abell|1904-01-01|'])
    expect(found.grants).toEqual(['abell||2026-06-30|'])
  })
})

describe('a cell that is not there', () => {
  it('is blank in the last column too, as in the same rows of a CSV', async () => {
    const group = {
      profile: 'hr-roster' as const,
      columns: { employeeId: 'Employee ID', fullName: 'Full Name', manager: 'Manager' },
    }
    const sheet = await read(
      { rows: inlineRow('Employee ID', 'Full Name', 'Manager') + inlineRow('1', 'Ada', '3') + inlineRow('3', 'Cy') },
      group,
    )
    const text = readExtractBytes('Employee ID,Full Name,Manager\n1,Ada,3\n3,Cy,\n', group)
    expect(sheet).toEqual({ ...text, dialect: expect.anything() as unknown })
    expect(sheet.accounts).toEqual(['1|Ada|1', '3|Cy|3'])
  })

  it('says nothing in the vendor’s layout: two accounts, one grant', async () => {
    const group = { profile: 'standardized-permissions' as const }
    const rows = [
      ['Username', 'Name', 'Group', 'Permission', 'Access'],
      ['abell', 'Ada', 'Loans', 'View', 'Y'],
      ['abell', 'Ada', 'Loans', 'Approve'],
      ['bcole', 'Bo', 'Loans', 'View'],
    ]
    const found = await read({ rows: rows.map((cells) => inlineRow(...cells)).join('') }, group)
    expect(found.accounts).toEqual(['abell|Ada|', 'bcole|Bo|'])
    expect(found.grants).toEqual(['abell|Loans|View|Y'])
    expect(found.rejected).toEqual([])
  })
})

describe('a cell without a value', () => {
  it('sets its row aside when it is an error and a rule needs it', async () => {
    const error = (value: string) => `<c t="e"><f>VLOOKUP(A1,B:B,1)</f><v>${value}</v></c>`
    const found = await read(
      {
        rows: `${inlineRow('User ID', 'Full Name', 'Role', 'Note')}<row>${error('#N/A')}${inline('Bo')}${inline('WIRE')}</row><row>${inline('cdahl')}${inline('Cy')}${error('#REF!')}</row><row>${inline('devan')}${inline('Di')}${inline('AUDIT')}${error('#NAME?')}</row>`,
      },
      { ...accounts, ignoredColumns: ['Note'] },
    )
    expect(found.accounts).toEqual(['devan|Di|'])
    expect(found.rejected).toEqual([
      '2 quarantined "User ID" has no value: the formula gives #N/A.',
      '3 quarantined "Role" has no value: the formula gives #REF!.',
      '4 noted "Note", which is ignored, has no value.',
    ])
  })

  it('sets its row aside when its formula has no result', async () => {
    const found = await read({
      rows: `${header}<row>${inline('abell')}${inline('Ada')}<c><f>IF(TRUE,"TELLER","")</f></c></row><row>${inline('bcole')}${inline('Bo')}<c><f>"x"</f><v></v></c></row><row>${inline('cdahl')}<c t="str"><f>""</f><v></v></c>${inline('WIRE')}</row>`,
    })
    expect(found.accounts).toEqual(['cdahl||'])
    const why = '"Role" has no value: the cell holds a formula without a result; open and save it in Excel.'
    expect(found.rejected).toEqual([`2 quarantined ${why}`, `3 quarantined ${why}`])
  })

  it('is a zero that a program put in place of the result', async () => {
    const rows = `${header}<row>${inline('abell')}${inline('Ada')}<c><f>A1</f><v>0</v></c></row>`
    expect((await read({ rows, workbook: '<calcPr fullCalcOnLoad="1"/>' })).rejected).toHaveLength(1)
    expect((await read({ rows })).rejected).toEqual([])
  })

  it('matters nothing in a row that a filter leaves out, except where the filter looks', async () => {
    const filters = [{ column: 'Full Name', is: 'equal-to' as const, value: 'Total' }]
    const error = '<c t="e"><v>#N/A</v></c>'
    const found = await read(
      { rows: `${header}<row>${error}${inline('Total')}</row><row>${inline('bcole')}${error}${inline('WIRE')}</row>` },
      { ...accounts, filters },
    )
    expect(found.rejected).toEqual([
      '2 ignored Full Name is equal-to "Total".',
      '3 quarantined "Full Name" has no value: the formula gives #N/A.',
    ])
  })

  it('is looked up by row however many there are, behind cells with line breaks too', async () => {
    const rows = Array.from({ length: 3000 }, (_, at) =>
      at % 2 === 0
        ? `<row>${inline(`u${at}`)}${inline('two\nlines')}${inline('R')}</row>`
        : `<row>${inline(`u${at}`)}${inline('x')}<c t="e"><v>#N/A</v></c></row>`,
    ).join('')
    const found = await read({ rows: header + rows })
    expect(found.reconciliation).toMatchObject({ read: 3000, applied: 1500, quarantined: 1500 })
    expect(found.rejected.at(-1)).toMatch(/^3001 quarantined/)
  })
})

describe('a number', () => {
  it('is what its cell shows', async () => {
    const found = await read(
      {
        rows: `${inlineRow('Employee ID', 'Full Name')}<row><c s="1"><v>123</v></c>${inline('Ada')}</row><row><c s="2"><v>456</v></c>${inline('Bo')}</row><row><c><v>789</v></c>${inline('Cy')}</row><row><c s="3"><v>1234567</v></c>${inline('Di')}</row>`,
        styles:
          '<numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="&quot;E&quot;00000"/><numFmt numFmtId="166" formatCode="#,##0"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>',
      },
      { profile: 'hr-roster', columns: { employeeId: 'Employee ID', fullName: 'Full Name' } },
    )
    expect(found.accounts).toEqual(['00123|Ada|00123', '1234567|Di|1234567', '789|Cy|789', 'E00456|Bo|E00456'])
  })

  it.each([
    ['00000', 42, '00042'],
    ['"E"00000', 456, 'E00456'],
    ['\\E00000', 456, 'E00456'],
    ['000-00-0000', 123456789, '123-45-6789'],
    ['(000) 000-0000', 5551234567, '(555) 123-4567'],
    ['00000', 1234567, '1234567'],
    ['00000;-00000', -42, '-00042'],
    ['[Red]00000', -42, '-00042'],
    ['"EMP-"0', 7, 'EMP-7'],
    ['00000_)', 7, '00007'],
    ['000', 0, '000'],
  ])('in the format %s: %i is %s', (code, value, text) => {
    const picture = numberPicture(code)
    expect(picture && showNumber(value, picture)).toBe(text)
  })

  it.each(['General', '0', '#,##0', '0.00', '0%', '0.00E+00', '# ?/?', '$0', '@', '[>100]000;0'])(
    'is plain in the format %s',
    (code) => expect(numberPicture(code)).toBeUndefined(),
  )
})

describe('what a person does not see', () => {
  it('is told: hidden rows and merged cells', async () => {
    const hidden = inlineRow('zold', 'Zoe', 'TELLER').replace('<row>', '<row hidden="1">')
    const found = await read({
      rows: `${header}${inlineRow('abell', 'Ada', 'TELLER')}${hidden}${inlineRow('bcole', 'Bo')}`,
      after: '<mergeCells><mergeCell ref="C3:C4"/><mergeCell ref="A1:B1"/></mergeCells>',
    })
    expect(found.grants).toEqual(['abell||TELLER|', 'zold||TELLER|'])
    expect(found.rejected).toEqual([
      '3 noted The row is hidden in the workbook: filtered out on purpose, or by accident?',
      '4 noted "Role" is merged with row 3 (C3:C4), which alone has the value.',
    ])
  })
})

describe('an archive that is not whole', () => {
  it('is refused wherever it breaks off or a byte changes', async () => {
    const whole = sheetOf({ rows: header + inlineRow('abell', 'Ada', 'TELLER') })
    for (let end = 4; end < whole.length; end += 37)
      await expect(readPacked(whole.subarray(0, end), accounts)).rejects.toThrow(/damaged|nothing/)
    const expected = await readPacked(whole, accounts)
    for (let at = 60; at < whole.length; at += 29) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0x55
      const found = await readPacked(changed, accounts).catch(() => 'refused')
      // Times and the like may differ; values may not.
      if (found !== 'refused') expect(found).toEqual(expected)
    }
  })
})

describe('other workbooks', () => {
  const group = { columns: { ...accounts.columns, employeeId: 'Number', lastLogin: 'Since' } }
  const book = (): WorkBook => {
    const sheet = utils.aoa_to_sheet(
      [
        ['User ID', 'Full Name', 'Role', 'Since', 'Number'],
        ['abell', 'Ada\nBell', 'TELLER', null, 123],
        ['bcole', 'Bö', 'WIRE', null, 456],
        [],
        ['cdahl', 'Cy', null],
      ],
      {},
    )
    Object.assign(sheet, {
      D3: { t: 'n', v: 46203, z: 'dd/mm/yyyy' },
      E2: { t: 'n', v: 123, z: '00000' },
      E3: { t: 'n', v: 456, z: '"E"00000' },
      C5: { t: 'e', v: 0x2a },
      '!merges': [{ s: { r: 1, c: 2 }, e: { r: 2, c: 2 } }],
    })
    return {
      SheetNames: ['Gone', 'Users'],
      Sheets: { Gone: utils.aoa_to_sheet([['x']]), Users: sheet },
      Workbook: { Sheets: [{ Hidden: 1 }, { Hidden: 0 }] },
    }
  }

  it.each<BookType>(['biff8', 'biff5', 'xlsb', 'xlsx'])('say the same in the format %s', async (bookType) => {
    const bytes = write(book(), { type: 'buffer', bookType }) as Buffer
    // The writer knows no letters beyond ASCII in Excel 95; its readers do, in the code page of the workbook.
    if (bookType === 'biff5') bytes[bytes.indexOf('B_') + 1] = 0xf6
    const found = await readPacked(bytes, group)
    expect(found.accounts).toEqual(['abell|Ada\nBell|00123', 'bcole|Bö|E00456'])
    expect(found.grants).toEqual(['abell||TELLER|', 'bcole||WIRE|'])
    expect(found.rejected).toContain('5 quarantined "Role" has no value: the formula gives #N/A.')
  })

  it('say the same as OpenDocument, with hidden sheets and rows', async () => {
    const cell = (text: string) =>
      `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`
    const row = (cells: string, attributes = '') => `<table:table-row ${attributes}>${cells}</table:table-row>`
    const number = (value: string, shown: string) =>
      `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${shown}</text:p></table:table-cell>`
    const bytes = openDocumentOf(
      `<table:table table:name="Gone" table:style-name="ta1">${row(cell('x'))}</table:table>
       <table:table table:name="Users">
       ${row(`${cell('User ID')}${cell('Full Name')}${cell('Role')}${cell('Since')}${cell('Number')}<table:table-cell table:number-columns-repeated="16379"/>`)}
       ${row(`${cell('abell')}${cell('Ada</text:p><text:p>B<text:s text:c="2"/>')}${cell('TELLER')}<table:table-cell/>${number('123', '00123')}`)}
       ${row(`${cell('bcole')}${cell('Bö')}${cell('WIRE')}<table:table-cell office:value-type="date" office:date-value="2026-06-30"><text:p>30.06.26</text:p></table:table-cell>${number('4560', '4,560')}`, 'table:visibility="collapse"')}
       ${row('<table:table-cell table:number-columns-repeated="16384"/>')}
       ${row(`${cell('cdahl')}${cell('Cy')}<table:table-cell table:formula="of:=X" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>`)}
       ${row(`${cell('devan')}${cell('Di')}<table:table-cell table:formula="of:=1+1"/>`)}
       ${row('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="1048000"')}
       </table:table>`,
      '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>',
    )
    const found = await readPacked(bytes, group)
    expect(found.accounts).toEqual(['abell|Ada\nB|00123', 'bcole|Bö|4560'])
    expect(found.rejected).toEqual([
      '3 noted The row is hidden in the workbook: filtered out on purpose, or by accident?',
      '5 quarantined "Role" has no value: the formula gives #N/A.',
      '6 quarantined "Role" has no value: the cell holds a formula without a result; open and save it in Excel.',
    ])
  })
})
