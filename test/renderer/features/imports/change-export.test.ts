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

describe('a change summary', () => {
  it('is split at its names without losing a character', () => {
    const pieces = splitAtNames(change.sentence, ['Ana Silva', 'Wire Approval'])
    expect(pieces.filter((piece) => piece.isName).map((piece) => piece.text)).toEqual(['Ana Silva', 'Wire Approval'])
    expect(pieces.map((piece) => piece.text).join('')).toBe(change.sentence)
  })

  it('stays whole when it does not contain a name', () => {
    expect(splitAtNames('Vault appears', [undefined, 'Wire', ''])).toEqual([
      { text: 'Vault appears', isName: false, at: 0 },
    ])
  })
})

describe('an exported change', () => {
  it('shows both sides of a change and neutralises formulas', () => {
    expect(csvRecord(changeRecord(change))).toBe(
      '"Ana Silva: Wire Approval in Core Banking changes from ""Y"" to ""Full""",Access level changes,' +
        "'=cmd(),Ana Silva,Tellers › Wire Approval,yes,Access: Y,Access: Full,17,,\r\n",
    )
  })
})

describe('the name of an application', () => {
  it('is the file name without dates and punctuation', () => {
    expect(['core_banking-20260630.csv', 'Kredit.Überblick.txt', '2026.csv'].map(nameFrom)).toEqual([
      'Core banking',
      'Kredit Überblick',
      '',
    ])
  })
})
