import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { VendorEvent, VendorEventList } from '../../../../src/main/api/permission-assist/event-wire.ts'
import { VendorRequestDetail, VendorRequestList } from '../../../../src/main/api/permission-assist/request-wire.ts'
import { type EventLab, startEventLab } from '../../../support/event-lab.ts'
import { type Script, script, unknownId } from '../../../support/vendor.ts'

/** Personnel events by a script that knows the vendor's API only, with the votes of people in the window. */
let lab: EventLab
let own: Script
let ana: string
const path = '/api/personnel-events'
const bossRef = { manager: { _ref: 'managed/user/boss' } }

beforeEach(async () => {
  lab = await startEventLab('2026-06-30')
  own = await script(lab.test)
  ana = await lab.person('ana', { ...bossRef, mail: 'ana@cu.example', department: 'Lending' })
  await lab.bring('2026-06-30', ['ana', 'Wires'], ['ana', 'Vault'], ['ben', 'Vault'])
  await lab.match('ana', ana)
})
afterEach(() => lab.close())

async function make(what: string, body: unknown): Promise<VendorEvent> {
  const response = await own.send('POST', `${path}/${what}`, body)
  const text = await response.text()
  if (response.status !== 201) throw new Error(`${response.status} ${text}`)
  const event = VendorEvent.parse(JSON.parse(text))
  expect(response.headers.get('location')).toBe(`${path}/${event.id}`)
  return event
}
const get = (id: string) => own.ask(VendorEvent, 'GET', `${path}/${id}`)
const requests = async (query = '') => (await own.ask(VendorRequestList, 'GET', `/api/access-requests${query}`)).items
const stage = (event: VendorEvent, name: string) => event.stages.find((one) => one.name === name)

describe('an offboarding', () => {
  it('goes from the call of a script to Completed, by votes, work and the next import', async () => {
    const event = await make('offboard', { identityId: ana, effectiveDate: '2026-07-03', comment: 'Last day Friday.' })
    expect(event).toMatchObject({
      kind: 'Personnel Event',
      type: 'Offboard',
      status: 'Pending',
      neededOn: '2026-07-03T00:00:00.000Z',
      affectedIdentity: { id: ana, kind: 'Identity' },
      comments: [{ text: 'Last day Friday.' }],
    })
    expect(event.stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'Approval Pending',
      'Provision Pending',
      'Verification Pending',
    ])
    expect(stage(event, 'Approval')?.required).toEqual([{ role: 'supervisor', names: ['P boss'] }])

    await lab.vote('boss', event.id)
    expect(await get(event.id)).toMatchObject({ status: 'Scheduled' })
    expect(await requests()).toEqual([])

    lab.goTo('2026-07-03', '00:01')
    const begun = await get(event.id)
    expect(begun.status).toBe('Open')
    const [item] = stage(begun, 'Provision')?.accessRequests ?? []
    expect(item).toMatchObject({ status: 'Open' })
    const request = await own.ask(VendorRequestDetail, 'GET', `/api/access-requests/${item?.id}`)
    expect(request).toMatchObject({
      kind: 'Access Request',
      action: 'Remove',
      status: 'Open',
      provisioningStatus: 'Provisioning',
      target: { type: 'User', name: 'ana', affectedIdentity: { id: ana } },
      application: { name: 'Core Banking' },
      neededOn: '2026-07-03T00:00:00.000Z',
      relatedItems: [{ id: event.id, kind: 'Personnel Event', number: event.number, status: 'Open' }],
    })
    expect(request.privileges).toEqual([
      { heading: '', section: '', name: 'Account ana', from: 'Yes', to: '' },
      { heading: '', section: '', name: 'Vault', from: 'Y', to: '' },
      { heading: '', section: '', name: 'Wires', from: 'Y', to: '' },
    ])

    await lab.carryOut()
    expect((await get(event.id)).status).toBe('Resolved')
    expect((await requests())[0]?.status).toBe('Resolved')

    // Somebody forgot one privilege: the claim is contradicted and the work open again.
    await lab.bring('2026-07-04', ['ana', 'Vault'], ['ben', 'Vault'])
    expect((await get(event.id)).status).toBe('Open')
    expect((await requests())[0]?.status).toBe('Open')
    await lab.carryOut()
    await lab.bring('2026-07-05', ['ben', 'Vault'])
    expect((await requests())[0]?.status).toBe('Completed')
    expect((await get(event.id)).status).toBe('Resolved')
    await lab.vote('admin', event.id)
    const done = await get(event.id)
    expect(done.status).toBe('Completed')
    expect(done.completedOn).not.toBeNull()
    expect(done.stages.map(({ status }) => status)).toEqual(['Completed', 'Completed', 'Completed'])
    expect(stage(done, 'Approval')?.responses).toMatchObject([{ by: { name: 'P boss' }, decision: 'Approved' }])
  })

  it('is refused a second time while the first is open, and names it', async () => {
    const first = await make('offboard', { identityId: ana, effectiveDate: '2026-07-03' })
    const refusal = await own.refused('POST', `${path}/offboard`, { identityId: ana, effectiveDate: '2026-07-10' })
    expect(refusal).toMatchObject({ status: 409, error: 'conflict' })
    expect(refusal.message).toContain(`#${first.number}`)
  })
})

describe('a leave', () => {
  it('without an end waits snoozed until somebody resumes it, and gives back exactly what it suspended', async () => {
    const event = await make('leave-of-absence', { identityId: ana, effectiveDate: '2026-07-01T00:00:00Z' })
    expect(event).toMatchObject({ type: 'Absence', neededOn: '2026-07-01T00:00:00.000Z', neededUntil: null })
    expect(event.stages.map(({ name }) => name)).toEqual(['Approval', 'Provision', 'Removal'])
    await lab.vote('boss', event.id)
    lab.goTo('2026-07-01')
    expect((await requests()).map(({ action, status }) => `${action} ${status}`).toSorted()).toEqual([
      'Restore Snoozed',
      'Suspend Open',
    ])
    await lab.carryOut()
    expect((await get(event.id)).status).toBe('Snoozed')
    expect((await requests('?status=snoozed&type=restore')).length).toBe(1)

    const resumed = await (await lab.signIn('admin')).send('POST', `/v1/personnel-events/${event.id}/resume`, {})
    expect(resumed.status).toBe(403)
    expect((await lab.test.call('POST', `/v1/personnel-events/${event.id}/resume`, {})).status).toBe(200)
    const restore = (await requests('?type=Restore'))[0]
    const detail = await own.ask(VendorRequestDetail, 'GET', `/api/access-requests/${restore?.id}`)
    expect(detail.status).toBe('Open')
    expect(detail.privileges.map(({ name, from, to }) => `${name}: ${from} → ${to}`)).toEqual([
      'Account ana:  → Yes',
      'Vault:  → Y',
      'Wires:  → Y',
    ])
  })
})

describe('an onboarding', () => {
  const identity = { firstName: 'Nora', lastName: 'Reyes', email: 'nora@cu.example', department: 'Wires' }

  it('has no identity until it is approved', async () => {
    const event = await make('onboard', { identity: { ...identity, supervisorId: '' }, effectiveDate: '2026-07-20' })
    expect(event).toMatchObject({ type: 'Onboard', status: 'Pending', affectedIdentity: null })
    // Nobody is named as supervisor, so the default group answers.
    await lab.vote('admin', event.id)
    expect(await get(event.id)).toMatchObject({
      status: 'Scheduled',
      affectedIdentity: {
        firstName: 'Nora',
        lastName: 'Reyes',
        emailAddress: 'nora@cu.example',
        type: 'Employee',
        status: 'Active',
      },
    })
  })
})

describe('what is wrong with a body', () => {
  it('is told in one answer, fields of the person and dates alike', async () => {
    const refusal = await own.refused('POST', `${path}/onboard`, {
      identity: { lastName: 'x'.repeat(257), department: 'd'.repeat(129), supervisorId: unknownId },
      effectiveDate: '2026-06-29',
    })
    expect(refusal).toMatchObject({ status: 400, error: 'validation_error' })
    expect(refusal.errors?.map(({ field }) => field).toSorted()).toEqual([
      'effectiveDate',
      'identity.department',
      'identity.firstName',
      'identity.lastName',
      'identity.supervisorId',
    ])
  })

  it.each([
    ['offboard', { effectiveDate: '2026-06-29' }, ['effectiveDate', 'identityId']],
    ['offboard', { identityId: 'no guid', effectiveDate: '2026-02-30' }, ['effectiveDate', 'identityId']],
    [
      'leave-of-absence',
      { identityId: unknownId, effectiveDate: '2026-07-02', endDate: '2026-07-02' },
      ['endDate', 'identityId'],
    ],
    [
      'role-transition',
      { identityId: unknownId, effectiveDate: '2026-07-02', endDate: 'soon' },
      ['endDate', 'identityId'],
    ],
  ])('%s %j', async (what, body, fields) => {
    const refusal = await own.refused('POST', `${path}/${what}`, body)
    expect(refusal).toMatchObject({ status: 400, error: 'validation_error' })
    expect(refusal.errors?.map(({ field }) => field).toSorted()).toEqual(fields)
  })

  it('an unknown person alone is not found', async () => {
    const refusal = await own.refused('POST', `${path}/offboard`, {
      identityId: unknownId,
      effectiveDate: '2026-07-02',
    })
    expect(refusal).toMatchObject({ status: 404, error: 'not_found' })
  })
})

describe('the lists', () => {
  it('count pages, and filter by type, status and person whatever the case and blanks', async () => {
    await make('offboard', { identityId: ana, effectiveDate: '2026-07-03' })
    await make('role-transition', { identityId: ana, effectiveDate: '2026-07-05', identity: { title: 'Manager' } })
    const page = await own.ask(VendorEventList, 'GET', path)
    expect(page).toMatchObject({ totalCount: 2, page: 1, pageSize: 50, totalPages: 1 })
    expect(page.items.map(({ type }) => type)).toEqual(['Role Transition', 'Offboard'])
    const only = async (query: string) => (await own.ask(VendorEventList, 'GET', `${path}?${query}`)).items.length
    expect(await only('type=roletransition')).toBe(1)
    expect(await only('type=Role%20Transition&status=PENDING')).toBe(1)
    expect(await only(`identityId=${unknownId}`)).toBe(0)
    expect(await only('page=2')).toBe(0)
    expect((await own.refused('GET', `${path}?type=party`)).status).toBe(400)
  })
})
