import { describe, expect, it } from 'vitest'
import { readExtractBytes } from '../../../support/extract-lab.ts'

const columns = { userName: 'User', fullName: 'Name', permission: 'Groups' }
const cells = (cell: string, split: object) =>
  readExtractBytes(`User,Name,Groups\nabell,Ada,"${cell.replaceAll('"', '""')}"\n`, {
    columns,
    split: { permission: { by: ',', ...split } },
  })
const permissions = (read: ReturnType<typeof readExtractBytes>) => read.grants.map((grant) => grant.split('|')[2])

describe('several values in one cell', () => {
  it('are a grant each: blanks and repetitions are none, and a blank cell names the account', () => {
    const read = readExtractBytes('User,Name,Groups\nabell,Ada,"Wires, Everyone,,Wires"\nbcole,Bo,\n', {
      columns,
      split: { permission: { by: ',' } },
      constants: { group: 'Okta' },
      valueMaps: { permission: { wires: 'Wire Room' } },
    })
    expect(read.grants).toEqual(['abell|Okta|Everyone|', 'abell|Okta|Wire Room|'])
    expect(read.accounts).toEqual(['abell|Ada|', 'bcole|Bo|'])
    expect(read.rejected).toEqual([])
  })

  it.each([
    ['a semicolon', 'A;B', { by: ';' }, ['A', 'B']],
    ['a pipe', 'A|B ', { by: '|' }, ['A', 'B ']],
    ['a line end of any kind', 'A\r\nB\nC', { by: '\n' }, ['A', 'B', 'C']],
    ['a comma that is not escaped', String.raw`A\,1,B\\,C`, {}, [String.raw`A\,1`, String.raw`B\\`, 'C']],
  ])('are told apart by %s', (_, cell, split, expected) => {
    expect(permissions(cells(cell, split))).toEqual(expected.map((value) => value.trim()))
  })

  it.each([
    ['semicolons', 'CN=a,OU=b;CN=c,OU=d', ';', ['CN=a,OU=b', 'CN=c,OU=d']],
    ['quotes', 'CN="a;b",OU=b;CN=c', ';', ['CN="a;b",OU=b', 'CN=c']],
    [
      'commas before domains',
      String.raw`CN=a\,1,CN=Users,DC=x,CN=c,DC=x`,
      ',',
      [String.raw`CN=a\,1,CN=Users,DC=x`, 'CN=c,DC=x'],
    ],
    ['commas before units', 'CN=a,OU=b,CN=c,OU=d', ',', ['CN=a,OU=b', 'CN=c,OU=d']],
  ])('are distinguished names, told apart by %s', (_, cell, by, expected) => {
    const read = readExtractBytes(`User,Name,Groups\nabell,Ada,"${cell.replaceAll('"', '""')}"\n`, {
      columns,
      split: { permission: { by: by as ',', dn: true } },
      format: { delimiter: ',' },
    })
    expect(permissions(read)).toEqual(expected)
  })

  it('make a row unreadable where a part is no distinguished name', () => {
    const read = cells('CN=Smith, John,OU=x', { dn: true })
    expect(read.grants).toEqual([])
    expect(read.rejected).toEqual(['2 unknown "John" is no part of a distinguished name, so its cell can\'t be split.'])
  })

  it('count by rows in the books: a row is a duplicate when none of its grants is left', () => {
    const read = readExtractBytes('User,Name,Groups\na,A,"X,Y"\na,A,"Y,Z"\na,A,X\n', {
      columns,
      split: { permission: { by: ',' } },
    })
    expect(new Set(permissions(read))).toEqual(new Set(['X', 'Y', 'Z']))
    expect(read.reconciliation).toMatchObject({ read: 3, applied: 2, duplicate: 1 })
  })
})

describe('a column per permission', () => {
  const matrix = { columns: { userName: 'User' }, unpivot: { columns: ['Cash', 'Wire'] } }

  it('gives what is marked, under the name of the column', () => {
    const read = readExtractBytes('User,Cash,Wire\nabell,X,yes\nbcole,-, \ncdahl,,1\n', matrix)
    expect(read.grants).toEqual(['abell||Cash|', 'abell||Wire|', 'cdahl||Wire|'])
    expect(read.accounts).toHaveLength(3)
  })

  it('makes a row unreadable by a mark that nobody explained, and tells whose it is', () => {
    const read = readExtractBytes('User,Cash,Wire\nabell,X,maybe\nbcole,X,\n', matrix)
    expect(read.grants).toEqual(['bcole||Cash|'])
    expect(read.rejected).toEqual([
      '2 unknown "maybe" in "Wire" is no mark that the rules know: say whether it means yes or no.',
    ])
  })

  it('takes other values as access values when the rules say so', () => {
    const read = readExtractBytes('User,Cash,Wire\nabell,Read,X\n', {
      ...matrix,
      unpivot: { columns: ['Cash', 'Wire'], other: 'access' },
    })
    expect(read.grants).toEqual(['abell||Cash|Read', 'abell||Wire|'])
  })

  it('may be every column that no other rule names', () => {
    const read = readExtractBytes('User,Branch,Cash,Wire\nabell,Main,X,\n', {
      columns: { userName: 'User' },
      ignoredColumns: ['Branch'],
      unpivot: { columns: 'unmapped', field: 'group' },
    })
    expect(read.grants).toEqual(['abell|Cash||'])
  })

  it('is a problem of the header when it is missing or stands twice, and a short row is unreadable', () => {
    expect(readExtractBytes('User,Cash\nabell,X\n', matrix).problems).toMatchObject([{ column: 'Wire' }])
    expect(readExtractBytes('User,Cash,Wire,Cash\nabell,X,,\n', matrix).problems).toMatchObject([{ column: 'Cash' }])
    expect(readExtractBytes('User,Cash,Wire\nabell,X\n', matrix).rejected).toHaveLength(1)
  })
})

describe('values repeated from above', () => {
  const repeated = { columns: { userName: 'User', fullName: 'Name', permission: 'Groups' }, fillDown: ['User', 'Name'] }

  it('stand for a blank cell, but the name of one account is not taken for another', () => {
    const read = readExtractBytes('User,Name,Groups\nabell,Ada,X\n,,Y\nbcole,,X\n,,Z\n', repeated)
    expect(read.grants).toEqual(['abell||X|', 'abell||Y|', 'bcole||X|', 'bcole||Z|'])
    expect(read.accounts).toEqual(['abell|Ada|', 'bcole||'])
    expect(read.rejected).toEqual([])
  })

  it.each([
    ['a row of another width', 'Total: 1'],
    ['a title', 'Branch: West,,'],
    ['a quote that never closes', 'bcole,"Bo,X'],
  ])('end at %s, until a value stands again', (_, between) => {
    const read = readExtractBytes(`User,Name,Groups\nabell,Ada,X\n${between}\n,,Y\nbcole,Bo,X\n,,Z\n`, {
      ...repeated,
      format: { delimiter: ',' },
    })
    expect(read.grants).toEqual(['abell||X|', 'bcole||X|', 'bcole||Z|'])
    expect(read.rejected[1]).toBe('4 quarantined "User" is blank, and line 3 above it could not be read.')
  })

  it('begin with the first value of a file', () => {
    const read = readExtractBytes('User,Name,Groups\n,,Y\nabell,Ada,X\n', repeated)
    expect(read.rejected).toEqual(['2 quarantined "User" is blank, and no row above has a value.'])
  })

  it('go on below a row that a filter ignores, unless the filter looked at them', () => {
    const filters = [
      { column: 'Groups', is: 'equal-to' as const, value: 'Old' },
      { column: 'User', is: 'starting-with' as const, value: 'Page' },
    ]
    const read = readExtractBytes('User,Name,Groups\nabell,Ada,X\n,,Old\n,,Y\nPage 2,,\n,,Z\n', {
      ...repeated,
      filters,
    })
    expect(read.grants).toEqual(['abell||X|', 'abell||Y|'])
    expect(read.rejected).toHaveLength(3)
  })
})

describe('the validity of a row', () => {
  const validity = {
    columns: { userName: 'UNAME', permission: 'AGR_NAME', validFrom: 'FROM_DAT', validUntil: 'TO_DAT' },
  }
  const header = 'AGR_NAME,UNAME,FROM_DAT,TO_DAT\n'

  it('decides what is held on the day of the extract, and tells the rest', () => {
    const rows = 'Z_TELLER,ABELL,20250101,99991231\nZ_WIRE,BCOLE,20250101,20260331\nZ_AUDIT,BCOLE,20270101,9999-12-31\n'
    const read = readExtractBytes(header + rows + 'Z_LAST,CDAHL,,2026-06-30\nZ_NONE,CDAHL,00000000,\n', validity)
    expect(permissions(read)).toEqual(['Z_TELLER', 'Z_LAST', 'Z_NONE'])
    expect(read.rejected).toEqual([
      '3 ignored valid until 2026-03-31: no longer held on 2026-06-30.',
      '4 ignored valid from 2027-01-01: not yet held on 2026-06-30.',
    ])
  })

  it.each([
    [null, '03/07/2026', 'valid until 2026-03-07'],
    ['day-first', '03/04/2026', 'valid until 2026-04-03'],
    ['month-first', '04.03.2026', 'valid until 2026-04-03'],
  ] as const)('is read with the order of dates %s', (dateOrder, until, reason) => {
    const read = readExtractBytes(`${header}Z,A,,${until}\n`, { ...validity, dateOrder })
    expect(read.rejected[0]).toContain(reason)
  })

  it.each(['2026-06-31', 'soon', '31/12/2026'])('is not guessed: %s', (until) => {
    const read = readExtractBytes(`${header}Z,A,,${until}\n`, { ...validity, dateOrder: 'month-first' })
    expect(read.grants).toEqual([])
    expect(read.rejected).toEqual([expect.stringMatching(/^2 unknown .* in validUntil is no date/)])
  })
})
