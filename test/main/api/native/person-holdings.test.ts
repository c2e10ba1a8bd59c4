import { afterEach, beforeEach, expect, test } from 'vitest'
import { personHoldings } from '../../../../src/main/api/native/person-holdings.ts'
import { type Governance, startGovernance } from '../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
  governance.person('maria')
  governance.person('ana', 'maria')
  governance.person('ben')
  for (const [id, members] of [
    ['entry', ['ana']],
    ['release', []],
  ] as const) {
    governance.role(id, members)
    governance.item(id)
  }
})
afterEach(() => governance.close())

const held = (by: ReturnType<Governance['as']>, of: string) => personHoldings(governance.env.store.reader, by, of)

test('roles and items that are held, and nothing that is not', () => {
  const { person, roles, items } = held(governance.as('ana'), 'ana')
  expect(person.name).toBe('ana')
  expect(roles.map(({ id }) => id)).toEqual(['managed/role/entry'])
  expect(items.map(({ id }) => id)).toEqual(['entry'])
})

test('a manager sees that of direct reports, and a caller who may read people that of everybody', () => {
  expect(held(governance.as('maria'), 'ana').items).toHaveLength(1)
  expect(held(governance.as(null, 'identities:read'), 'ana').items).toHaveLength(1)
  expect(held(governance.as(null, 'requests:read'), 'ana').items).toHaveLength(1)
})

test('a colleague does not, and learns not even whether somebody is there', () => {
  const refusal = expect.objectContaining({ code: 'not-found' })
  expect(() => held(governance.as('ben'), 'ana')).toThrow(refusal)
  expect(() => held(governance.as('ben'), 'nobody')).toThrow(refusal)
  expect(() => held(governance.as(null, 'identities:read'), 'nobody')).toThrow(refusal)
})
