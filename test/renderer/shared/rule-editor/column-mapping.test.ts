import { describe, expect, it } from 'vitest'
import {
  columnsOf,
  mappingOf,
  missingField,
  withField,
} from '../../../../src/renderer/shared/rule-editor/column-mapping.ts'

const rules = { columns: { userName: 'User', permission: 'Right' }, ignoredColumns: ['Branch'] }

describe('column mapping', () => {
  it('shows the same rules by column', () => {
    const meanings = mappingOf(rules)
    expect(meanings).toEqual({ User: 'userName', Right: 'permission', Branch: 'ignore' })
    expect(columnsOf(meanings)).toEqual(rules)
  })

  it('follows the header of the file when there is one', () => {
    expect(mappingOf(rules, ['Branch', '', 'User', 'New'])).toEqual({
      Branch: 'ignore',
      User: 'userName',
      New: 'ignore',
    })
  })

  it('assigns a field to only one column', () => {
    expect(withField(mappingOf(rules), 'Branch', 'permission')).toEqual({
      User: 'userName',
      Right: 'ignore',
      Branch: 'permission',
    })
    expect(withField(mappingOf(rules), 'Right', 'ignore')).toEqual({
      User: 'userName',
      Right: 'ignore',
      Branch: 'ignore',
    })
  })

  it('lists the missing fields', () => {
    expect(missingField({ A: 'permission' })).toBe('user')
    expect(missingField({ A: 'userName', B: 'email' })).toBe('entitlement')
    expect(missingField({ A: 'userName', B: 'group' })).toBeUndefined()
  })
})
