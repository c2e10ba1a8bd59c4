import { describe, expect, it } from 'vitest'
import type { Change } from '../../../../src/contract/imports.ts'
import { nameFrom } from '../../../../src/renderer/features/imports/files/draft.ts'
import { csvRecord } from '../../../../src/renderer/shared/lists/csv.ts'
import { changeRecord } from '../../../../src/renderer/features/imports/preview/export-changes.ts'
import { splitAtNames } from '../../../../src/renderer/features/imports/files/split-at-names.ts'

const change: Change = {
  id: 1,
  kind: 'adjusts',
  sentence: 'Ana Silva: Wire Approval in Core Banking changes from "Y" to "Full"',
  account: { id: 1, userName: '=cmd()', name: 'Ana Silva' },
  entitlement: { id: 2, name: 'Wire Approval', path: 'Tellers › Wire Approval', privileged: true },
  before: { access: 'Y' },
  after: { access: 'Full' },
  line: 17,
  held: null,
}

describe('a sentence', () => {
  it('is cut at its names without losing a letter', () => {
    const pieces = splitAtNames(change.sentence, ['Ana Silva', 'Wire Approval'])
    expect(pieces.filter((piece) => piece.isName).map((piece) => piece.text)).toEqual(['Ana Silva', 'Wire Approval'])
    expect(pieces.map((piece) => piece.text).join('')).toBe(change.sentence)
  })

  it('stays whole where a name does not stand in it', () => {
    expect(splitAtNames('Vault appears', [undefined, 'Wire', ''])).toEqual([
      { text: 'Vault appears', isName: false, at: 0 },
    ])
  })
})

describe('an exported change', () => {
  it('says what changed on either side, and keeps formulas asleep', () => {
    expect(csvRecord(changeRecord(change))).toBe(
      '"Ana Silva: Wire Approval in Core Banking changes from ""Y"" to ""Full""",Access level changes,' +
        "'=cmd(),Ana Silva,Tellers › Wire Approval,yes,Access: Y,Access: Full,17,,\r\n",
    )
  })
})

describe('the name of an application', () => {
  it('is what a file name says without dates and signs', () => {
    expect(['core_banking-20260630.csv', 'Kredit.Überblick.txt', '2026.csv'].map(nameFrom)).toEqual([
      'Core banking',
      'Kredit Überblick',
      '',
    ])
  })
})
