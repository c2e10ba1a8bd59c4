import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuditPage } from '../../../../src/contract/audit.ts'
import { internal, type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

let stage: OpenIdm
let asker: Login
let boss: Login
let idm: Login
beforeAll(async () => {
  stage = await startOpenIdm()
  boss = await stage.person('boss')
  asker = await stage.person('asker', { manager: { _ref: 'managed/user/boss' } })
  idm = await stage.person('idm', {
    ...internal('openidm-admin', 'access-request-admin'),
    manager: { _ref: 'managed/user/boss' },
  })
})
afterAll(() => stage.close())

let counter = 0
async function ask(caller: Login, forWhom: string, approvers = ['manager']) {
  const itemId = await stage.item(`r${++counter}`, { approvers })
  const requestInput = {
    userIds: [forWhom],
    items: [{ itemId, requestType: 'add', fields: { why: 'work' } }],
    comment: 'please',
  }
  const { body } = await stage.call(caller, 'POST', 'access-request/request', requestInput)
  const [{ _id: requestId, approvalTasks }] = body.result
  return { itemId, requestId: requestId as string, taskId: approvalTasks[0] as string }
}
const request = (id: string) => `repo/governance/request/${id}`
const task = (id: string) => `repo/governance/approvalTask/${id}`
const put = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  stage.call(idm, 'PUT', path, body, headers)
const read = async (path: string) => (await stage.call(idm, 'GET', path)).body
const audited = async () =>
  (await stage.test.ask(AuditPage, 'GET', '/v1/audit?limit=20')).items.map(
    ({ action, actor }) => `${actor.name} ${action}`,
  )

describe('a stored request', () => {
  it('put back as it was read changes nothing but its revision', async () => {
    const { requestId } = await ask(asker, 'asker')
    const before = await read(request(requestId))
    const { status, body } = await put(request(requestId), before)
    expect([status, { ...body, _rev: '' }]).toEqual([200, { ...before, _rev: '' }])
    expect(Number(body._rev)).toBeGreaterThan(Number(before._rev))
    expect(await audited()).toContain('user.idm stored-request.written')
  })

  it('keeps what a PUT leaves out', async () => {
    const { requestId, taskId, itemId } = await ask(asker, 'asker', ['manager', 'managed/user/idm'])
    await stage.call(boss, 'POST', 'access-request/request/approval?_action=approved', { approvalId: taskId })
    const parties = { requesterId: 'managed/user/asker', requesteeId: 'managed/user/asker' }
    const { status, body } = await put(request(requestId), { ...parties, items: [{ itemId }] })
    expect([status, body.comment, body.status]).toEqual([200, 'please', 'in-progress'])
    expect(body.items[0]).toMatchObject({ timesApproved: 1, outcome: null, fields: [{ name: 'why', value: 'work' }] })
    await put(request(requestId), { ...parties, status: 'cancelled' })
    expect((await put(request(requestId), parties)).body.status).toBe('cancelled')
  })

  it('is written without a step of the flow, and outcomes are final', async () => {
    const { requestId, itemId, taskId } = await ask(asker, 'asker')
    const parties = { requesterId: 'asker', requesteeId: 'managed/user/asker' }
    const setOutcome = (outcome: string | null) =>
      put(request(requestId), { ...parties, status: 'complete', items: [{ itemId, outcome }] })
    expect((await setOutcome('provisioned')).body).toMatchObject({
      status: 'complete',
      items: [{ outcome: 'provisioned' }],
    })
    const holder = await read('managed/user/asker?_fields=roles')
    expect(holder.roles).toEqual([])
    for (const outcome of ['denied', null]) expect((await setOutcome(outcome)).status).toBe(409)
    expect((await read(task(taskId))).status).toBe('cancelled')
  })

  it('can be new, and knows no field but its own', async () => {
    const itemId = await stage.item(`r${++counter}`)
    const body = { requesterId: 'managed/user/asker', requesteeId: 'managed/user/boss', items: [{ itemId }] }
    const created = await put(request('mine'), body)
    expect([created.status, created.headers.get('location')]).toEqual([201, '/openidm/repo/governance/request/mine'])
    expect(created.body).toMatchObject({ _id: 'mine', status: 'in-progress', approvalTasks: [] })
    expect((await put(request('mine'), { ...body, colour: 'red' })).status).toBe(400)
    expect((await put(request('mine'), { ...body, items: [{ itemId, colour: 'red' }] })).status).toBe(400)
    expect((await put(request('mine'), { ...body, items: [{ itemId, timesApproved: -1 }] })).status).toBe(400)
    expect((await put(request('mine'), { ...body, requesteeId: 'managed/user/asker' })).status).toBe(400)
    expect((await put(request('mine'), { ...body, requesteeId: 'managed/user/nobody' })).status).toBe(400)
    expect((await put(request('mine'), { ...body, items: [{ itemId: 'no such item' }] })).status).toBe(400)
    expect((await put(request('mine'), { ...body, status: 'done' })).status).toBe(400)
    expect((await put(request('twice'), { ...body, items: [{ itemId }, { itemId }] })).status).toBe(400)
    expect((await put(request('mine'), body, { 'if-none-match': '*' })).status).toBe(412)
    expect((await put(request('theirs'), body, { 'if-match': '*' })).status).toBe(412)
    expect((await put(request('mine'), body, { 'if-match': '"77"' })).status).toBe(412)
    expect((await put(request('mine'), { ...body, _rev: '77' })).status).toBe(412)
  })

  it.each([['asker', 'idm'] as const, ['idm', 'asker'] as const])(
    'made by %s for %s is not decided by the administrator whom it concerns',
    async (by, forWhom) => {
      const { requestId, itemId } = await ask(by === 'idm' ? idm : asker, forWhom, ['manager', 'managed/role/none'])
      const before = await read(request(requestId))
      const parties = { requesterId: `managed/user/${by}`, requesteeId: `managed/user/${forWhom}` }
      const item = (change: object) => put(request(requestId), { ...parties, items: [{ itemId, ...change }] })
      for (const change of [{ outcome: 'provisioned' }, { outcome: 'denied' }, { timesApproved: 1 }])
        expect((await item(change)).status).toBe(403)
      expect((await read(request(requestId))).items).toEqual(before.items)
      expect((await item({ outcome: 'cancelled' })).status).toBe(200)
    },
  )

  it('that is removed leaves a tombstone: out of sight, its id used, its tasks still', async () => {
    const { requestId, taskId } = await ask(asker, 'asker')
    expect((await stage.call(idm, 'DELETE', request(requestId), undefined, { 'if-match': '"99"' })).status).toBe(412)
    expect((await stage.call(idm, 'DELETE', request(requestId))).body._id).toBe(requestId)
    expect(await audited()).toContain('user.idm stored-request.removed')
    for (const path of [request(requestId), task(taskId)]) expect((await stage.call(idm, 'GET', path)).status).toBe(404)
    const approve = 'access-request/request/approval?_action=approved'
    expect((await stage.call(boss, 'POST', approve, { approvalId: taskId })).status).toBe(404)
    const { result } = (await stage.call(boss, 'GET', `access-request/approval?id=${taskId}`)).body
    expect(result).toEqual([])
    const again = { requesterId: 'managed/user/asker', requesteeId: 'managed/user/asker' }
    expect((await put(request(requestId), again)).status).toBe(409)
    expect((await stage.call(idm, 'DELETE', request(requestId))).status).toBe(404)
  })
})

describe('a stored task', () => {
  it('put back as it was read changes nothing but its revision', async () => {
    const { taskId } = await ask(asker, 'asker')
    const before = await read(task(taskId))
    const { status, body } = await put(task(taskId), before)
    expect([status, { ...body, _rev: '' }]).toEqual([200, { ...before, _rev: '' }])
    expect(await audited()).toContain('user.idm stored-approval-task.written')
  })

  it('can be new, moves nothing when it is decided, and knows no field but its own', async () => {
    const { requestId, itemId, taskId } = await ask(asker, 'asker')
    const body = { requestId, itemIds: [itemId], approverId: 'managed/user/idm' }
    const created = await put(task('extra'), body)
    expect([created.status, created.body]).toMatchObject([201, { _id: 'extra', status: 'in-progress' }])
    expect((await put(task('extra'), { ...body, colour: 'red' })).status).toBe(400)
    expect((await put(task('extra'), { ...body, dueDate: 'soon' })).status).toBe(400)
    expect((await put(task('extra'), { ...body, requestId: 'none' })).status).toBe(404)
    const approve = { approvalId: 'extra' }
    await stage.call(idm, 'POST', 'access-request/request/approval?_action=approved', approve)
    expect((await read(request(requestId))).items[0]).toMatchObject({ timesApproved: 0, outcome: null })
    expect((await read(task(taskId))).status).toBe('in-progress')
  })

  it('never goes to who made the request or whom it is for, nor is it completed by them', async () => {
    const { requestId, itemId, taskId } = await ask(asker, 'asker')
    const body = { requestId, itemIds: [itemId] }
    expect((await put(task(taskId), { ...body, approverId: 'managed/user/asker' })).status).toBe(403)
    expect((await put(task('new one'), { ...body, approverId: 'managed/user/asker' })).status).toBe(403)
    const own = await ask(idm, 'idm')
    const done = {
      requestId: own.requestId,
      itemIds: [own.itemId],
      approverId: 'managed/user/boss',
      status: 'complete',
    }
    expect((await put(task(own.taskId), done)).status).toBe(403)
  })

  it('keeps its items, and once somebody completed it, that it is complete', async () => {
    const { requestId, itemId, taskId } = await ask(asker, 'asker')
    const other = await stage.item(`r${++counter}`)
    const current = await read(task(taskId))
    expect((await put(task(taskId), { ...current, itemIds: [other] })).status).toBe(404)
    const twice = { requestId, itemIds: [itemId, itemId], approverId: 'managed/user/idm' }
    expect((await put(task('named twice'), twice)).body.itemIds).toEqual([itemId])
    await stage.call(boss, 'POST', 'access-request/request/approval?_action=rejected', { approvalId: taskId })
    const done = await read(task(taskId))
    for (const status of ['in-progress', 'cancelled'])
      expect((await put(task(taskId), { ...done, status })).status).toBe(409)
    expect((await put(task(taskId), done)).status).toBe(200)
  })

  it('that is removed leaves a tombstone, and the clock passes it by', async () => {
    const { taskId } = await ask(asker, 'asker')
    expect((await stage.call(idm, 'DELETE', task(taskId))).body._id).toBe(taskId)
    expect((await stage.call(idm, 'GET', task(taskId))).status).toBe(404)
    expect(await audited()).toContain('user.idm stored-approval-task.removed')
  })
})

describe('a query of what is stored', () => {
  it('finds by any of its fields, and pages', async () => {
    const { requestId, taskId } = await ask(asker, 'boss')
    const idsMatching = async (collection: string, filter: string) =>
      (await read(`repo/governance/${collection}?_queryFilter=${encodeURIComponent(filter)}`)).result.map(
        (row: { _id: string }) => row._id,
      )
    expect(await idsMatching('request', `_id eq "${requestId}" and requesteeId eq "managed/user/boss"`)).toEqual([
      requestId,
    ])
    expect(
      await idsMatching(
        'approvalTask',
        `requestId eq "${requestId}" and status eq "in-progress" and !(expired eq true)`,
      ),
    ).toEqual([taskId])
    expect(await idsMatching('request', 'false')).toEqual([])
    const page = await read('repo/governance/request?_queryFilter=true&_pageSize=1&_totalPagedResultsPolicy=EXACT')
    expect([page.resultCount, page.totalPagedResults > 1, page.pagedResultsCookie]).toEqual([
      1,
      true,
      expect.any(String),
    ])
    expect((await stage.call(idm, 'GET', 'repo/governance/request?_queryFilter=secret%20pr')).status).toBe(400)
  })
})
