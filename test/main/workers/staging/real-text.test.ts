import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readExtractBytes } from '../../../support/extract-lab.ts'

/** The columns that most exports of accounts and roles have. */
const accounts = { columns: { userName: 'User ID', fullName: 'Full Name', permission: 'Role' } }

describe('the encoding of an extract', () => {
  // Only the first bytes looked at: two people became one account whose name held a replacement character.
  it('is valid to the last byte: late Windows-1252 letters are read as such', () => {
    const rows = Array.from({ length: 9_000 }, (_, i) => `user${i},Name of ${i} with a long text,TELLER\n`).join('')
    const bytes = Buffer.from(`User ID,Full Name,Role\n${rows}müllera,Ä,VAULT\nmöllera,Ö,TELLER\n`, 'latin1')
    expect(bytes.length).toBeGreaterThan(256 * 1024)
    const read = readExtractBytes(bytes, accounts)
    expect(read.dialect?.encoding).toBe('windows-1252')
    expect(read.dialect?.telling?.text).toContain('müllera')
    expect(read.grants).toHaveLength(9_002)
    expect(read.grants).toEqual(expect.arrayContaining(['müllera||VAULT|', 'möllera||TELLER|']))
  })

  it('fixed in the rules is held to: the first byte that does not fit refuses the file, with its line', () => {
    const bytes = Buffer.from('User ID,Full Name,Role\nabell,Ada,TELLER\nmüllera,Ä,VAULT\n', 'latin1')
    expect(readExtractBytes(bytes, { ...accounts, format: { encoding: 'utf-8' } }).problems).toMatchObject([
      { line: 3 },
    ])
  })

  it('that a program before lost sets the row aside', () => {
    const read = readExtractBytes('User ID,Full Name,Role\nm\ufffdllera,Ä,VAULT\nabell,Ada,TELLER\n', accounts)
    expect(read.accounts).toEqual(['abell|Ada|'])
    expect(read.rejected).toEqual([expect.stringMatching(/^2 quarantined .*replacement character/)])
  })

  it.each([
    ['windows-1250', '6c776f7a6e69616b2ca3756b61737a20576f9f6e69616b2c4b415341', 'lwozniak|Łukasz Woźniak|'],
    ['windows-1254', '676973696b2c47fc6cfe61682049fefd6b2c56455a4e45', 'gisik|Gülşah Işık|'],
    ['cp850', '6d756c6c65722c4a947267204d816c6c65722c4b41535345', 'muller|Jörg Müller|'],
  ] as const)('can be chosen: %s', (encoding, hex, account) => {
    const bytes = Buffer.concat([Buffer.from('User ID,Full Name,Role\n'), Buffer.from(hex, 'hex')])
    expect(readExtractBytes(bytes, { ...accounts, format: { encoding } }).accounts).toEqual([account])
  })
})

describe('the lines of an extract', () => {
  it.each([
    ['after the header and each row', 'User ID,Full Name,Role,\nabell,Ada Bell,TELLER,\nbcole,Bo Cole,WIRE,\n'],
    ['after each row', 'User ID,Full Name,Role\nabell,Ada Bell,TELLER,\nbcole,Bo Cole,WIRE,\n'],
    ['after the header', 'User ID,Full Name,Role,\nabell,Ada Bell,TELLER\nbcole,Bo Cole,WIRE\n'],
    ['three of them', 'User ID,Full Name,Role,,,\nabell,Ada Bell,TELLER,,,\nbcole,Bo Cole,WIRE,,,\n'],
  ])('may have trailing delimiters: %s', (_, text) => {
    const read = readExtractBytes(text, accounts)
    expect(read.grants).toEqual(['abell||TELLER|', 'bcole||WIRE|'])
    expect(read.rejected).toEqual([])
  })

  it('tell a value in a column without a name', () => {
    const read = readExtractBytes('User ID,Full Name,Role,\nabell,Ada Bell,TELLER,x\n', accounts)
    expect(read.grants).toEqual(['abell||TELLER|'])
    expect(read.rejected).toEqual(['2 noted Column 4 has no name, but holds "x".'])
  })

  it('are set aside when a value stands one place too far right', () => {
    const read = readExtractBytes('User ID,Full Name,Role,\nabell,Bell, Ada,TELLER,\n', accounts)
    expect(read.grants).toEqual([])
    expect(read.rejected).toEqual([expect.stringMatching(/^2 quarantined It has 5 fields/)])
  })

  it('with delimiters alone are no rows', () => {
    const read = readExtractBytes('User ID,Full Name,Role\nabell,Ada,TELLER\n,,\n , ,\n\n"","",""\n\x1a', accounts)
    expect(read.reconciliation).toMatchObject({ read: 1, applied: 1 })
    expect(read.rejected).toEqual([])
  })

  it('that are short have blank cells at their end, unless what they say lacks a part', () => {
    const read = readExtractBytes('User ID,Role,Full Name\nabell,WIRE\nbcole\ncdahl,VAULT,Cy\n', accounts)
    expect(read.accounts).toEqual(['abell||', 'cdahl|Cy|'])
    expect(read.rejected).toEqual([expect.stringMatching(/^3 quarantined It has 1 field/)])
  })

  it('with one field only are no short rows', () => {
    const read = readExtractBytes('User ID,Full Name,Role\nabell,Ada,TELLER\n*** END OF REPORT ***\n', accounts)
    expect(read.accounts).toEqual(['abell|Ada|'])
    expect(read.rejected).toEqual([expect.stringMatching(/^3 quarantined /)])
  })

  it('that break off at the end of the file are set aside', () => {
    const read = readExtractBytes('User ID,Full Name,Role\nabell,Ada,TELLER\nbcole,Bo Co', accounts)
    expect(read.accounts).toEqual(['abell|Ada|'])
    expect(read.rejected).toEqual([
      '3 quarantined The file breaks off in this row: it has 2 of 3 fields and no line end.',
    ])
  })

  it('may end in any mix of line ends', () => {
    const read = readExtractBytes(
      'User ID,Full Name,Role\rabell,Ada,A\r\nbcole,Bo,B\ncdahl,"C\ry",C\r\rdevan,Di,D',
      accounts,
    )
    expect(read.dialect?.lineEnd).toBe('mixed')
    expect(read.grants).toEqual(['abell||A|', 'bcole||B|', 'cdahl||C|', 'devan||D|'])
    expect(read.rejected).toEqual([])
  })

  it('that are comments are passed over when the rules say so', () => {
    const text =
      '# exported by "nightly" job, "open\nUser ID;Full Name;Role\nabell;Ada Bell;TELLER\n# page 2\nbcole;Bo Cole;WIRE\n#cold;Old Row;TELLER\n'
    const read = readExtractBytes(text, { ...accounts, format: { comment: '#' } })
    expect(read.dialect).toMatchObject({ delimiter: ';', header: ['User ID', 'Full Name', 'Role'] })
    expect(read.grants).toEqual(['abell||TELLER|', 'bcole||WIRE|'])
    expect(read.rejected).toEqual([])
  })

  it.each([
    ['duplicate', 'User ID,Full Name,Role,Note,Note\nabell,Ada,TELLER,a,b\n'],
    ['nameless', 'User ID,,Full Name,Role,Note\nabell,,Ada,TELLER,a\n'],
  ])('are read though a column that no rule needs is %s', (_, text) => {
    expect(readExtractBytes(text, { ...accounts, ignoredColumns: ['Note'] }).grants).toEqual(['abell||TELLER|'])
  })

  it('are not read when a duplicate column is needed', () => {
    const { problems } = readExtractBytes('User ID,Full Name,Role,Role\nabell,Ada,A,B\n', accounts)
    expect(problems).toMatchObject([{ column: 'Role', message: expect.stringContaining('twice') as string }])
  })
})

describe('the header of an extract', () => {
  it('is the line that the rules name, and the delimiter is judged from it and from the rows', () => {
    const text =
      'Benutzerliste Kernbank\nStand 30.06.2026\nBenutzer;Name;Rolle\nabell;Bell, Ada;TELLER\nbcole;Cole, Bo;WIRE\n'
    const read = readExtractBytes(text, {
      columns: { userName: 'Benutzer', fullName: 'Name', permission: 'Rolle' },
      format: { headerRow: 3 },
    })
    expect(read.dialect?.delimiter).toBe(';')
    expect(read.accounts).toEqual(['abell|Bell, Ada|', 'bcole|Cole, Bo|'])
  })

  it.each([4, 5])('is counted in physical lines: %i, where line 4 is blank', (headerRow) => {
    const text =
      'Fern Valley\nUser "Security Listing,,\nRun date: 06/30/2026,,\n\nUser ID,Full Name,Role\nabell,Ada,TELLER\n'
    const read = readExtractBytes(text, { ...accounts, format: { headerRow } })
    expect(read.grants).toEqual(['abell||TELLER|'])
  })

  it('is found below titles whose quotes do not close', () => {
    const text = '"Security Listing\nUser ID,Full Name,Role\nabell,Ada,TELLER\nbcole,"B",WIRE\n'
    const read = readExtractBytes(text, { ...accounts, format: { headerRow: 2 } })
    expect(read.grants).toEqual(['abell||TELLER|', 'bcole||WIRE|'])
  })
})

describe('the quotes of an extract', () => {
  const noted = { ...accounts, ignoredColumns: ['Note'] }
  const header = 'User ID,Full Name,Role,Note\n'

  it('that do not close cost one row', () => {
    const read = readExtractBytes(
      `${header}abell,"Ada ""Ace"" Bell",TELLER,ok\nbcole,Bo "Bo" Cole,WIRE,inch 3"\ncdahl,"Cy Dahl,AUDIT,opened and never closed\ndevan,Di Evans,TELLER,ok\nefox,Eve Fox,TELLER,ok\nggray,"Gil\nGray",TELLER,"two\r\nlines"\nhhart,Hal Hart,TELLER,”smart”\n`,
      noted,
    )
    expect(read.accounts.map((account) => account.split('|')[0])).toEqual([
      'abell',
      'bcole',
      'devan',
      'efox',
      'ggray',
      'hhart',
    ])
    expect(read.rejected).toEqual([expect.stringMatching(/^4 quarantined .*never closed/)])
  })

  it('that close in a later row by accident set the row aside and name the lines that it took', () => {
    const read = readExtractBytes(
      `${header}abell,Ada,TELLER,"note\nbcole,Bo,WIRE,ok\ncdahl,Cy,AUDIT,inch 3"\ndevan,Di,TELLER,ok\n`,
      noted,
    )
    expect(read.accounts).toEqual(['devan|Di|'])
    expect(read.rejected).toEqual([expect.stringMatching(/^2 quarantined .*look like rows.* lines 2 to 4/)])
  })

  it('may stand behind a space', () => {
    const read = readExtractBytes(`${header}abell, "Bell, Ada" ,TELLER, "a\nb"\nbcole, "Bo" Cole,WIRE,x\n`, noted)
    expect(read.accounts).toEqual(['abell|Bell, Ada|', 'bcole|"Bo" Cole|'])
    expect(read.rejected).toEqual([])
  })

  it('that only keep Excel from computing are left out', () => {
    const read = readExtractBytes('Employee ID,Full Name\n="00123",Ada\n"=""00456""",Bo\n\'00789,Cy\n7,\'t Hooft\n', {
      profile: 'hr-roster',
      columns: { employeeId: 'Employee ID', fullName: 'Full Name' },
    })
    expect(read.accounts).toEqual(['00123|Ada|00123', '00456|Bo|00456', '00789|Cy|00789', "7|'t Hooft|7"])
  })
})

describe('a control character in a cell', () => {
  it('is told', () => {
    const bytes = Buffer.concat([
      Buffer.from('User ID,Full Name,Role\nmuller,J'),
      Buffer.from([0x94, 0x81]),
      Buffer.from(',K\n'),
    ])
    expect(readExtractBytes(bytes, accounts).rejected).toEqual([
      '2 noted "Full Name" holds a control character (U+0081): is the encoding right?',
    ])
    expect(readExtractBytes('User ID,Full Name,Role\nabell,A\x0bda\tB,K\n', accounts).rejected).toEqual([
      '2 noted "Full Name" holds a control character (U+000B): is the encoding right?',
    ])
  })
})

describe('a row with one broken quote', () => {
  const cell = fc.constantFrom('a', 'b c', '', 'x', '7')
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 })

  it('never changes another row, wherever it stands', () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const line = (row: readonly string[], at: number, mark: string) =>
          `${mark}${at},n${row[0]},r${row[1]}${row[2]}\n`
        const text = [
          'User ID,Full Name,Role\n',
          ...before.map((row, at) => line(row, at, 'b')),
          'broken,"open,TELLER\n',
          ...after.map((row, at) => line(row, at, 'c')),
        ].join('')
        const users = (read: ReturnType<typeof readExtractBytes>) =>
          read.accounts.filter((account) => !account.startsWith('broken'))
        const whole = readExtractBytes(text.replace('"open', 'open'), accounts)
        expect(users(readExtractBytes(text, accounts))).toEqual(users(whole))
      }),
      { numRuns: 12 },
    )
  })
})
