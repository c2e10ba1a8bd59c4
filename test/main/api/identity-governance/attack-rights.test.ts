import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeRules } from '../../../support/attackers.ts'
import { internal, type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

/** Somebody who wants more rights in the program than they have, or access that nobody approved. */
let stage: OpenIdm
let eve: Login
let boss: Login
let glossary: Login
let access: Login
beforeAll(async () => {
  stage = await startOpenIdm()
  boss = await stage.person('boss')
  eve = await stage.person('eve', { manager: { _ref: 'managed/user/boss' } })
  glossary = await stage.person('glossary', internal('glossary-admin', 'access-request-admin'))
  access = await stage.person('access', internal('access-request-admin'))
})
afterAll(() => stage.close())

const entryOf = (objectId: string, more: object = {}) => ({
  class: 'object',
  objectId,
  displayName: `Entry of ${objectId}`,
  order: [],
  requestable: true,
  ...more,
})
const publish = (caller: Login | 'token', body: object) =>
  stage.call(caller, 'POST', 'commons/glossary?_action=create', body)
const ask = async (caller: Login, forWhom: string, itemId: string, requestType = 'add') => {
  const { status, body } = await stage.call(caller, 'POST', 'access-request/request', {
    userIds: [forWhom],
    items: [{ itemId, requestType }],
  })
  if (status !== 201) throw new Error(`asked → ${status} ${JSON.stringify(body)}`)
  return body.result[0]
}
const rolesOf = async (id: string): Promise<string[]> => {
  const { roles, authzRoles } = await stage.made('GET', `managed/user/${id}?_fields=roles,authzRoles`)
  return [...roles, ...authzRoles].map(({ _ref }: { _ref: string }) => _ref)
}
const approve = (caller: Login, approvalId: string) =>
  stage.call(caller, 'POST', 'access-request/request/approval?_action=approved', { approvalId })

describe('rights in this program', () => {
  it('are not made requestable by a glossary administrator who lacks them', async () => {
    const right = entryOf('internal/role/openidm-admin', { approvers: [] })
    expect((await publish(glossary, right)).status).toBe(403)
    const own = await publish(
      'token',
      entryOf('internal/role/governance-administrator', { approvers: ['managed/user/boss'] }),
    )
    const widened = { ...own.body, approvers: [] }
    expect(
      (await stage.call(glossary, 'POST', `commons/glossary/${own.body._id}?_action=update`, widened)).status,
    ).toBe(403)
    const plain = await stage.item('plain')
    const turned = entryOf('internal/role/openidm-admin')
    expect((await stage.call(glossary, 'POST', `commons/glossary/${plain}?_action=update`, turned)).status).toBe(403)
  })

  it('are given by somebody else’s word, though the chain is empty', async () => {
    const { body } = await publish(
      'token',
      entryOf('internal/role/openidm-admin', { approvers: [], removalApprovers: [] }),
    )
    const request = await ask(eve, 'eve', body._id)
    expect(request.items[0].outcome).toBeNull()
    expect(await rolesOf('eve')).toEqual([])
    const [taskId] = request.approvalTasks
    expect((await approve(eve, taskId)).status).toBe(403)
    expect((await approve(access, taskId)).status).toBe(200)
    expect(await rolesOf('eve')).toEqual(['internal/role/openidm-admin'])
    // Nobody is rid of an administrator by a removal that nobody decides.
    const removal = await ask(boss, 'eve', body._id, 'remove')
    expect(removal.items[0].outcome).toBeNull()
    await stage.made('POST', 'access-request/request?_action=cancel', { requestIds: [removal._id] })
    await stage.made('PATCH', 'managed/user/eve', [{ operation: 'replace', field: 'roles', value: [] }])
  })

  it('are given by somebody else’s word, though levels pass by themselves for their approvers', async () => {
    await changeRules(stage, { enableAutoApproval: true, enableAutoApprovalForGroup: true })
    const { body } = await publish(
      'token',
      entryOf('internal/role/glossary-admin', { approvers: ['managed/user/boss'] }),
    )
    const request = await ask(boss, 'boss', body._id)
    expect(request.items[0].outcome).toBeNull()
    expect(await rolesOf('boss')).toEqual([])
    await changeRules(stage, { enableAutoApproval: false, enableAutoApprovalForGroup: false })
  })

  it('include the default approver group', async () => {
    await stage.made('PUT', 'managed/role/deciders', { name: 'Deciders' })
    await changeRules(stage, { defaultApproverGroup: 'managed/role/deciders' })
    const { body } = await publish(glossary, entryOf('managed/role/deciders', { approvers: [] }))
    const request = await ask(glossary, 'glossary', body._id)
    expect(request.items[0].outcome).toBeNull()
    await changeRules(stage, { defaultApproverGroup: 'internal/role/access-request-admin' })
  })
})

describe('what was approved is what is given', () => {
  it('though the entry is turned into something else while the request waits', async () => {
    await stage.made('PUT', 'managed/role/power', { name: 'Power' })
    const itemId = await stage.item('harmless', { approvers: ['managed/user/boss'] })
    const request = await ask(eve, 'eve', itemId)
    const turned = entryOf('managed/role/power', { approvers: ['managed/user/boss'] })
    const answer = await stage.call(glossary, 'POST', `commons/glossary/${itemId}?_action=update`, turned)
    expect(answer.status).toBe(409)
    const elsewhere = entryOf('managed/role/harmless', { userProvisionProperty: 'authzRoles' })
    expect((await stage.call(glossary, 'POST', `commons/glossary/${itemId}?_action=update`, elsewhere)).status).toBe(
      409,
    )
    await approve(boss, request.approvalTasks[0])
    expect(await rolesOf('eve')).toEqual(['managed/role/harmless'])
  })

  it('keeps the chain that it was created with', async () => {
    const itemId = await stage.item('chained', { approvers: ['managed/user/boss'] })
    const request = await ask(eve, 'eve', itemId)
    const opened = entryOf('managed/role/chained', { approvers: [] })
    expect((await stage.call(glossary, 'POST', `commons/glossary/${itemId}?_action=update`, opened)).status).toBe(200)
    expect((await stage.call(eve, 'GET', `access-request/request/${request._id}`)).body.items[0].outcome).toBeNull()
  })
})

describe('properties that no request gives', () => {
  const property = (attributeName: string, attributeValue: unknown) => ({
    class: 'identity-value',
    attributeName,
    attributeValue,
    displayName: `${attributeName} to ask for`,
    requestable: true,
    approvers: [],
  })

  it.each([
    'removed',
    'userName',
    'accountStatus',
    'password',
    'employeeNumber',
    'givenName',
    'sn',
    'mail',
    'manager',
    'roles',
    'authzRoles',
    'constructor',
    '__proto__',
  ])('%s', async (name) => {
    await stage.made('PUT', 'managed/user/leaver', { userName: 'leaver' })
    await stage.made('DELETE', 'managed/user/leaver')
    const entry = await publish(glossary, property(name, 'user.access'))
    expect(entry.status).toBe(201)
    const requestInput = { userIds: ['boss'], items: [{ itemId: entry.body._id }] }
    expect((await stage.call(eve, 'POST', 'access-request/request', requestInput)).status).toBe(404)
    expect((await stage.made('GET', 'managed/user/boss')).userName).toBe('user.boss')
  })

  it('rejects a role that a script named like one of ours', async () => {
    const answer = await stage.call('token', 'PUT', 'managed/user/odd', { userName: 'odd', removed: 'true' })
    expect(answer.status).toBe(400)
  })
})

describe('words that mean something to JavaScript', () => {
  it.each(['__proto__', 'constructor', 'toString', '__defineGetter__'])(
    '%s is no type of a constraint',
    async (type) => {
      const body = `{"class":"identity","attributeName":"of ${type}","x":1,"constraints":{"x":{"type":"${type}"}}}`
      const answer = await stage.call(glossary, 'POST', 'commons/glossary?_action=create', body, {
        'content-type': 'application/json',
      })
      expect(answer.status).toBe(400)
    },
  )

  it('a body with a prototype does not change other objects', async () => {
    const body = `{"class":"identity","attributeName":"p","__proto__":{"requestable":true},"constructor":{"prototype":{"x":1}}}`
    await stage.call(glossary, 'POST', 'commons/glossary?_action=create', body, { 'content-type': 'application/json' })
    expect(({} as Record<string, unknown>)['requestable']).toBeUndefined()
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})
