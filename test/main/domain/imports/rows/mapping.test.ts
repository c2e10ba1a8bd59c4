import { describe, expect, it } from 'vitest'
import { FileGroup } from '../../../../../src/contract/applications.ts'
import { accountAttributes } from '../../../../../src/main/domain/identities/access-facts.ts'
import { bindRules } from '../../../../../src/main/domain/imports/rows/mapping.ts'
import type { Row } from '../../../../../src/main/domain/imports/rows/row.ts'

const group = (more: object) =>
  FileGroup.parse({
    id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01',
    name: 'Grants',
    pattern: '*.csv',
    columns: { userName: 'user', permission: 'permission' },
    ...more,
  })

function bind(more: object, header: string[]) {
  const bound = bindRules(group(more), header, 'grants.csv', '2026-06-30')
  if ('problems' in bound) throw new Error(JSON.stringify(bound.problems))
  return bound
}

function attributesOf(row: Row): Record<string, string> {
  if (row.kind !== 'facts') throw new Error(row.reason)
  return Object.fromEntries(accountAttributes.map((name, at) => [name, row.attributes[at] ?? '?']))
}

describe('what a row says of its account', () => {
  it('is as a blank cell has it where no column states it, and says which attributes can be stated at all', () => {
    const { read, states } = bind({}, ['user', 'permission'])
    const attributes = attributesOf(read(['ana', 'Wires']))
    expect(attributes).toEqual({
      ...Object.fromEntries(accountAttributes.map((name) => [name, ''])),
      active: 'yes',
      locked: 'no',
    })
    expect([...states]).toEqual([])
  })

  it('comes from columns and constants, and a full name from its parts', () => {
    const columns = { userName: 'user', permission: 'permission', firstName: 'first', lastName: 'last', active: 'on' }
    const { read, states } = bind({ columns, constants: { department: 'Loans' } }, [
      'user',
      'permission',
      'first',
      'last',
      'on',
    ])
    const rows = [read(['ana', 'Wires', 'Ana', 'Silva', 'N']), read(['bo', 'Wires', '', 'Berg', ''])].map(attributesOf)
    expect(rows[0]).toMatchObject({ full_name: 'Ana Silva', department: 'Loans', active: 'no' })
    expect(rows[1]).toMatchObject({ full_name: 'Berg', department: 'Loans', active: 'yes' })
    expect([...states].sort()).toEqual(['active', 'department', 'first_name', 'full_name', 'last_name'])
  })

  it('is not guessed: a yes or no that is neither sets the row aside, also where the rules say it for all rows', () => {
    const columns = { userName: 'user', permission: 'permission', active: 'on' }
    const row = bind({ columns }, ['user', 'permission', 'on']).read(['ana', 'Wires', 'perhaps'])
    const all = bind({ constants: { locked: 'perhaps' } }, ['user', 'permission']).read(['ana', 'Wires'])
    expect([row, all]).toMatchObject([
      { kind: 'unreadable', reason: expect.stringContaining('"perhaps" in active'), whose: { userName: 'ana' } },
      { kind: 'unreadable', reason: expect.stringContaining('"perhaps" in locked'), whose: { userName: 'ana' } },
    ])
  })
})
