import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  createEntry,
  findItem,
  getEntry,
  listItems,
  updateEntry,
} from '../../../../src/main/domain/catalogue/catalogue.service.ts'
import { createField } from '../../../../src/main/domain/catalogue/request-fields.service.ts'
import { createItem, listCatalogue } from '../../../../src/main/domain/catalogue/items.service.ts'
import { viewFields, viewItem } from '../../../../src/main/domain/catalogue/item.view.ts'
import { setUserProperty } from '../../../../src/main/domain/managed-users/change-managed-user.service.ts'
import { listRoles, removeRole } from '../../../../src/main/domain/roles/roles.service.ts'
import { type Governance, startGovernance } from '../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
})
afterEach(() => governance.close())

it('a role can be requested while it exists, whether it or its entry was created first', () => {
  const db = governance.env.store.reader
  const { actor } = governance.as(null)
  const shown = () => {
    const listed = (requestable: boolean) =>
      listCatalogue(db, { words: null, class: null, application: null, requestable }, 0, 10).items.map(({ key }) => key)
    const { requestable, why } = viewItem(db, getEntry(db, 'vault'))
    const named = ['vault', 'managed/role/vault'].map((id) => findItem(db, id)?.key)
    return { named, items: listItems(db).map(({ key }) => key), yes: listed(true), no: listed(false), requestable, why }
  }
  const whileThere = {
    named: ['vault', 'vault'],
    items: ['vault'],
    yes: ['vault'],
    no: [],
    requestable: true,
    why: null,
  }
  const whenRemoved = {
    named: [undefined, undefined],
    items: [],
    yes: [],
    no: ['vault'],
    requestable: false,
    why: 'There is no role managed/role/vault.',
  }
  governance.item('vault')
  expect(shown()).toEqual(whenRemoved)
  governance.role('vault')
  expect(shown()).toEqual(whileThere)
  removeRole(governance.env, actor, { kind: 'managed', idmId: 'vault', revision: null })
  expect(shown()).toEqual(whenRemoved)
  governance.role('vault')
  expect(shown()).toEqual(whileThere)
})

it('a value of a property can be requested once somebody has the property, whether it or its entry was created first', () => {
  const db = governance.env.store.reader
  const listed = () => [
    listItems(db).map(({ key }) => key),
    listCatalogue(db, { words: null, class: null, application: null, requestable: true }, 0, 10).items.map(
      ({ key }) => key,
    ),
    viewItem(db, getEntry(db, 'B456')).requestable,
  ]
  createEntry(governance.env, governance.as(null, 'catalogue:write'), {
    key: 'B456',
    class: 'identity-value',
    body: { attributeName: 'jobCode', attributeValue: 'B456', requestable: true, displayName: 'Teller B' },
  })
  expect(listed()).toEqual([[], [], false])
  const { env } = governance
  const change = { identity: governance.person('ana'), column: null, name: 'jobCode', value: 'A1' }
  env.store.transact((tx) => setUserProperty(tx, env.clock(), governance.as(null).actor, change))
  expect(listed()).toEqual([['B456'], ['B456'], true])
})

it('a person is no role', () => {
  governance.person('ana')
  governance.item('ana', { objectId: 'managed/user/ana' })
  expect([findItem(governance.env.store.reader, 'ana'), listItems(governance.env.store.reader)]).toEqual([
    undefined,
    [],
  ])
})

it('a role is made with its entry or not at all', () => {
  governance.person('ana')
  const newItem = { kind: 'role', name: 'Vault', description: '' } as const
  const roles = () => listRoles(governance.env.store.reader, 'managed').map(({ name }) => name)
  expect(() => createItem(governance.env, governance.as('ana'), newItem)).toThrow(
    expect.objectContaining({ code: 'forbidden' }),
  )
  expect(roles()).toEqual([])
  createItem(governance.env, governance.as('ana', 'catalogue:write'), newItem)
  expect([roles(), listItems(governance.env.store.reader).map(({ displayName }) => displayName)]).toEqual([
    ['Vault'],
    ['Vault'],
  ])
})

it('a question knows how many entries ask it', () => {
  const definition = {
    description: '',
    inputType: 'text',
    inputOptions: [],
    objectType: null,
    required: false,
  } as const
  const [why, when] = ['why', 'when'].map((name) =>
    createField(governance.env, governance.as(null, 'requests:manage'), { ...definition, name }),
  )
  if (!why || !when) throw new Error('no fields')
  for (const [id, requestFields] of [['a', ['why', 'why']], ['b', ['why', 'gone']], ['c']] as const)
    governance.item(id, requestFields && { requestFields: [...requestFields] })
  expect(viewFields(governance.env.store.reader, [why, when]).map(({ items }) => items)).toEqual([2, 0])
})

it('the log names what of an entry was changed, from what to what', () => {
  governance.role('vault')
  const entry = governance.item('vault', { approvers: ['manager'], riskLevel: 3 })
  updateEntry(governance.env, governance.as(null, 'catalogue:write', 'requests:manage'), {
    key: 'vault',
    revision: null,
    body: { ...entry.body, approvers: [] },
  })
  expect(governance.people.recorded().at(-1)).toMatchObject({
    action: 'glossary.changed',
    details: { class: 'object', changed: [{ what: 'approvers', from: ['manager'], to: [] }] },
  })
})
