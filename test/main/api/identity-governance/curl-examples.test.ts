import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { internal, type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

/**
 * The 58 commands of the document that scripts were written from, run literally with curl: only the placeholders are
 * substituted. Each one's status and shape is checked, and what it did is read back through another operation.
 */
const text = readFileSync(resolve(import.meta.dirname, '../../../support/fixtures/iga-curl-examples.sh'), 'utf8')
const commands = new Map(
  text
    .split(/^(?=# \[\d\d\] )/m)
    .slice(1)
    .map((block): [number, string] => [
      Number(/^# \[(\d\d)\]/.exec(block)?.[1]),
      block.replaceAll(/^#.*$/gm, '').trim(),
    ]),
)

let stage: OpenIdm
let endUser: Login
let boss: Login
let arAdmin: Login
let glossaryAdmin: Login
let reviewAdmin: Login
let idmAdmin: Login

beforeAll(async () => {
  stage = await startOpenIdm()
  boss = await stage.person('boss')
  endUser = await stage.person('end', { givenName: 'John', manager: { _ref: 'managed/user/boss' } })
  arAdmin = await stage.person('ar', internal('access-request-admin'))
  glossaryAdmin = await stage.person('glossary', internal('glossary-admin', 'access-request-admin'))
  reviewAdmin = await stage.person('review', internal('governance-administrator'))
  idmAdmin = await stage.person('idm', internal('openidm-admin'))
  for (const id of [
    '211',
    '222',
    '235',
    'c336c6a5-da19-4078-8ba5-3a297c605564',
    '1sasdaf97-cd00-4f16-b566-01879185eb2e',
  ])
    await stage.person(id, { manager: { _ref: 'managed/user/boss' } })
})
afterAll(() => stage.close())

const run = promisify(execFile)

interface Ran {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever came over the wire
  readonly body: any
}

/** Runs one command as it stands. @param bound what stands for the placeholders @param mended the slip that is put right */
async function curl(
  number: number,
  bound: Record<string, string> = {},
  mended = (command: string) => command,
): Promise<Ran> {
  const values: Record<string, string> = {
    idmRoot: stage.root,
    endUserUsername: endUser.username,
    endUserPassword: endUser.password,
    arAdminUsername: arAdmin.username,
    arAdminPassword: arAdmin.password,
    glossaryAdminUsername: glossaryAdmin.username,
    glossaryAdminPassword: glossaryAdmin.password,
    reviewAdminUsername: reviewAdmin.username,
    reviewAdminPassword: reviewAdmin.password,
    idmAdminUsername: idmAdmin.username,
    idmAdminPassword: idmAdmin.password,
    ...bound,
  }
  const command = mended(commands.get(number) ?? '').replaceAll(
    /\{\{(\w+)\}\}/g,
    (whole, name: string) => values[name] ?? whole,
  )
  if (command === '' || command.includes('{{')) throw new Error(`[${number}] is not bound: ${command}`)
  const { stdout } = await run('bash', ['-c', `${command} --silent --show-error --write-out '\\n%{http_code}'`])
  const cut = stdout.lastIndexOf('\n')
  const body = stdout.slice(0, cut)
  return { status: Number(stdout.slice(cut + 1)), body: body === '' ? null : JSON.parse(body) }
}

/** Who approves in the example is the end user: commands that decide are run as whoever the task is put to. */
const as = ({ username, password }: Login) => ({ endUserUsername: username, endUserPassword: password })

let counter = 0
const fresh = (body?: Record<string, unknown>) => stage.item(`r${++counter}`, body)

/** A request for a new item, with its open task. */
async function request(itemBody?: Record<string, unknown>, caller = endUser, userId = 'end') {
  const itemId = await fresh(itemBody)
  const requestInput = { userIds: [userId], items: [{ itemId, requestType: 'add', fields: {} }], comment: 'for work' }
  const { body } = await stage.call(caller, 'POST', 'access-request/request', requestInput)
  const [created] = body.result
  return { itemId, requestId: created._id as string, approvalTaskId: created.approvalTasks[0] as string }
}
const read = (id: string) => stage.made('GET', `repo/governance/request/${id}`)
const readTask = (id: string) => stage.made('GET', `repo/governance/approvalTask/${id}`)
const envelope = (result: unknown[]) => ({ _id: '', result, resultCount: result.length, pagedResultsCookie: null })

it('there are 58', () => expect([...commands.keys()]).toEqual(Array.from({ length: 58 }, (_, i) => i + 1)))

describe('people', () => {
  it('01 finds people by a part of their name', async () => {
    const { status, body } = await curl(1)
    expect([status, body]).toEqual([200, expect.objectContaining(envelope(body.result))])
    expect(body.result).toEqual([
      expect.objectContaining({ _id: 'end', userName: 'user.end', givenName: 'John', sn: 'Doe' }),
    ])
    expect(JSON.stringify(body)).not.toContain('geese')
  })
  it('02 lists the caller and who reports to them', async () => {
    const { status, body } = await curl(2, as(boss))
    expect([status, body.userIds[0], body.userIds.includes('end'), body.result.length]).toEqual([
      200,
      'boss',
      true,
      body.userIds.length,
    ])
  })
  it('03 reads one, by its short and its long id', async () => {
    for (const targetUserId of ['222', 'managed/user/222'])
      expect(await curl(3, { targetUserId })).toMatchObject({
        status: 200,
        body: { _id: '222', displayName: '222 Doe' },
      })
    expect((await curl(3, { targetUserId: 'nobody' })).status).toBe(404)
  })
})

describe('items, bundles and fields', () => {
  it('04 finds items by display name', async () => {
    const itemId = await fresh({ displayName: 'Payroll Administrator' })
    const { status, body } = await curl(4)
    expect([status, body.result.map(({ _id }: { _id: string }) => _id)]).toEqual([200, [itemId]])
  })
  it('05, 18 read one that can be requested', async () => {
    const itemId = await fresh()
    for (const number of [5, 18])
      expect(await curl(number, { itemId })).toMatchObject({
        status: 200,
        body: { _id: itemId, class: 'object', requestable: true },
      })
    const hidden = await fresh({ requestable: false })
    for (const number of [5, 18]) expect((await curl(number, { itemId: hidden })).status).toBe(404)
  })
  it('06, 07 give the fields of items, and say which item is unknown', async () => {
    await stage.made('POST', 'access-request/requestFields?_action=create', {
      name: 'Why',
      inputType: 'text',
      required: true,
    })
    const itemId = await fresh({ requestFields: ['gone', 'Why'] })
    expect(await curl(6, { itemId })).toMatchObject({
      status: 200,
      body: { itemId, fields: [{ name: 'Why', inputType: 'text' }] },
    })
    const { status, body } = await curl(7)
    expect([status, body.result]).toEqual([
      200,
      [
        { itemId: 'e7997f97-cd00-4f16-b566-01879185eb2e', fields: [], error: expect.any(String) },
        { itemId: 'c336c6a5-da19-4078-8ba5-3a297c605564', fields: [], error: expect.any(String) },
      ],
    ])
  })
  it('10, 08, 09, 11, 12 create, find, read, replace and delete a bundle', async () => {
    const [itemId, itemId2] = [await fresh(), await fresh()]
    const created = await curl(10, { itemId, itemId2 })
    expect(created).toMatchObject({
      status: 201,
      body: { _rev: '0', class: 'requestable-item-bundle', itemIds: [itemId, itemId2] },
    })
    const bundleId = created.body._id as string
    expect((await curl(8)).body.result.map(({ _id }: { _id: string }) => _id)).toEqual([bundleId])
    expect(await curl(9, { bundleId })).toMatchObject({ status: 200, body: { name: 'Administrator Bundle' } })
    expect(await curl(11, { bundleId, itemId, itemId2: itemId })).toMatchObject({
      status: 200,
      body: { _rev: '1', itemIds: [itemId, itemId] },
    })
    expect((await curl(10, { itemId, itemId2 })).status).toBe(409)
    expect(await curl(12, { bundleId })).toMatchObject({ status: 200, body: { _id: bundleId } })
    expect((await curl(9, { bundleId })).status).toBe(404)
  })
  it('14, 15, 13, 16, 17 create, list, change and delete request fields', async () => {
    const created = await curl(14)
    expect(created).toMatchObject({ status: 201, body: { name: 'Justification', inputType: 'text', required: true } })
    expect(await curl(15)).toMatchObject({ status: 201, body: { inputOptions: ['New York', 'Miami'] } })
    const requestfieldid = created.body._id as string
    const list = await curl(13)
    expect(list).toMatchObject({
      status: 200,
      body: { totalPagedResultsPolicy: 'EXACT', totalPagedResults: list.body.result.length },
    })
    expect(await curl(16, { requestfieldid })).toMatchObject({ status: 200, body: { _id: requestfieldid, _rev: '1' } })
    expect(await curl(17, { requestfieldid })).toMatchObject({
      status: 200,
      body: { result: [{ _id: requestfieldid, success: true }] },
    })
    expect((await curl(16, { requestfieldid })).status).toBe(404)
  })
  it('19 lists what can be requested, with what somebody has already', async () => {
    const itemId = await fresh({ approvers: [] })
    await stage.call(endUser, 'POST', 'access-request/request', {
      userIds: ['end'],
      items: [{ itemId, requestType: 'add' }],
    })
    expect((await curl(19)).status).toBe(200)
    const { body } = await stage.call(boss, 'GET', 'access-request/requestable?userId=end&queryString=Role')
    expect(body.result[0]).toMatchObject({ _id: itemId, assigned: true })
    expect((await stage.call(endUser, 'GET', 'access-request/requestable?userId=211')).status).toBe(403)
  })
})

describe('approvals', () => {
  it('20, 21, 22, 23 read, list and count tasks', async () => {
    const { approvalTaskId } = await request()
    expect(await curl(20, { approvalTaskId, ...as(boss) })).toMatchObject({
      status: 200,
      body: { _id: approvalTaskId, approverId: 'managed/user/boss', type: 'approval', status: 'in-progress', level: 0 },
    })
    const { body } = await curl(21, as(boss))
    expect([body.totalPagedResults > 0, body.result.length <= 10]).toEqual([true, true])
    expect(await curl(22, as(boss))).toMatchObject({
      status: 200,
      body: { result: [], resultCount: body.totalPagedResults },
    })
    expect((await curl(21)).body.result).toEqual([])
    expect((await curl(23)).body.result.length).toBeGreaterThan(0)
  })
  it('24 adds a task to a request', async () => {
    const { requestId, itemId } = await request()
    const { status, body } = await curl(24, {
      requestId,
      itemId,
      approverId: 'managed/user/211',
      workflowTaskId: 'flow-7',
    })
    expect([status, body]).toEqual([201, expect.objectContaining({ itemIds: [itemId], workflowTaskId: 'flow-7' })])
    expect((await read(requestId)).approvalTasks).toContain(body._id)
  })
  it('25 recommends by peers; the slip with a request for a user is 404', async () => {
    const { requestId, itemId } = await request()
    expect((await curl(25, { requestId, itemId })).status).toBe(404)
    await stage.made('PATCH', 'managed/user/211', [
      { operation: 'add', field: 'roles/-', value: { _ref: `managed/role/r${counter}` } },
    ])
    const { status, body } = await curl(25, { requestId: 'end', itemId })
    expect([status, body.result]).toEqual([
      200,
      [expect.objectContaining({ entitlement: itemId, frequency: 1, peersBy: 'manager' })],
    ])
    expect(body.result[0].confidence).toBeCloseTo(1 / body.result[0].peers)
  })
  it('26, 27 read stored tasks', async () => {
    const { approvalTaskId, requestId } = await request()
    expect(await curl(26, { approvalTaskId })).toMatchObject({ status: 200, body: { requestId } })
    const { status, body } = await curl(27)
    expect([status, body.result.some(({ _id }: { _id: string }) => _id === approvalTaskId)]).toEqual([200, true])
  })
})

describe('requests', () => {
  it('29 creates one for each person', async () => {
    const itemId = await fresh()
    const { status, body } = await curl(29, { itemId })
    expect(status).toBe(201)
    expect(body.result).toEqual([
      expect.objectContaining({
        requesterId: 'managed/user/end',
        requesteeId: 'managed/user/1sasdaf97-cd00-4f16-b566-01879185eb2e',
        status: 'in-progress',
        items: [expect.objectContaining({ itemId, requestType: 'add', outcome: null, timesApproved: 0 })],
      }),
    ])
    expect(await read(body.requestIds[0])).toMatchObject({
      comment: 'Comment',
      history: [{ action: 'comment' }, { action: 'pending' }],
    })
  })
  it('30 checks policies and stores nothing', async () => {
    await stage.item('2007')
    await stage.item('2008', { approvers: [] })
    const term = (id: string) => ({
      operator: 'EQUALS',
      operand: { targetName: 'roles', targetValue: `managed/role/${id}` },
    })
    await stage.made('POST', 'governance/adminPolicy?_action=create', {
      name: 'Maker and checker',
      description: 'Nobody makes and checks',
      expression: JSON.stringify({ operator: 'AND', operand: [term('2007'), term('2008')] }),
      riskLevel: '7',
      active: 'true',
    })
    expect((await curl(30)).body).toEqual({ violations: [] })
    await stage.made('PATCH', 'managed/user/222', [
      { operation: 'add', field: 'roles/-', value: { _ref: 'managed/role/2008' } },
    ])
    const { status, body } = await curl(30)
    expect([status, body.violations]).toEqual([
      200,
      [expect.objectContaining({ userId: 'managed/user/222', policyName: 'Maker and checker', existing: false })],
    ])
    const requestInput = { userIds: ['222'], items: [{ itemId: 'managed/role/2007', requestType: 'add' }] }
    const refused = await stage.call(endUser, 'POST', 'access-request/request', requestInput)
    expect([refused.status, refused.body.detail.violations.length]).toEqual([403, 1])
  })
  it('31, 32, 33 list and read', async () => {
    const { requestId } = await request()
    expect((await curl(31)).body.result[0]).toMatchObject({ _id: requestId })
    const admin = await curl(32)
    expect([admin.status, admin.body.result.length]).toEqual([200, Math.min(10, admin.body.totalPagedResults)])
    expect(await curl(33, { requestId })).toMatchObject({
      status: 200,
      body: { _id: requestId, status: 'in-progress' },
    })
  })
  it('34, 35 read stored requests', async () => {
    const { requestId } = await request()
    for (const number of [34, 35]) {
      const { status, body } = await curl(number)
      expect([status, body.result.some(({ _id }: { _id: string }) => _id === requestId)]).toEqual([200, true])
    }
    expect(await stage.call(idmAdmin, 'GET', `repo/governance/request/${requestId}`)).toMatchObject({
      status: 200,
      body: { _id: requestId },
    })
  })
  it('28 cancels', async () => {
    const { requestId, approvalTaskId } = await request()
    expect(await curl(28, { requestId })).toMatchObject({
      status: 200,
      body: { result: [{ _id: requestId, success: true }] },
    })
    expect(await read(requestId)).toMatchObject({ status: 'cancelled', items: [{ outcome: 'cancelled' }] })
    expect(await readTask(approvalTaskId)).toMatchObject({ status: 'cancelled' })
    expect((await curl(28, { requestId })).status).toBe(409)
  })
  it('36 gives a task to somebody else', async () => {
    const { approvalTaskId } = await request()
    expect((await curl(36, { approvalTaskId })).status).toBe(403)
    expect((await curl(36, { approvalTaskId, ...as(boss) })).status).toBe(200)
    expect(await readTask(approvalTaskId)).toMatchObject({
      approverId: 'managed/user/211',
      originalApproverId: 'managed/user/boss',
    })
  })
  it('37, 38 have the password for a user name: 401; mended, they ask for advice and take it back', async () => {
    const { approvalTaskId, requestId } = await request()
    const mend = (command: string) =>
      command.replace('X-OpenIDM-Username: {{endUserPassword}}', 'X-OpenIDM-Username: {{endUserUsername}}')
    for (const number of [37, 38]) expect((await curl(number, { approvalTaskId, ...as(boss) })).status).toBe(401)
    expect((await curl(37, { approvalTaskId, ...as(boss) }, mend)).status).toBe(200)
    expect(await readTask(approvalTaskId)).toMatchObject({ consultId: 'managed/user/235' })
    expect((await curl(38, { approvalTaskId, ...as(boss) }, mend)).status).toBe(200)
    expect(await readTask(approvalTaskId)).toMatchObject({ consultId: null })
    expect((await curl(38, { approvalTaskId, ...as(boss) }, mend)).status).toBe(409)
    expect((await read(requestId)).history.map(({ action }: { action: string }) => action)).toContain('consult')
  })
  it('39, 41, 40, 42 keep a file byte for byte, and take it away', async () => {
    const { requestId, itemId } = await request()
    const stored = { fileName: 'report.pdf', fileType: 'text/plain' }
    expect(await curl(39, { requestId, itemId })).toMatchObject({
      status: 200,
      body: { ...stored, itemIds: [itemId], size: 14 },
    })
    expect((await curl(39, { requestId, itemId })).status).toBe(409)
    expect(await curl(41, { requestId })).toMatchObject({
      status: 200,
      body: { ...stored, content: 'dGhpcyBpcyBhIGZpbGU=' },
    })
    expect((await curl(40)).status).toBe(400)
    const mend = (command: string) =>
      command.replace('fileName=&requestId=', `fileName=report.pdf&requestId=${requestId}`)
    expect(await curl(40, {}, mend)).toMatchObject({ status: 200, body: { content: 'dGhpcyBpcyBhIGZpbGU=' } })
    expect(await curl(42, { requestId })).toMatchObject({ status: 200, body: { success: true } })
    expect((await curl(41, { requestId })).status).toBe(404)
  })
  it('43 comments', async () => {
    const { requestId, itemId } = await request()
    expect(await curl(43, { requestId, itemId })).toMatchObject({
      status: 200,
      body: { action: 'comment', content: 'Comment', itemIds: [itemId] },
    })
    expect((await read(requestId)).history.at(-1)).toMatchObject({
      content: 'Comment',
      isHidden: false,
      userId: 'managed/user/end',
    })
  })
  it('44, 45 approve: the role is given', async () => {
    for (const number of [44, 45]) {
      const { requestId, itemId, approvalTaskId } = await request()
      expect((await curl(number, { approvalTaskId, itemId })).status).toBe(403)
      expect(await curl(number, { approvalTaskId, itemId, ...as(boss) })).toMatchObject({
        status: 200,
        body: { status: 'complete' },
      })
      expect(await read(requestId)).toMatchObject({
        status: 'complete',
        items: [{ outcome: 'provisioned', timesApproved: 1 }],
      })
      const { roles } = await stage.made('GET', 'managed/user/end?_fields=roles')
      expect(roles.map(({ _ref }: { _ref: string }) => _ref)).toContain(`managed/role/r${counter}`)
      expect((await curl(number, { approvalTaskId, itemId, ...as(boss) })).status).toBe(409)
    }
  })
  it('46 rejects', async () => {
    const { requestId, approvalTaskId } = await request()
    expect((await curl(46, { approvalTaskId, ...as(boss) })).status).toBe(200)
    expect(await read(requestId)).toMatchObject({ status: 'complete', items: [{ outcome: 'denied' }] })
  })
  it('47 sets the outcome of an item, whatever the action is called', async () => {
    const literal = '40b83cb6-1749-48eb-9c89-2a3b1fae71ab'
    await fresh({ _id: literal, requestWorkflow: 'aFlow' })
    const requestInput = { userIds: ['end'], items: [{ itemId: literal, requestType: 'add' }] }
    const requestId = (await stage.call(endUser, 'POST', 'access-request/request', requestInput)).body.requestIds[0]
    expect(await curl(47, { requestId })).toMatchObject({ status: 200, body: { status: 'complete' } })
    expect(await read(requestId)).toMatchObject({
      items: [{ itemId: literal, timesApproved: 2, outcome: 'provisioned' }],
    })
  })
})

describe('notification, provisioning, glossary, policies', () => {
  it('48 sends a notification', async () => {
    const { approvalTaskId } = await request()
    expect(await curl(48, { approvalTaskId })).toEqual({
      status: 200,
      body: { notification: 'APPROVAL_TASK_CREATED', recipients: ['managed/user/boss'], sent: true },
    })
  })
  it('49 gives access, and leaves the outcome to the workflow', async () => {
    const { requestId, itemId } = await request({ requestWorkflow: 'aFlow' })
    expect(await curl(49, { requestId, itemId })).toEqual({
      status: 200,
      body: { requestId, itemId, outcome: 'provisioned' },
    })
    expect(await read(requestId)).toMatchObject({ status: 'in-progress', items: [{ outcome: null }] })
  })
  it('50 lists workflow definitions', async () => {
    const { status, body } = await curl(50)
    expect([status, body]).toEqual([200, expect.objectContaining(envelope([]))])
  })
  it('54, 55, 56, 57, 51, 52 create, list, read and delete an entry; a twin is 409', async () => {
    const created = await curl(54)
    expect(created).toMatchObject({ status: 201, body: { _rev: '0', class: 'identity-value', attributeValue: 'B456' } })
    expect((await curl(56)).status).toBe(409)
    const glossaryEntryId = created.body._id as string
    for (const number of [55, 57])
      expect((await curl(number)).body.result.map(({ _id }: { _id: string }) => _id)).toContain(glossaryEntryId)
    expect(await curl(51, { glossaryEntryId })).toMatchObject({ status: 200, body: { attributeName: 'jobCode' } })
    expect(await curl(52, { glossaryEntryId })).toMatchObject({ status: 200, body: { _id: glossaryEntryId } })
    expect((await curl(51, { glossaryEntryId })).status).toBe(404)
    expect((await curl(56)).status).toBe(201)
  })
  it('53 updates an entry at the revision it names, and no other', async () => {
    await stage.made('PUT', 'managed/role/2070', { name: 'Cloud' })
    const entry = { class: 'object', objectId: 'managed/role/2070', displayName: 'Cloud', order: [] }
    const { _id: glossaryEntryId } = await stage.made('POST', 'commons/glossary?_action=create', entry)
    expect((await curl(53, { glossaryEntryId })).status).toBe(412)
    for (const _rev of ['0', '1'])
      await stage.made('POST', `commons/glossary/${glossaryEntryId}?_action=update`, { ...entry, _rev })
    expect(await curl(53, { glossaryEntryId })).toMatchObject({
      status: 200,
      body: { _rev: '3', displayName: 'Cloud Infrastructure Approver!' },
    })
    expect(await stage.made('GET', `commons/glossary/${glossaryEntryId}`)).toMatchObject({
      _rev: '3',
      riskLevel: 1,
      approvers: ['manager', 'entitlementOwner'],
    })
  })
  it('58 finds the violation that a change would bring', async () => {
    await stage.made('PATCH', 'managed/user/c336c6a5-da19-4078-8ba5-3a297c605564', [
      { operation: 'add', field: 'roles/-', value: { _ref: 'managed/role/2008' } },
    ])
    const { status, body } = await curl(58)
    expect([status, body.violations]).toEqual([
      200,
      [
        expect.objectContaining({
          userId: 'managed/user/c336c6a5-da19-4078-8ba5-3a297c605564',
          policyName: 'Maker and checker',
          remedy: [expect.objectContaining({ action: 'remove' })],
        }),
      ],
    ])
  })
})
