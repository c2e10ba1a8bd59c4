import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

let stage: OpenIdm
let boss: Login
let asker: Login
let second: Login
beforeAll(async () => {
  stage = await startOpenIdm()
  boss = await stage.person('boss')
  second = await stage.person('second')
  asker = await stage.person('asker', { manager: { _ref: 'managed/user/boss' } })
  await stage.made('PUT', 'managed/role/pair', { name: 'Pair' })
  for (const id of ['boss', 'second'])
    await stage.made('PATCH', `managed/user/${id}`, [
      { operation: 'add', field: 'roles/-', value: { _ref: 'managed/role/pair' } },
    ])
})
afterAll(() => stage.close())

let counter = 0
async function ask() {
  const itemId = await stage.item(`c${++counter}`, { approvers: ['managed/role/pair'] })
  const requestInput = { userIds: ['asker'], items: [{ itemId, requestType: 'add' }] }
  const { body } = await stage.call(asker, 'POST', 'access-request/request', requestInput)
  const [{ _id: requestId, approvalTasks }] = body.result
  return { requestId: requestId as string, approvalId: approvalTasks[0] as string, role: `managed/role/c${counter}` }
}
const approval = (caller: Login, action: string, body: object) =>
  stage.call(caller, 'POST', `access-request/request/approval?_action=${action}`, body)
const request = (caller: Login, action: string, body: object) =>
  stage.call(caller, 'POST', `access-request/request?_action=${action}`, body)
const read = (id: string) => stage.made('GET', `repo/governance/request/${id}`)
const statuses = (answers: readonly Answered[]) => answers.map(({ status }) => status).toSorted((a, b) => a - b)
const holds = async (role: string) =>
  (await stage.made('GET', 'managed/user/asker?_fields=roles')).roles.some(
    ({ _ref }: { _ref: string }) => _ref === role,
  )

describe('at once', () => {
  it('the same decision sent twice has one effect, and the second answer says so', async () => {
    for (let i = 0; i < 10; i++) {
      const { requestId, approvalId } = await ask()
      const answers = await Promise.all([1, 2].map(() => approval(boss, 'approved', { approvalId })))
      expect(statuses(answers)).toEqual([200, 409])
      const { history } = await read(requestId)
      expect(history.filter(({ action }: { action: string }) => action === 'approved')).toHaveLength(1)
    }
  })

  it('of two opposite decisions one takes effect, and the access follows it', async () => {
    for (let i = 0; i < 10; i++) {
      const { requestId, approvalId, role } = await ask()
      const [yes, no] = await Promise.all([
        approval(boss, 'approved', { approvalId }),
        approval(second, 'rejected', { approvalId }),
      ])
      expect(statuses([yes, no])).toEqual([200, 409])
      const stored = await read(requestId)
      expect(stored.status).toBe('complete')
      expect(stored.items[0].outcome).toBe(yes.status === 200 ? 'provisioned' : 'denied')
      expect(await holds(role)).toBe(yes.status === 200)
    }
  })

  it('a decision and the request’s end: one of them', async () => {
    for (let i = 0; i < 10; i++) {
      const { requestId, approvalId, role } = await ask()
      const [decided, cancelled] = await Promise.all([
        approval(boss, 'approved', { approvalId }),
        request(asker, 'cancel', { requestIds: [requestId] }),
      ])
      expect(statuses([decided, cancelled])).toEqual([200, 409])
      const stored = await read(requestId)
      expect([stored.status, await holds(role)]).toEqual(
        decided.status === 200 ? ['complete', true] : ['cancelled', false],
      )
    }
  })

  it('a decision that names what it saw is refused when the task was changed since', async () => {
    const { approvalId } = await ask()
    const { _rev } = await stage.made('GET', `repo/governance/approvalTask/${approvalId}`)
    await request(boss, 'consult', { approvalIds: [approvalId], consultId: 'managed/user/second' })
    // However it is written: one that can't be read is no reason to decide unseen.
    for (const revision of [_rev, Number(_rev), `"${_rev}"`])
      expect((await approval(boss, 'approved', { approvalId, _rev: revision })).status).toBe(412)
    const now = await stage.made('GET', `repo/governance/approvalTask/${approvalId}`)
    expect((await approval(boss, 'approved', { approvalId, _rev: now._rev })).status).toBe(200)
  })

  it('of several writers of one revision one succeeds, and the others get 412', async () => {
    const { _rev } = await stage.made('PUT', 'managed/role/shared', { name: 'Shared' })
    const put = (n: number) =>
      stage.call('token', 'PUT', 'managed/role/shared', { name: `Writer ${n}` }, { 'if-match': `"${_rev}"` })
    expect(statuses(await Promise.all([1, 2, 3, 4].map(put)))).toEqual([200, 412, 412, 412])
  })

  it('creates of the same id: one', async () => {
    const make = () => stage.call('token', 'POST', 'managed/role', { _id: 'once', name: 'Once' })
    expect(statuses(await Promise.all([make(), make(), make()]))).toEqual([201, 412, 412])
    const user = () =>
      stage.call('token', 'POST', 'managed/user', {
        _id: 'once',
        userName: 'once',
        password: 'six calm herons in a row',
      })
    expect(statuses(await Promise.all([user(), user(), user()]))).toEqual([201, 412, 412])
  })
})
