import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuditPage } from '../../../../src/contract/audit.ts'
import { type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

let stage: OpenIdm
beforeAll(async () => {
  stage = await startOpenIdm()
})
afterAll(() => stage.close())

const token = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  stage.call('token', method, path, body, headers)
const find = async (collection: string, filter: string): Promise<string[]> => {
  const { status, body } = await token('GET', `${collection}?_queryFilter=${encodeURIComponent(filter)}&_sortKeys=_id`)
  if (status !== 200) throw new Error(`${filter} → ${status} ${JSON.stringify(body)}`)
  return body.result.map((row: { _id: string }) => row._id)
}

describe('managed/user', () => {
  const ana = { userName: 'ana.silva', givenName: 'Ana', sn: 'Silva', mail: 'ana@cu.example', jobCode: 7 }

  it('is made under an id of the server’s or one’s own, read, found, changed and removed', async () => {
    const created = await token('POST', 'managed/user', ana)
    expect([created.status, created.body.userName, created.body.jobCode]).toEqual([201, 'ana.silva', 7])
    const id = created.body._id as string
    expect(created.headers.get('location')).toBe(`/openidm/managed/user/${id}`)
    expect((await token('GET', `managed/user/${id}`)).body).toEqual(created.body)
    expect(await find('managed/user', 'userName eq "ANA.SILVA" and sn sw "sil" and !(givenName co "x")')).toEqual([id])
    const put = await token('PUT', `managed/user/${id}`, { ...ana, title: 'Teller', jobCode: undefined })
    expect([put.status, put.body.title, put.body.jobCode]).toEqual([200, 'Teller', undefined])
    const removed = await token('DELETE', `managed/user/${id}`)
    expect([removed.status, removed.body._id]).toEqual([200, id])
    expect((await token('GET', `managed/user/${id}`)).body.message).toBe(
      `Object managed/user/${id} not found in managed/user`,
    )
    expect(await find('managed/user', 'userName eq "ana.silva"')).toEqual([])
    expect((await token('DELETE', `managed/user/${id}`)).status).toBe(404)
  })

  it('is filtered and sorted by properties that only scripts know, and by none that nobody has', async () => {
    const make = (id: string, more: object) =>
      stage.made('PUT', `managed/user/${id}`, { userName: id, sn: 'Own', ...more })
    await make('own-a', { jobCode: 7, tags: ['Red', 'blue'], remote: true })
    await make('own-b', { jobCode: 12, tags: 'green', remote: false })
    await make('own-c', { jobCode: 'seven' })
    const own = (filter: string) => find('managed/user', `sn eq "Own" and (${filter})`)
    expect(await own('jobCode gt 7')).toEqual(['own-b'])
    expect(await own('jobCode eq "SEVEN"')).toEqual(['own-c'])
    expect(await own('tags eq "red" or tags sw "gr"')).toEqual(['own-a', 'own-b'])
    expect(await own('remote eq false')).toEqual(['own-b'])
    expect(await own('remote pr and !(jobCode le 7)')).toEqual(['own-b'])
    expect(await own('nothing eq 1 or a/b pr')).toEqual([])
    expect(await own('!(nothing eq 1)')).toEqual(['own-a', 'own-b', 'own-c'])
    const { body } = await token('GET', 'managed/user?_queryFilter=sn+eq+%22Own%22&_sortKeys=-remote,_id')
    // Who has no value comes last in both directions.
    expect(body.result.map(({ _id }: { _id: string }) => _id)).toEqual(['own-a', 'own-b', 'own-c'])
    // Deeper and longer than any script writes.
    expect(await own(`${'('.repeat(250)}jobCode eq 7${')'.repeat(250)}`)).toEqual(['own-a'])
    expect(await own(Array.from({ length: 300 }, (_, i) => `jobCode eq ${i}`).join(' or '))).toEqual(['own-a', 'own-b'])
  })

  it('takes a chosen id once, by POST as by PUT, and gives it again when it was removed', async () => {
    expect((await token('POST', 'managed/user', { _id: 'chosen', ...ana })).status).toBe(201)
    expect((await token('POST', 'managed/user', { _id: 'chosen', ...ana, userName: 'other' })).status).toBe(412)
    expect((await token('PUT', 'managed/user/other', { ...ana, userName: 'ana.silva' })).status).toBe(409)
    expect((await token('PUT', 'managed/user/other', { ...ana, _id: 'chosen' })).status).toBe(400)
    expect((await token('POST', 'managed/user', { _id: 'a/b', ...ana })).status).toBe(400)
    await stage.made('DELETE', 'managed/user/chosen')
    expect((await token('PUT', 'managed/user/chosen', ana)).status).toBe(201)
  })

  it('is logged with what was set and what somebody signs in with, by name and never by value', async () => {
    const bea = { userName: 'bea', sn: 'Roe', badge: 'quince' }
    await stage.made('PUT', 'managed/user/bea', { ...bea, password: 'six patient herons by a pond' })
    await stage.made('PUT', 'managed/user/bea', {
      userName: 'bea',
      sn: 'Doe',
      password: 'five patient herons in a row',
    })
    await stage.made('PUT', 'managed/user/bea', { userName: 'bea', sn: 'Doe', accountStatus: 'inactive' })
    const { items } = await stage.test.ask(AuditPage, 'GET', '/v1/audit?limit=6')
    const recorded = items.toReversed().map(({ action, details }) => [action, details])
    expect(recorded).toEqual([
      ['user.created', { roles: [], identity: expect.any(String) }],
      ['person.created', { set: ['sn', 'accountStatus', 'displayName', 'userName', 'badge'], takenBack: [] }],
      ['user.password-set', { sessionsEnded: 0 }],
      ['person.changed', { set: ['sn', 'displayName'], takenBack: ['badge'] }],
      ['user.disabled', { changed: ['disabled'], disabled: true, sessions: 0, tokens: 0 }],
      ['person.changed', { set: ['accountStatus'], takenBack: [] }],
    ])
    expect(JSON.stringify(items)).not.toMatch(/herons|quince/)
  })

  it('is patched: replace, add, remove, increment, copy, move', async () => {
    await stage.made('PUT', 'managed/user/pat', { userName: 'pat', sn: 'Doe', codes: ['a', 'b', 'a'], level: 1 })
    const patch = async (...operations: object[]) => (await token('PATCH', 'managed/user/pat', operations)).body
    expect(await patch({ operation: 'replace', field: '/sn', value: 'Roe' })).toMatchObject({ sn: 'Roe' })
    expect(await patch({ operation: 'add', field: 'codes/-', value: 'c' })).toMatchObject({
      codes: ['a', 'b', 'a', 'c'],
    })
    expect(await patch({ operation: 'remove', field: 'codes', value: 'a' })).toMatchObject({ codes: ['b', 'c'] })
    expect(await patch({ operation: 'increment', field: 'level', value: 2 })).toMatchObject({ level: 3 })
    expect(await patch({ operation: 'copy', from: 'sn', field: 'formerName' })).toMatchObject({ formerName: 'Roe' })
    const moved = await patch({ operation: 'move', from: 'formerName', field: 'birthName' })
    expect([moved.formerName, moved.birthName]).toEqual([undefined, 'Roe'])
    await stage.made('PUT', 'managed/role/patched', { name: 'Patched' })
    await patch({ operation: 'add', field: '/roles/-', value: { _ref: 'managed/role/patched' } })
    const { body } = await token('GET', 'managed/user/pat?_fields=roles')
    expect(body.roles).toMatchObject([{ _ref: 'managed/role/patched' }])
  })

  it.each([
    {},
    [{ operation: 'transform', field: 'sn', value: 1 }],
    [{ operation: 'replace', field: 'sn' }],
    [{ operation: 'replace', value: 1 }],
    [{ operation: 'replace', field: '__proto__/x', value: 1 }],
    [{ operation: 'increment', field: 'sn', value: 1 }],
    [{ operation: 'copy', from: 'nothing', field: 'sn' }],
    [{ operation: 'remove', field: 'userName' }],
    [null],
  ])('refuses the patch %j and changes nothing', async (operations) => {
    const before = await stage.made('PUT', 'managed/user/whole', { userName: 'whole', sn: 'Doe' })
    expect((await token('PATCH', 'managed/user/whole', operations)).status).toBe(400)
    expect((await token('GET', 'managed/user/whole')).body).toEqual(before)
  })

  it('shows a password nowhere, and says everything that is wrong at once', async () => {
    const password = 'nine quiet otters under a bridge'
    const created = await token('PUT', 'managed/user/quiet', { userName: 'quiet', password })
    const read = await token('GET', 'managed/user/quiet?_fields=*,password')
    const answer = await token('GET', 'managed/user?_queryFilter=true')
    expect(JSON.stringify([created.body, read.body, answer.body])).not.toContain('otters')
    const wrong = await token('POST', 'managed/user', {
      givenName: 5,
      roles: 'x',
      manager: { _ref: 'managed/user/no' },
    })
    const fields = wrong.body.detail.errors.map(({ field }: { field: string }) => field)
    expect([wrong.status, fields]).toEqual([400, expect.arrayContaining(['userName', 'givenName', 'roles'])])
    expect(await find('managed/user', 'password pr')).toEqual([])
  })
})

describe.each(['managed/role', 'internal/role'])('%s', (collection) => {
  it('is made, read, found, changed, patched and removed', async () => {
    const created = await token('POST', collection, { name: 'Vault', description: 'Opens it.', risk: 3 })
    const id = created.body._id as string
    expect([created.status, created.body.risk]).toEqual([201, 3])
    expect((await token('GET', `${collection}/${id}`)).body).toEqual(created.body)
    expect(await find(collection, 'name eq "vault" and risk ge 3')).toEqual([id])
    expect(await find(collection, 'risk gt 3')).toEqual([])
    const put = await token('PUT', `${collection}/${id}`, { name: 'Safe' }, { 'if-match': `"${created.body._rev}"` })
    expect([put.status, put.body.name, put.body.risk]).toEqual([200, 'Safe', undefined])
    const patched = await token('PATCH', `${collection}/${id}`, [{ operation: 'add', field: 'risk', value: 4 }])
    expect(patched.body).toMatchObject({ name: 'Safe', risk: 4 })
    expect((await token('DELETE', `${collection}/${id}`)).body).toMatchObject({ _id: id, name: 'Safe' })
    expect((await token('GET', `${collection}/${id}`)).status).toBe(404)
    expect((await token('PUT', `${collection}/${id}`, { name: 'Back' })).status).toBe(201)
  })

  it('needs a name, and an id that is free', async () => {
    expect((await token('POST', collection, { description: 'x' })).status).toBe(400)
    expect((await token('POST', collection, { _id: 'one', name: 'One' })).status).toBe(201)
    expect((await token('POST', collection, { _id: 'one', name: 'One' })).status).toBe(412)
  })
})

it('what is built in stays, and who holds a role shows when asked', async () => {
  expect((await token('DELETE', 'internal/role/openidm-admin')).status).toBe(409)
  await stage.made('PUT', 'managed/role/held', { name: 'Held' })
  await stage.made('PUT', 'managed/user/holder', { userName: 'holder', roles: [{ _ref: 'managed/role/held' }] })
  const members = async () => (await token('GET', 'managed/role/held?_fields=name,members')).body.members
  expect(await members()).toMatchObject([{ _ref: 'managed/user/holder' }])
  await stage.made('DELETE', 'managed/user/holder')
  expect(await members()).toEqual([])
})
