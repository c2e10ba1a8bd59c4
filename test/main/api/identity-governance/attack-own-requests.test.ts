import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DelegationList } from '../../../../src/contract/delegations.ts'
import { inWindow } from '../../../support/attackers.ts'
import { internal, type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

/** Somebody who administers, or is in the approving group, and wants their own request to go well. */
let stage: OpenIdm
let eve: Login
let boss: Login
let friend: Login
let mate: Login
beforeAll(async () => {
  stage = await startOpenIdm()
  boss = await stage.person('boss')
  friend = await stage.person('friend')
  await stage.made('PUT', 'managed/role/team', { name: 'Team' })
  const roles = [{ _ref: 'managed/role/team' }]
  mate = await stage.person('mate', { roles })
  const { authzRoles: admin } = internal('access-request-admin')
  const { authzRoles: storage } = internal('openidm-admin')
  const rights = { authzRoles: [...admin, ...storage], manager: { _ref: 'managed/user/boss' } }
  eve = await stage.person('eve', { roles, ...rights })
})
afterAll(() => stage.close())

let counter = 0
async function ask(approvers: readonly string[] = ['managed/role/team']) {
  const itemId = await stage.item(`own${++counter}`, { approvers })
  const requestInput = { userIds: ['eve'], items: [{ itemId, requestType: 'add', fields: { limit: '10' } }] }
  const { status, body } = await stage.call(eve, 'POST', 'access-request/request', requestInput)
  if (status !== 201) throw new Error(`asked → ${status} ${JSON.stringify(body)}`)
  const [{ _id: requestId, approvalTasks }] = body.result
  return { itemId, requestId: requestId as string, approvalId: approvalTasks[0] as string, role: `own${counter}` }
}
const act = (caller: Login, action: string, body: object) =>
  stage.call(caller, 'POST', `access-request/request?_action=${action}`, body)
const approve = (caller: Login, approvalId: string) =>
  stage.call(caller, 'POST', 'access-request/request/approval?_action=approved', { approvalId })
const taskOf = (id: string) => stage.made('GET', `repo/governance/approvalTask/${id}`)
const holds = async (role: string) =>
  (await stage.made('GET', 'managed/user/eve?_fields=roles')).roles.some(
    ({ _ref }: { _ref: string }) => _ref === `managed/role/${role}`,
  )

describe('who asks', () => {
  it('does not choose who decides, nor who advises, through any call', async () => {
    const { approvalId, requestId, itemId } = await ask()
    const approvalIds = [approvalId]
    const mine = 'managed/user/friend'
    expect((await act(eve, 'reassign', { approvalIds, newApproverId: mine })).status).toBe(403)
    expect((await act(eve, 'consult', { approvalIds, consultId: mine })).status).toBe(403)
    expect((await act(mate, 'consult', { approvalIds, consultId: 'managed/user/boss' })).status).toBe(200)
    expect((await act(eve, 'cancelconsult', { approvalIds })).status).toBe(403)
    const task = { requestId, itemIds: [itemId], approverId: mine }
    expect((await stage.call(eve, 'POST', 'access-request/approval', task)).status).toBe(403)
    for (const id of [approvalId, 'one-more'])
      expect((await stage.call(eve, 'PUT', `repo/governance/approvalTask/${id}`, task)).status).toBe(403)
    expect(await taskOf(approvalId)).toMatchObject({
      approverId: 'managed/role/team',
      consultId: 'managed/user/boss',
    })
    expect((await approve(friend, approvalId)).status).toBe(403)
  })

  it('does not let a friend become the delegate of the approver', async () => {
    const window = await inWindow(stage, eve)
    const delegation = { personId: 'boss', delegateId: 'friend', until: null }
    expect((await window.ask(DelegationList, 'POST', '/v1/delegations', delegation)).items).toHaveLength(1)
    const { approvalId } = await ask(['manager'])
    expect((await taskOf(approvalId)).approverId).toBe('managed/user/boss')
    expect((await approve(friend, approvalId)).status).toBe(403)
    expect((await approve(boss, approvalId)).status).toBe(200)
  })

  it('does not change what is asked after somebody looked at it', async () => {
    const { requestId, itemId } = await ask()
    const items = [{ itemId, fields: { limit: '1000000' } }]
    const update = `access-request/request/${requestId}?_action=update`
    expect((await stage.call(eve, 'POST', update, { items })).status).toBe(403)
    const parties = { requesterId: 'managed/user/eve', requesteeId: 'managed/user/eve' }
    const stored = `repo/governance/request/${requestId}`
    expect((await stage.call(eve, 'PUT', stored, { ...parties, items })).status).toBe(403)
    expect((await stage.call(eve, 'DELETE', stored)).status).toBe(403)
    const before = (await stage.call(eve, 'GET', stored)).body
    expect(before.items[0].fields).toEqual([{ name: 'limit', value: '10' }])
    expect((await stage.call(eve, 'PUT', stored, before)).status).toBe(200)
  })
})

describe('everybody who signs in', () => {
  const anybody = 'internal/role/openidm-authorized'

  it('is not who decides, by reassignment or as the default group', async () => {
    const { approvalId } = await ask()
    const answer = await act(mate, 'reassign', { approvalIds: [approvalId], newApproverId: anybody })
    expect([answer.status, answer.body.detail]).toMatchObject([400, expect.anything()])
    const path = '/v1/settings/governance'
    const etag = (await stage.test.call('GET', path)).headers.get('etag') ?? ''
    const change = { defaultApproverGroup: anybody }
    expect((await stage.test.call('PATCH', path, change, { 'if-match': etag })).status).toBe(400)
  })
})

describe('a request that was cancelled where it is stored', () => {
  it('gives nothing when its task is decided after that', async () => {
    const { requestId, approvalId, role, itemId } = await ask()
    const parties = { requesterId: 'managed/user/eve', requesteeId: 'managed/user/eve' }
    await stage.made('PUT', `repo/governance/request/${requestId}`, { ...parties, status: 'cancelled' })
    expect((await taskOf(approvalId)).status).toBe('cancelled')
    expect((await approve(mate, approvalId)).status).toBe(409)
    // Nor when the task is opened again beside it.
    const open = { requestId, itemIds: [itemId], approverId: 'managed/role/team', status: 'in-progress' }
    await stage.made('PUT', 'repo/governance/approvalTask/beside', open)
    expect((await approve(mate, 'beside')).status).toBe(409)
    const provision = { requestId, itemId, requestType: 'add' }
    expect((await stage.call('token', 'POST', 'access-request/provision', provision)).status).toBe(409)
    expect(await holds(role)).toBe(false)
  })
})
