import { describe, expect, it } from 'vitest'
import { type GroupInput, readExtractBytes, type ReadExtract } from '../../../support/extract-lab.ts'

const accounts = { columns: { userName: 'User ID', fullName: 'Full Name', permission: 'Role' } }

const report = `Fern Valley Credit Union
User Security Listing,,

User ID,Full Name,Role
abell,Ada Bell,TELLER
bcole,Bo Cole,WIRE
-----,--------,----
Page 2 of 2
User ID,Full Name,Role
cdahl,"Cy
Dahl",TELLER
bcole,Bo Cole,TELLER
Total users: 3,,
*** END OF "REPORT ***
`
const known: GroupInput = {
  ...accounts,
  format: {
    headerRow: 4,
    skipLines: { startingWith: ['-----', 'Page ', '*** END OF'], repeatedHeader: true },
    controlTotals: [{ startingWith: 'Total users:', counts: 'users' }],
  },
}

/** Both equations: of the lines of the file, and of its rows. */
function expectBalance({ reconciliation }: ReadExtract) {
  if (!reconciliation?.lines) throw new Error('lines are not counted')
  const { read, applied, unknown, quarantined, duplicate, ignored, lines: counts } = reconciliation
  const { lines, rows, ...others } = counts
  expect(Object.values(others).reduce((sum, count) => sum + count, rows)).toBe(lines)
  expect(applied + unknown + quarantined + duplicate + ignored).toBe(read)
  expect(rows + counts.repeatedHeaders + counts.rulers + counts.totals + counts.skipped).toBe(read)
}

describe('lines of a report that are no rows', () => {
  it('are ignored with their reason when the rules say so, and each line is counted once', () => {
    const read = readExtractBytes(report, known)
    expect(read.grants).toEqual(['abell||TELLER|', 'bcole||TELLER|', 'bcole||WIRE|', 'cdahl||TELLER|'])
    expect(read.rejected).toEqual([
      '7 ignored It is a ruler.',
      '8 ignored The rules skip lines that begin like this.',
      '9 ignored It is the header again.',
      '13 ignored It is a total; its number is compared with what was read.',
      '14 ignored The rules skip lines that begin like this.',
    ])
    expect(read.reconciliation?.lines).toEqual({
      lines: 14,
      title: 2,
      header: 1,
      comments: 0,
      blank: 1,
      repeatedHeaders: 1,
      rulers: 1,
      totals: 1,
      skipped: 2,
      rows: 4,
      continued: 1,
    })
    expectBalance(read)
  })

  it('are set aside without such a rule', () => {
    const read = readExtractBytes(report.replace('"REPORT', 'REPORT'), { ...accounts, format: { headerRow: 4 } })
    expect(read.rejected.map((row) => row.split(' ').slice(0, 2).join(' '))).toEqual(
      expect.arrayContaining(['8 quarantined', '14 quarantined']),
    )
    expectBalance(read)
  })

  it('are no excuse to pass over somebody whose name begins like one', () => {
    const read = readExtractBytes('User ID,Full Name,Role\nPage 1\nPage Ann,Ann Page,TELLER\nPage Bo,,WIRE\n', {
      ...accounts,
      format: { skipLines: { startingWith: ['Page '] } },
    })
    expect(read.rejected).toEqual([
      '2 ignored The rules skip lines that begin like this.',
      '3 quarantined It begins like a line that the rules skip, but is filled like a row.',
      '4 quarantined It begins like a line that the rules skip, but is filled like a row.',
    ])
  })

  it.each([
    ['Total users: 3', []],
    ['Total users: 4', ['The total "Total users:" says 4, but 3 users were read.']],
    ['Total users: all', ['The total "Total users:" says no number, but 3 users were read.']],
    ['', ['The rules expect the total "Total users:", but the file has none: its end may be missing.']],
  ])('with a total are compared: "%s"', (line, notes) => {
    const read = readExtractBytes(report.replace('Total users: 3', line), known)
    expect(read.rejected.filter((row) => row.includes(' noted ')).map((row) => row.replace(/^\d+ noted /, ''))).toEqual(
      notes,
    )
    expect(read.reconciliation?.noted).toBe(notes.length)
  })

  it.each([
    ['comments, blank lines and a row of delimiters', '# a\nUser ID,Full Name,Role\n\n# b\n,,\nabell,Ada,TELLER\n'],
    ['no line end', 'User ID,Full Name,Role\nabell,Ada,TELLER'],
    ['carriage returns', 'User ID,Full Name,Role\rabell,Ada,TELLER\r\r\nbcole,"B\ro",WIRE\r\n'],
    ['a broken quote', 'User ID,Full Name,Role\nabell,"Ada,TELLER\nbcole,Bo,WIRE\n'],
    ['a sep= line', 'sep=,\nUser ID,Full Name,Role\nabell,Ada,TELLER\n'],
  ])('are counted in a file with %s', (_, text) => {
    expectBalance(readExtractBytes(text, { ...accounts, format: { comment: '#' } }))
  })
})

const profiles = `FERN VALLEY CU             USER PROFILE LISTING   06/30/26  PAGE    1
PROFILE    STATUS      TEXT                     SPECIAL AUTHORITY
---------- ----------- ------------------------ -----------------
ABELL      *ENABLED    ADA BELL "BR 1           *NONE
BCOLE      *ENABLED    BO COLE WIRE ROOM        *ALLOBJ *SECADM
     TOTAL PROFILES LISTED:       2
`
const fixed: GroupInput = {
  columns: { userName: 'PROFILE', fullName: 'TEXT', permission: 'SPECIAL AUTHORITY' },
  ignoredColumns: ['STATUS'],
  format: {
    headerRow: 2,
    columns: [
      { name: 'PROFILE', from: 0, to: 10 },
      { name: 'STATUS', from: 11, to: 22 },
      { name: 'TEXT', from: 23, to: 47 },
      { name: 'SPECIAL AUTHORITY', from: 48, to: 65 },
    ],
    skipLines: { startingWith: ['-----'] },
    controlTotals: [{ startingWith: 'TOTAL PROFILES LISTED:', counts: 'users' }],
  },
}

describe('a fixed-width file', () => {
  it('is cut at the positions of the rules', () => {
    const read = readExtractBytes(profiles, fixed)
    expect(read.accounts).toEqual(['ABELL|ADA BELL "BR 1|', 'BCOLE|BO COLE WIRE ROOM|'])
    expect(read.grants).toEqual(['ABELL||*NONE|', 'BCOLE||*ALLOBJ *SECADM|'])
    expect(read.reconciliation).toMatchObject({ read: 4, applied: 2, ignored: 2, noted: 0 })
    expectBalance(read)
  })

  it.each([
    [
      'CDAHL      *ENABLED    A NAME THAT IS FAR TOO LONG FOR IT  *NONE',
      'text stands between the columns, at position 47',
    ],
    [`${'CDAHL'.padEnd(48)}*NONE              X`, 'it is longer than its columns, with text at position 67'],
    ['CDAHL\t*ENABLED', 'a tab stands at position 5, so the positions are not certain'],
  ])('has a line set aside that does not fit: %s', (line, why) => {
    const read = readExtractBytes(profiles.replace('BCOLE', `${line}\nBCOLE`), {
      ...fixed,
      format: { ...fixed.format, controlTotals: [] },
    })
    expect(read.rejected).toContain(`5 quarantined It can't be split into fields: ${why}.`)
    expect(read.grants).toHaveLength(2)
  })

  it('is refused when its header stands at other places', () => {
    const { problems } = readExtractBytes(profiles.replace('PROFILE    STATUS', 'PROFILE  STATUS  '), fixed)
    expect(problems[0]?.column).toBe('PROFILE')
  })
})
