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
