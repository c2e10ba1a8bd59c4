import { describe, expect, it } from 'vitest'
import {
  columnsOf,
  meaningsOf,
  missingFrom,
  withMeaning,
} from '../../../../src/renderer/shared/rule-editor/column-mapping.ts'

const rules = { columns: { userName: 'User', permission: 'Right' }, ignoredColumns: ['Branch'] }

describe('the meaning of columns', () => {
  it('is the same rules, read from the other side', () => {
    const meanings = meaningsOf(rules)
    expect(meanings).toEqual({ User: 'userName', Right: 'permission', Branch: 'ignore' })
    expect(columnsOf(meanings)).toEqual(rules)
  })

  it('follows the header of a file where there is one', () => {
    expect(meaningsOf(rules, ['Branch', '', 'User', 'New'])).toEqual({
      Branch: 'ignore',
      User: 'userName',
      New: 'ignore',
    })
  })

  it('gives a field to one column only', () => {
    expect(withMeaning(meaningsOf(rules), 'Branch', 'permission')).toEqual({
      User: 'userName',
      Right: 'ignore',
      Branch: 'permission',
    })
    expect(withMeaning(meaningsOf(rules), 'Right', 'ignore')).toEqual({
      User: 'userName',
      Right: 'ignore',
      Branch: 'ignore',
    })
  })

  it('says what is still missing', () => {
    expect(missingFrom({ A: 'permission' })).toBe('user')
    expect(missingFrom({ A: 'userName', B: 'email' })).toBe('entitlement')
    expect(missingFrom({ A: 'userName', B: 'group' })).toBeUndefined()
  })
})
