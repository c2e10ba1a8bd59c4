import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuditPage } from '../../../../src/contract/audit.ts'
import { PlannedScanList, ViolationPage } from '../../../../src/contract/policies.ts'
import { internal, type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

/** The shapes that the vendor's public documentation gives for scans, sent as a script sends them. */
let stage: OpenIdm
let admin: Login
let policyId: string
beforeAll(async () => {
  stage = await startOpenIdm()
  admin = await stage.person('review', internal('governance-administrator'))
  for (const id of ['ana', 'ben']) await stage.person(id, { title: 'Teller' })
  const expression = { operator: 'EQUALS', operand: { targetName: 'title', targetValue: 'Teller' } }
  const policy = { name: 'No tellers', expression: JSON.stringify(expression), riskLevel: '5', active: 'true' }
  policyId = (await stage.made('POST', 'governance/adminPolicy?action=create', policy))._id
})
afterAll(() => stage.close())

const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  stage.call(admin, method, `governance/${path}`, body, headers)
const adHoc = () => ({
  name: 'Adhoc Scan',
  scanType: 'ad-hoc',
  schedule: '',
  targetFilter: { operator: 'ALL', operand: [] },
  policies: [`managed/policy/${policyId}`],
  expirationDate: '07/31/2020',
  escalationSchedule: [],
})
const planned = (name = 'Monthly Scan') => ({
  ...adHoc(),
  name,
  scanType: 'scheduled',
  schedule: '28 2 0 1 1/1 ?',
  expirationDate: '',
  expirationDuration: '7 days',
})
const ended = async (id: string) => {
  for (;;) {
    const { body } = await call('GET', `activePolicyScan/${id}`)
    if (body.state !== 'running') return body
    await new Promise((done) => setTimeout(done, 20))
  }
}
const violations = async () => (await stage.test.ask(ViolationPage, 'GET', '/v1/policies/violations')).items

describe('a scan at once', () => {
  it('answers its definition while it runs, and its end afterwards', async () => {
    const only = { operator: 'EQUALS', operand: { targetName: 'givenName', targetValue: 'ana' } }
    const { status, body } = await call('POST', 'policyScan?_action=adhoc', { ...adHoc(), targetFilter: only })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      _rev: '0',
      name: 'Adhoc Scan',
      scanType: 'ad-hoc',
      targetFilter: only,
      policies: [`managed/policy/${policyId}`],
      expirationDate: '07/31/2020',
      escalationSchedule: [],
      state: 'running',
    })
    const running = await call('GET', 'activePolicyScan')
    expect(running.body.result.map(({ _id }: { _id: string }) => _id)).toEqual([body._id])
    expect(await ended(body._id)).toMatchObject({ state: 'done', people: 1, scanned: 1, found: 1 })
    expect((await call('GET', 'activePolicyScan')).body.result).toEqual([])
    expect((await violations()).map(({ person, dueAt, overdue }) => [person.name, dueAt, overdue])).toEqual([
      ['ana Doe', '2020-07-31T23:59:59.999Z', true],
    ])
    const { items } = await stage.test.ask(AuditPage, 'GET', '/v1/audit?limit=50')
    const [entry] = items.filter(({ action }) => action === 'policies.scanned')
    expect(entry).toMatchObject({
      actor: { name: 'user.review' },
      object: { type: 'policy-scan', name: 'Adhoc Scan' },
      details: { people: 1, found: 1, fresh: 1, remediated: 0 },
    })
    expect((await call('GET', 'activePolicyScan/nothing')).status).toBe(404)
  })

  it('runs alone', async () => {
    const first = await call('POST', 'policyScan?_action=adhoc', adHoc())
    const second = await call('POST', 'policyScan?_action=adhoc', adHoc())
    expect([first.status, second.status]).toEqual([201, 409])
    expect(await ended(first.body._id)).toMatchObject({ state: 'done', found: 2 })
  })

  it.each([
    [{ escalationSchedule: [{ amount: 1 }] }, 'escalationSchedule'],
    [{ expirationDate: '02/30/2030' }, 'expirationDate'],
    [{ expirationDate: 'soon' }, 'expirationDate'],
    [{ schedule: '0 0 6 ? * MON' }, 'schedule'],
    [{ scanType: 'scheduled' }, 'scanType'],
    [{ policies: ['managed/policy/none'] }, 'policies.0'],
    [{ targetFilter: { operator: 'AND', operand: [] } }, 'targetFilter.operand'],
    [{ name: '' }, 'name'],
  ])('refuses %j and names the field', async (change, field) => {
    const { status, body } = await call('POST', 'policyScan?_action=adhoc', { ...adHoc(), ...change })
    expect([status, body.detail.errors.map((fieldError: { field: string }) => fieldError.field)]).toEqual([
      400,
      [field],
    ])
  })
})

describe('planned scans', () => {
  it('are made, listed, read, changed and deleted, with or without an underscore before the action', async () => {
    const created = await call('POST', 'policyScan?_action=scheduled', planned())
    expect([created.status, created.body]).toEqual([
      201,
      { ...planned(), _id: expect.any(String), _rev: '0', expirationDuration: '7 days', active: 'true' },
    ])
    const other = await call('POST', 'policyScan?action=scheduled', planned('Weekly Scan'))
    const list = await call('GET', 'policyScan?q=scan&pageSize=1&pageNumber=1&sortBy=name')
    expect(list.body).toMatchObject({ result: [{ name: 'Weekly Scan' }], totalPagedResults: 2 })
    expect((await call('GET', 'policyScan?q=weekly')).body.result).toEqual([other.body])
    const { _id: id } = created.body
    expect((await call('GET', `policyScan/${id}`)).body).toEqual(created.body)
    const change = { ...created.body, schedule: '0 0 6 ? * MON' }
    const changed = await call('PUT', `policyScan/${id}`, change)
    expect([changed.status, changed.body]).toEqual([200, { ...change, _rev: '1' }])
    expect((await call('PUT', `policyScan/${id}`, change)).status).toBe(412)
    expect((await call('PUT', `policyScan/${id}`, { ...change, _rev: '1', schedule: 'Mondays' })).status).toBe(400)
    const native = await stage.test.ask(PlannedScanList, 'GET', '/v1/policies/scans')
    expect(native.items.map(({ name, schedule, expirationDays }) => [name, schedule.cron, expirationDays])).toEqual([
      ['Monthly Scan', '0 6 * * 1', 7],
      ['Weekly Scan', '2 0 1 1-12/1 *', 7],
    ])
    const removed = await call('POST', 'policyScan?action=delete', { ids: [id, other.body._id, 'none'] })
    expect(removed.body.result.map(({ success }: { success: boolean }) => success)).toEqual([true, true, false])
    expect((await call('GET', 'policyScan')).body.result).toEqual([])
    expect((await call('GET', `policyScan/${id}`)).status).toBe(404)
  })

  it('keep the zone that a person chose when a script changes them', async () => {
    const schedule = { cron: '0 6 * * 1', timeZone: 'America/Chicago' }
    const response = await stage.test.call('POST', '/v1/policies/scans', { name: 'Mondays', schedule })
    const { id } = (await response.json()) as { id: string }
    const { body } = await call('GET', `policyScan/${id}`)
    expect(body.schedule).toBe('0 0 6 ? * 2')
    expect((await call('PUT', `policyScan/${id}`, { ...body, schedule: '0 30 6 ? * MON' })).status).toBe(200)
    const [plan] = (await stage.test.ask(PlannedScanList, 'GET', '/v1/policies/scans')).items
    expect(plan?.schedule).toEqual({ cron: '30 6 * * 1', timeZone: 'America/Chicago' })
    await call('POST', 'policyScan?_action=delete', { ids: [id] })
  })
})

describe('the scan that follows changes', () => {
  it('is configured, and asked for one user', async () => {
    expect((await call('GET', 'policyScan/reactive')).body).toMatchObject({ active: 'true', expirationDate: '30 days' })
    const body = { expirationDate: '15 days', escalationSchedule: [] }
    const set = await call('POST', 'policyScan?action=configure', body)
    expect([set.status, set.body]).toMatchObject([200, { _id: 'reactive', _rev: '1', scanType: 'reactive', ...body }])
    expect((await call('GET', 'policyScan/reactive')).body).toEqual(set.body)
    const wrong = await call('POST', 'policyScan?_action=configure', { ...body, escalationSchedule: [{}] })
    expect([wrong.status, wrong.body.detail.errors[0].field]).toEqual([400, 'escalationSchedule'])
    await stage.person('cleo', { title: 'Teller' })
    const answer = await call('POST', 'policyScan?_action=reactive', { userId: 'managed/user/cleo' })
    expect(answer.body).toMatchObject({
      userId: 'managed/user/cleo',
      violations: [{ policyName: 'No tellers' }],
      found: 1,
      new: 1,
    })
    expect((await violations()).map(({ person }) => person.name).toSorted()).toEqual(['ana Doe', 'ben Doe', 'cleo Doe'])
    expect((await call('POST', 'policyScan?_action=reactive', { userId: 'nobody' })).status).toBe(404)
  })
})

it('knows these actions alone, and the check as before', async () => {
  expect((await call('POST', 'policyScan?_action=guess', {})).status).toBe(501)
  const checked = await call('POST', 'policyScan?action=check', { userId: 'ana', attributes: [] })
  expect(checked.body.violations).toMatchObject([{ policyName: 'No tellers', existing: true }])
})
