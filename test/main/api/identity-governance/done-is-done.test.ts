import { afterAll, beforeAll, expect, it } from 'vitest'
import { PersonPage } from '../../../../src/contract/identities.ts'
import { type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

/** What a removal of an attribute says, it does: also of somebody in no roster, and by every way to take a value back. */
let stage: OpenIdm
let boss: Login
beforeAll(async () => {
  stage = await startOpenIdm()
  boss = await stage.person('boss')
})
afterAll(() => stage.close())

const department = async (id: string) => {
  const { items } = await stage.test.ask(PersonPage, 'GET', `/v1/people?q=${id}`)
  return [items[0]?.department, (await stage.made('GET', `managed/user/${id}`)).department]
}
const aPerson = async (id: string) => {
  await stage.person(id, { department: 'Lending', title: 'Teller', manager: { _ref: 'managed/user/boss' } })
  expect(await department(id)).toEqual(['Lending', 'Lending'])
}

it('a request that removes a value removes it, and a second one has nothing to remove', async () => {
  await aPerson('amy')
  const entry = await stage.made('POST', 'commons/glossary?_action=create', {
    class: 'identity-value',
    attributeName: 'department',
    attributeValue: 'Lending',
    displayName: 'Department Lending',
    requestable: true,
    approvers: [],
  })
  const ask = async () => {
    const body = { userIds: ['amy'], items: [{ itemId: entry._id, requestType: 'remove' }] }
    const { result } = (await stage.call(boss, 'POST', 'access-request/request', body)).body
    return (await stage.made('GET', `access-request/request/${result[0]._id}`)).items[0]
  }
  expect(await ask()).toMatchObject({ outcome: 'provisioned' })
  expect(await department('amy')).toEqual(['', undefined])
  expect(await ask()).toMatchObject({ outcome: 'not provisioned' })
})

it('PATCH with remove takes a value of somebody in no roster back', async () => {
  await aPerson('bea')
  const patch = ['department', 'title', 'manager'].map((field) => ({ operation: 'remove', field }))
  await stage.made('PATCH', 'managed/user/bea', patch)
  const now = await stage.made('GET', 'managed/user/bea?_fields=department,title,manager')
  expect([now.department, now.title, now.manager ?? null]).toEqual([undefined, undefined, null])
  expect(await department('bea')).toEqual(['', undefined])
})

it('PUT without a value takes it back', async () => {
  await aPerson('cleo')
  await stage.made('PUT', 'managed/user/cleo', {
    userName: 'user.cleo',
    givenName: 'cleo',
    sn: 'Doe',
    mail: 'c@cu.example',
  })
  const now = await stage.made('GET', 'managed/user/cleo?_fields=department,title,manager')
  expect([now.department, now.title, now.manager ?? null]).toEqual([undefined, undefined, null])
})

it('PATCH with remove takes every role back', async () => {
  await stage.made('PUT', 'managed/role/tellers', { name: 'Tellers' })
  await stage.person('dora', { roles: [{ _ref: 'managed/role/tellers' }] })
  const roles = async () => (await stage.made('GET', 'managed/user/dora?_fields=roles')).roles
  expect(await roles()).toHaveLength(1)
  await stage.made('PATCH', 'managed/user/dora', [{ operation: 'remove', field: 'roles' }])
  expect(await roles()).toEqual([])
})
