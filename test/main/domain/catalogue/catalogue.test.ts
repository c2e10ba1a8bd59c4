import { afterEach, beforeEach, expect, it } from 'vitest'
import { findItem, getEntry, listItems, updateEntry } from '../../../../src/main/domain/catalogue/catalogue.service.ts'
import { createField } from '../../../../src/main/domain/catalogue/request-fields.service.ts'
import { createItem, listCatalogue } from '../../../../src/main/domain/catalogue/items.service.ts'
import { viewFields, viewItem } from '../../../../src/main/domain/catalogue/item.view.ts'
import { listRoles, removeRole } from '../../../../src/main/domain/roles/roles.service.ts'
import { type Governance, startGovernance } from '../../../support/governance.ts'

let room: Governance
beforeEach(() => {
  room = startGovernance()
})
afterEach(() => room.close())

it('a role can be asked for while it is there, whichever was made first, it or its entry', () => {
  const db = room.env.store.reader
  const { actor } = room.as(null)
  const shown = () => {
    const listed = (requestable: boolean) =>
      listCatalogue(db, { words: null, class: null, application: null, requestable }, 0, 10).items.map(({ key }) => key)
    const { requestable, why } = viewItem(db, getEntry(db, 'vault'))
    const named = ['vault', 'managed/role/vault'].map((id) => findItem(db, id)?.key)
    return { named, items: listItems(db).map(({ key }) => key), yes: listed(true), no: listed(false), requestable, why }
  }
  const there = { named: ['vault', 'vault'], items: ['vault'], yes: ['vault'], no: [], requestable: true, why: null }
  const gone = {
    named: [undefined, undefined],
    items: [],
    yes: [],
    no: ['vault'],
    requestable: false,
    why: 'There is no role managed/role/vault.',
  }
  room.item('vault')
  expect(shown()).toEqual(gone)
  room.role('vault')
  expect(shown()).toEqual(there)
  removeRole(room.env, actor, { kind: 'managed', idmId: 'vault', revision: null })
  expect(shown()).toEqual(gone)
  room.role('vault')
  expect(shown()).toEqual(there)
})

it('a person is no role', () => {
  room.person('ana')
  room.item('ana', { objectId: 'managed/user/ana' })
  expect([findItem(room.env.store.reader, 'ana'), listItems(room.env.store.reader)]).toEqual([undefined, []])
})

it('a role is made with its entry or not at all', () => {
  room.person('ana')
  const newItem = { kind: 'role', name: 'Vault', description: '' } as const
  const roles = () => listRoles(room.env.store.reader, 'managed').map(({ name }) => name)
  expect(() => createItem(room.env, room.as('ana'), newItem)).toThrow(expect.objectContaining({ code: 'forbidden' }))
  expect(roles()).toEqual([])
  createItem(room.env, room.as('ana', 'catalogue:write'), newItem)
  expect([roles(), listItems(room.env.store.reader).map(({ displayName }) => displayName)]).toEqual([
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
    createField(room.env, room.as(null, 'requests:manage'), { ...definition, name }),
  )
  if (!why || !when) throw new Error('no fields')
  for (const [id, requestFields] of [['a', ['why', 'why']], ['b', ['why', 'gone']], ['c']] as const)
    room.item(id, requestFields && { requestFields: [...requestFields] })
  expect(viewFields(room.env.store.reader, [why, when]).map(({ items }) => items)).toEqual([2, 0])
})

it('the log names what of an entry was changed, from what to what', () => {
  room.role('vault')
  const entry = room.item('vault', { approvers: ['manager'], riskLevel: 3 })
  updateEntry(room.env, room.as(null, 'catalogue:write', 'requests:manage'), {
    key: 'vault',
    revision: null,
    body: { ...entry.body, approvers: [] },
  })
  expect(room.people.recorded().at(-1)).toMatchObject({
    action: 'glossary.changed',
    details: { class: 'object', changed: [{ what: 'approvers', from: ['manager'], to: [] }] },
  })
})
