import { afterEach, beforeEach, expect, test } from 'vitest'
import { AccessModel } from '../../../../src/contract/access-models.ts'
import { EntitlementPage } from '../../../../src/contract/catalogue.ts'
import { PersonDetail } from '../../../../src/contract/identities.ts'
import { PersonnelEventDetail } from '../../../../src/contract/personnel-events.ts'
import { CurrentPersonnelEventSettings } from '../../../../src/contract/personnel-event-settings.ts'
import { type EventLab, startEventLab } from '../../../support/event-lab.ts'

/** Events through their whole lives: real extracts, real votes, a clock that is moved. */
let lab: EventLab
let ana: string
beforeEach(async () => {
  lab = await startEventLab('2026-06-30')
  ana = await lab.person('ana', { manager: { _ref: 'managed/user/boss' }, department: 'Lending', title: 'Clerk' })
  await lab.bring('2026-06-30', ['ana', 'Loans'], ['ana', 'Vault'], ['ben', 'Wires'], ['ben', 'Vault'])
  await lab.match('ana', ana)
})
afterEach(() => lab.close())

const report = (body: object) => lab.ask(PersonnelEventDetail, 'POST', '/v1/personnel-events', body)
const words = ({ plan, items }: PersonnelEventDetail) => ({
  provision: plan.provision.flatMap(({ action, privileges }) => privileges.map((row) => `${action} ${told(row)}`)),
  removal: plan.removal.flatMap(({ action, privileges }) => privileges.map((row) => `${action} ${told(row)}`)),
  items: items.map(
    ({ action, isWaiting, outcome, verification }) =>
      `${action} ${isWaiting ? 'waits' : (outcome ?? 'open')} ${verification}`,
  ),
})
const told = ({ name, before, after }: { name: string; before: string | null; after: string | null }) =>
  `${name || 'account'} ${before ?? '-'}>${after ?? '-'}`

async function model(name: string, department: string, entitlements: readonly string[]): Promise<AccessModel> {
  const { items } = await lab.ask(EntitlementPage, 'GET', '/v1/entitlements')
  const ids = entitlements.map((wanted) => ({ id: items.find((one) => one.name === wanted)?.id, access: 'Y' }))
  return lab.ask(AccessModel, 'POST', '/v1/access-models', {
    name,
    conditions: [{ attribute: 'department', values: [department] }],
    entitlements: ids,
  })
}

test('a role transition with an overlap gives the new access first and takes the old at the end', async () => {
  await model('Lending', 'lending', ['Loans'])
  await model('Wires', 'Wire room', ['Wires'])
  const { event } = await report({
    kind: 'role-transition',
    personId: ana,
    person: { department: 'Wire Room' },
    effectiveOn: '2026-07-20',
    endOn: '2026-08-03',
  })
  expect(words(await lab.read(event.id))).toEqual({
    provision: ['change Wires ->Y'],
    // Vault is no model's: nothing says that it should go.
    removal: ['change Loans Y>-'],
    items: [],
  })
  await lab.vote('boss', event.id)
  // Seven days before Monday the 20th is Monday the 13th.
  lab.goTo('2026-07-12', '23:59')
  expect((await lab.read(event.id)).event.status).toBe('scheduled')
  lab.goTo('2026-07-13', '00:00')
  expect(words(await lab.read(event.id)).items).toEqual(['change open none', 'change waits none'])
  await lab.carryOut()
  // Done early: it waits for its date, and only then is she of the wire room.
  expect((await lab.read(event.id)).event).toMatchObject({ stage: 'provision' })
  const department = async () =>
    (await lab.ask(PersonDetail, 'GET', `/v1/people/${ana}`)).attributes['department']?.value
  expect(await department()).toBe('Lending')
  lab.goTo('2026-07-20', '00:00')
  expect(await department()).toBe('Wire Room')
  expect((await lab.read(event.id)).event).toMatchObject({ stage: 'removal', status: 'scheduled' })
  lab.goTo('2026-08-03', '00:00')
  expect((await lab.read(event.id)).event).toMatchObject({ stage: 'removal', status: 'open' })
  await lab.carryOut()
  await lab.bring('2026-08-04', ['ana', 'Wires'], ['ana', 'Vault'], ['ben', 'Wires'], ['ben', 'Vault'])
  expect(words(await lab.read(event.id)).items).toEqual(['change provisioned proved', 'change provisioned proved'])
  await lab.vote('admin', event.id)
  expect((await lab.read(event.id)).event.status).toBe('completed')
})

test('a leave gives back exactly what it suspended, minus what was revoked meanwhile', async () => {
  const { event } = await report({
    kind: 'leave-of-absence',
    personId: ana,
    effectiveOn: '2026-07-01',
    endOn: '2026-09-07',
  })
  await lab.vote('boss', event.id)
  lab.goTo('2026-07-01')
  await lab.carryOut()
  const offboard = await report({ kind: 'offboard', personId: ana, effectiveOn: '2026-07-02' })
  expect(words(offboard).provision).toContain('remove Vault Y>-')
  await lab.test.call('POST', `/v1/personnel-events/${offboard.event.id}/cancel`, { reason: 'She comes back.' })
  // Vault is removed for good by a request of its own.
  await removeVault()
  lab.goTo('2026-08-31', '00:00')
  expect((await lab.read(event.id)).event).toMatchObject({ stage: 'removal', status: 'open' })
  const [restore] = (await lab.read(event.id)).items.filter(({ action }) => action === 'restore')
  expect(restore?.privileges.map(told)).toEqual(['account ->', 'Loans ->Y'])
})

async function removeVault(): Promise<void> {
  const { items } = await lab.ask(EntitlementPage, 'GET', '/v1/entitlements?q=vault')
  const publish = { ids: [items[0]?.id], provisionerId: 'managed/user/admin', approvers: ['managed/user/boss'] }
  await lab.test.call('POST', '/v1/catalogue/publish', publish)
  const published = (await lab.ask(EntitlementPage, 'GET', '/v1/entitlements?q=vault')).items[0]?.itemId
  const ben = await lab.person('benson')
  expect(ben).not.toBe('')
  const own = await lab.signIn('benson')
  const made = await own.send('POST', '/v1/requests', {
    people: ['managed/user/ana'],
    items: [{ itemId: published, action: 'remove' }],
    comment: 'She does not need it.',
  })
  expect(made.status).toBe(201)
  const boss = await lab.signIn('boss')
  const { items: tasks } = (await (await boss.send('GET', '/v1/approvals')).json()) as {
    items: { id: string; revision: number }[]
  }
  const decided = await boss.send(
    'POST',
    `/v1/approvals/${tasks[0]?.id}/decide`,
    { all: 'yes', comment: '' },
    { 'if-match': `"${tasks[0]?.revision}"` },
  )
  expect(decided.status).toBe(200)
  await lab.carryOut()
}

test('lead days count back over weekends and holidays; what takes access begins on its day, also after the program was closed', async () => {
  const tag = { 'if-match': '"0"' }
  await lab.test.ask(
    CurrentPersonnelEventSettings,
    'PATCH',
    '/v1/settings/personnel-events',
    { leadDays: 2, holidays: ['2026-07-10'] },
    tag,
  )
  // Monday the 13th less two days is a Saturday, and the Friday before it a holiday.
  const joins = await report({
    kind: 'onboard',
    person: { firstName: 'Nora', lastName: 'Reyes' },
    effectiveOn: '2026-07-13',
  })
  expect(joins.beginsOn).toBe('2026-07-09')
  const leaves = await report({ kind: 'offboard', personId: ana, effectiveOn: '2026-07-12', effectiveTime: '17:00' })
  await lab.vote('boss', leaves.event.id)
  lab.goTo('2026-07-12', '16:59')
  expect((await lab.read(leaves.event.id)).event.status).toBe('scheduled')
  await lab.test.reopen(() => lab.setClock('2026-07-14', '08:00'))
  expect((await lab.read(leaves.event.id)).event.status).toBe('open')
})

test('votes: who is meant, a vote taken back, a rejection with its reason, and nobody about themselves', async () => {
  const { event } = await report({ kind: 'offboard', personId: ana, effectiveOn: '2026-07-03' })
  const vote = async (who: string, body: object) =>
    (await lab.signIn(who)).send('POST', `/v1/personnel-events/${event.id}/votes`, body)
  // She does not even learn of it.
  expect((await vote('ana', { answer: 'approved' })).status).toBe(404)
  expect((await vote('admin', { answer: 'approved' })).status).toBe(403)
  expect((await vote('boss', { answer: 'rejected' })).status).toBe(400)
  expect((await vote('boss', { answer: 'rejected', comment: 'She stays.' })).status).toBe(200)
  expect((await lab.read(event.id)).event).toMatchObject({ stage: 'rejected', status: 'canceled' })
  expect((await vote('boss', { answer: 'approved' })).status).toBe(409)
})

test('an answer can be taken back while the stage is open, and an edit asks for all of them again', async () => {
  const votes = { approval: ['supervisor', 'security-officer'], verification: [] }
  const all = { onboard: votes, offboard: votes, 'role-transition': votes, 'leave-of-absence': votes }
  await lab.test.ask(
    CurrentPersonnelEventSettings,
    'PATCH',
    '/v1/settings/personnel-events',
    { votes: all },
    { 'if-match': '"0"' },
  )
  const { event } = await report({ kind: 'offboard', personId: ana, effectiveOn: '2026-07-03' })
  await lab.vote('boss', event.id)
  expect((await lab.read(event.id)).event.answers).toEqual({ missing: 1, needed: 2 })
  expect((await (await lab.signIn('boss')).send('DELETE', `/v1/personnel-events/${event.id}/votes`)).status).toBe(200)
  expect((await lab.read(event.id)).event.answers).toEqual({ missing: 2, needed: 2 })
  await lab.vote('boss', event.id)
  const { revision } = (await lab.read(event.id)).event
  const edited = await lab.test.call(
    'PATCH',
    `/v1/personnel-events/${event.id}`,
    { effectiveOn: '2026-07-04' },
    { 'if-match': `"${revision}"` },
  )
  expect(edited.status).toBe(200)
  expect((await lab.read(event.id)).event.answers).toEqual({ missing: 2, needed: 2 })
  await lab.vote('boss', event.id)
  await lab.vote('admin', event.id)
  expect((await lab.read(event.id)).event.status).toBe('scheduled')
})

test('who verifies what no import has shown says what they saw, or sends it back to be done again', async () => {
  const { event } = await report({ kind: 'offboard', personId: ana, effectiveOn: '2026-06-30' })
  await lab.vote('boss', event.id)
  await lab.carryOut()
  const admin = await lab.signIn('admin')
  const path = `/v1/personnel-events/${event.id}/votes`
  expect((await admin.send('POST', path, { answer: 'approved' })).status).toBe(400)
  expect((await admin.send('POST', path, { answer: 'rejected', comment: 'The account is still there.' })).status).toBe(
    200,
  )
  expect((await lab.read(event.id)).event).toMatchObject({ stage: 'provision', status: 'open' })
  expect(words(await lab.read(event.id)).items).toEqual(['remove provisioned contradicted'])
  await lab.carryOut()
  expect(
    (await (await lab.signIn('admin')).send('POST', path, { answer: 'approved', comment: 'Seen on screen.' })).status,
  ).toBe(200)
  expect((await lab.read(event.id)).event.status).toBe('completed')
  // An extract that shows otherwise opens even a completed event again.
  await lab.bring('2026-07-02', ['ana', 'Vault'], ['ben', 'Wires'])
  expect((await lab.read(event.id)).event).toMatchObject({ stage: 'provision', status: 'open' })
})

test('a model that is changed after the approval gives nothing more than was approved', async () => {
  const small = await model('Wire room', 'Wires', ['Wires'])
  const { event } = await report({
    kind: 'onboard',
    person: { firstName: 'Nora', lastName: 'Reyes', department: 'Wires' },
    effectiveOn: '2026-08-03',
  })
  await lab.vote('admin', event.id)
  const { items } = await lab.ask(EntitlementPage, 'GET', '/v1/entitlements')
  const everything = items.map(({ id }) => ({ id, access: 'Y' }))
  const change = { name: small.name, conditions: small.conditions, entitlements: everything }
  const tag = { 'if-match': `"${small.revision}"` }
  expect((await lab.test.call('PUT', `/v1/access-models/${small.id}`, change, tag)).status).toBe(200)
  lab.goTo('2026-07-27', '00:00')
  const [item] = (await lab.read(event.id)).items
  expect(item?.privileges.map(told)).toEqual(['account ->', 'Wires ->Y'])
})

test('everybody who signs in is nobody’s security officer', async () => {
  const change = { securityOfficers: 'internal/role/openidm-authorized' }
  const refused = await lab.test.call('PATCH', '/v1/settings/personnel-events', change, { 'if-match': '"0"' })
  expect(refused.status).toBe(400)
})

test('a row that could not be read proves no removal and contradicts none', async () => {
  const { event } = await report({ kind: 'offboard', personId: ana, effectiveOn: '2026-06-30' })
  await lab.vote('boss', event.id)
  await lab.carryOut()
  // Nobody can tell whose the broken line is.
  await lab.bringText(
    '2026-07-02',
    'User,Name,Email,Group,Permission,Access\nben,Ben Doe,ben@cu.example,Tellers,Wires,Y\n"ana,Ana',
  )
  expect(words(await lab.read(event.id)).items).toEqual(['remove provisioned claimed'])
})
