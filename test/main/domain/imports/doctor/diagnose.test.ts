import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../../../src/main/domain/imports/doctor/diagnose.ts'
import { textBytesOf } from '../../../../../src/main/domain/imports/reading/encoding.ts'
import { readExtractBytes } from '../../../../support/extract-lab.ts'

const look = (text: string) => diagnose(textBytesOf(Buffer.from(text)), null)
const kinds = (text: string) => look(text).findings.map(({ what }) => what)

const security = `Fern Valley Credit Union
User Security Listing,,,
Run date: 06/30/2026,,,

User ID,Full Name,Role,Branch
abell,Ada Bell,TELLER,01
bcole,Bo Cole,WIRE,02
Total users: 2,,,
*** END OF REPORT ***
`
const profiles = `FERN VALLEY CU                 USER PROFILE LISTING              06/30/26  PAGE    1
PROFILE    STATUS      TEXT                     GROUP PROFILE  SPECIAL AUTHORITY
---------- ----------- ------------------------ -------------- -----------------
ABELL      *ENABLED    ADA BELL BR 1            TELLERS        *NONE
BCOLE      *ENABLED    BO COLE WIRE ROOM        WIRES          *ALLOBJ *SECADM
FERN VALLEY CU                 USER PROFILE LISTING              06/30/26  PAGE    2
PROFILE    STATUS      TEXT                     GROUP PROFILE  SPECIAL AUTHORITY
---------- ----------- ------------------------ -------------- -----------------
CDAHL      *DISABLED   CY DAHL                  AUDIT          *AUDIT
DEVAN      *DISABLED   DI EVAN                  AUDIT          *AUDIT
EFOX       *DISABLED   EVE FOX                  AUDIT          *AUDIT
     TOTAL PROFILES LISTED:       5
`

describe('the doctor', () => {
  it('finds titles, header, total and end of a report, and its rules read it whole', () => {
    const { findings, format } = look(security)
    expect(findings.map(({ what, value }) => `${what}: ${value}`)).toEqual([
      'title-lines: 3 lines stand above the header.',
      'header-row: Line 5: User ID, Full Name, Role, Branch',
      'skipped-lines: Lines that begin with "*** END OF REPORT ***" are no rows.',
      'control-total: "Total users:" states how many users the file holds.',
    ])
    expect(findings[1]).toMatchObject({ evidence: [{ line: 5 }, { line: 6 }, { line: 7 }], rule: { headerRow: 5 } })
    const read = readExtractBytes(security, {
      columns: { userName: 'User ID', fullName: 'Full Name', permission: 'Role', office: 'Branch' },
      format,
    })
    expect(read.grants).toEqual(['abell||TELLER|', 'bcole||WIRE|'])
    expect(read.reconciliation).toMatchObject({ read: 4, applied: 2, ignored: 2, quarantined: 0, noted: 0 })
  })

  it('finds the header of another delimiter by the one name that it knows', () => {
    const text =
      'Benutzerliste Kernbank\nStand 30.06.2026\nBenutzer;Name;Rolle\nabell;Bell, Ada;TELLER\nbcole;Cole, Bo;WIRE\n'
    const { findings, format } = look(text)
    expect(findings[1]?.confidence).toMatch(/^Likely: 1 of its 3 names/)
    const columns = { userName: 'Benutzer', fullName: 'Name', permission: 'Rolle' }
    expect(readExtractBytes(text, { columns, format }).accounts).toEqual(['abell|Bell, Ada|', 'bcole|Cole, Bo|'])
  })

  it('finds columns by a ruler line, and what comes again on each page', () => {
    const { findings, format } = look(profiles)
    expect(findings.map(({ what }) => what)).toEqual([
      'title-lines',
      'fixed-width',
      'repeated-header',
      'skipped-lines',
      'skipped-lines',
      'control-total',
    ])
    const read = readExtractBytes(profiles, {
      columns: { userName: 'PROFILE', fullName: 'TEXT', group: 'GROUP PROFILE', permission: 'SPECIAL AUTHORITY' },
      ignoredColumns: ['STATUS'],
      format,
    })
    expect(read.grants).toContain('BCOLE|WIRES|*ALLOBJ *SECADM|')
    expect(read.reconciliation).toMatchObject({ applied: 5, ignored: 5, quarantined: 0, noted: 0 })
    expect(read.reconciliation?.lines).toMatchObject({ lines: 12, title: 1, rulers: 2, totals: 1, repeatedHeaders: 1 })
  })

  it('finds columns by the blanks that all rows share, where the names are known', () => {
    const rows = [
      'abell      Ada Bell         TELLER',
      'bcole      Bo Cole          WIRE',
      'cdahl      Cy Dahl          AUDIT',
    ]
    const text = ['User ID    Full Name        Role', ...rows, ...rows.map((row) => `x${row.replace(' ', '')}`)].join(
      '\n',
    )
    expect(look(`${text}\n`).format.columns).toEqual([
      { name: 'User ID', from: 0, to: 10 },
      { name: 'Full Name', from: 11, to: 27 },
      { name: 'Role', from: 28, to: 34 },
    ])
  })

  it('finds comment lines', () => {
    const text =
      '# exported by nightly job\nUser ID;Full Name;Role\nabell;Ada Bell;TELLER\n# page 2\nbcole;Bo Cole;WIRE\n#cold;Old Row;TELLER\ndevan;Di;WIRE\n'
    const { format } = look(text)
    expect(format.comment).toBe('#')
    const columns = { userName: 'User ID', fullName: 'Full Name', permission: 'Role' }
    expect(readExtractBytes(text, { columns, format }).accounts).toHaveLength(3)
  })

  it.each([
    ['a plain list', 'User ID,Full Name,Role\nabell,Ada,TELLER\nbcole,Bo,WIRE\n'],
    ['a list whose first column is called #', '#,User ID,Full Name\n1,abell,Ada\n2,bcole,Bo\n'],
    ['people whose names begin like page lines', 'User ID,Full Name,Role\nPage 1,Ann Page,A\nTotal 2,Tom Total,B\n'],
    ['a list without a header', 'abell,Ada,TELLER\nbcole,Bo,WIRE\n'],
    ['prose', 'Dear all,\nthe report is late.\n'],
    ['nothing', ''],
  ])('proposes nothing for %s', (_, text) => {
    expect(look(text).findings.filter(({ rule }) => rule !== null)).toEqual([])
  })

  it('says so where the evidence is weak', () => {
    expect(look('Kernbank\nBenutzer;Rolle\nabell;TELLER\nbcole;WIRE\n').findings).toEqual([
      expect.objectContaining({ what: 'header-row', rule: null, confidence: expect.stringMatching(/^Weak/) as string }),
    ])
    expect(kinds('A           B    C\n1 2     3   x\n     y  z     7\n')).toEqual(['fixed-width'])
  })
})
