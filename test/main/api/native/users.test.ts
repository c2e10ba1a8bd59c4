import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { roles } from '../../../../src/contract/user-roles.ts'
import { OneTimeLink, User, UserPage } from '../../../../src/contract/users.ts'
import { OpenedSession } from '../../../../src/contract/session.ts'
import { goodPassword, minutes } from '../../../support/people.ts'
import { client, person } from '../../../support/signed-in.ts'
import { startTestHost, type TestHost } from '../../../support/test-host.ts'

let test: TestHost
let now: number
let olga: Awaited<ReturnType<typeof person>>
beforeEach(async () => {
  now = Date.parse('2026-06-30T09:00:00.000Z')
  test = await startTestHost({ clock: () => now })
  olga = await person(test, 'olga', ['owner'])
})
afterEach(() => test.close())

describe('/v1/users', () => {
  it('creates, reads, lists, changes and disables', async () => {
    const body = { username: 'sam', name: 'Sam Rao', password: goodPassword('sam'), roles: ['auditor', 'auditor'] }
    const created = await olga.send('POST', '/v1/users', body)
    expect([created.status, created.headers.get('etag')]).toEqual([201, '"1"'])
    const sam = User.parse(await created.json())
    expect(created.headers.get('location')).toBe(`/v1/users/${sam.id}`)
    expect(sam).toMatchObject({ username: 'sam', roles: ['auditor'], hasPassword: true, createdBy: 'olga' })
    expect((await olga.ask(UserPage, 'GET', '/v1/users?q=rao')).items).toEqual([sam])

    const path = `/v1/users/${sam.id}`
    expect(await olga.refusal('PATCH', path, { name: 'S' })).toEqual([428, 'unseen'])
    expect(await olga.refusal('PATCH', path, { name: 'S' }, { 'if-match': '"7"' })).toEqual([412, 'stale'])
    const changed = await olga.send('PATCH', path, { roles: ['approver'], disabled: true }, { 'if-match': '"1"' })
    expect(await changed.json()).toMatchObject({ roles: ['approver'], disabled: true, revision: 2 })
    expect(await olga.refusal('GET', '/v1/users/11111111-1111-4111-8111-111111111111')).toEqual([404, 'not-found'])
  })

  it('refuses what is not a user name, a role or a field, and says where', async () => {
    for (const body of [
      { username: 'sam rao', roles: ['auditor'] },
      { username: '.sam', roles: ['auditor'] },
      { username: 'sam\u202Edmin', roles: ['auditor'] },
      { username: 'sam', roles: [] },
      { username: 'sam', roles: ['root'] },
      { username: 'sam', roles: ['auditor'], passwordHash: 'x' },
    ]) {
      expect(await olga.refusal('POST', '/v1/users', body)).toEqual([400, 'invalid'])
    }
    const weak = await olga.send('POST', '/v1/users', { username: 'sam', roles: ['auditor'], password: 'castellan' })
    expect(await weak.json()).toMatchObject({ errors: [{ pointer: '#/password' }] })
  })

  it('never answers with a hash', async () => {
    const text = await (await olga.send('GET', '/v1/users')).text()
    expect(text).not.toMatch(/argon2|hash/i)
  })

  it('asks for the password again before it changes roles', async () => {
    const sam = await person(test, 'sam', ['auditor'])
    now += minutes(6)
    const change = () => olga.send('PATCH', `/v1/users/${sam.user.id}`, { roles: ['approver'] }, { 'if-match': '"1"' })
    const refused = await change()
    expect([refused.status, ((await refused.json()) as { type: string }).type]).toEqual([
      403,
      'urn:castellan:problem:step-up-needed',
    ])
    await olga.send('POST', '/v1/session/step-up', { password: olga.password })
    expect((await change()).status).toBe(200)
  })

  it('lets everybody change their own password, and only theirs', async () => {
    const sam = await person(test, 'sam', ['approver'])
    const password = 'a kettle, nine plums and rye'
    const put = (id: string, body: unknown) => sam.send('PUT', `/v1/users/${id}/password`, body, { 'if-match': '"1"' })
    expect((await put(olga.user.id, { password })).status).toBe(403)
    expect((await put(sam.user.id, { password })).status).toBe(400)
    expect((await put(sam.user.id, { password, current: sam.password })).status).toBe(204)
    await client(test).ask(OpenedSession, 'POST', '/v1/session', { username: 'sam', password })
  })

  it('gives a link that signs somebody in to the operator of this machine alone', async () => {
    const path = `/v1/users/${olga.user.id}/link`
    expect(await olga.refusal('POST', path)).toEqual([403, 'forbidden'])
    const { code } = await test.ask(OneTimeLink, 'POST', path)
    const opened = await client(test).ask(OpenedSession, 'POST', '/v1/session', { code })
    expect(opened).toMatchObject({ state: 'open', person: { username: 'olga' }, steppedUpUntil: null })
  })
})

describe('every role against every operation on users and tokens', () => {
  const id = '11111111-1111-4111-8111-111111111111'
  const operations = {
    'GET /v1/users': ['owner', 'administrator', 'security-officer', 'auditor'],
    'POST /v1/users': ['owner', 'administrator'],
    [`PATCH /v1/users/${id}`]: ['owner', 'administrator'],
    [`POST /v1/users/${id}/link`]: [],
    'GET /v1/tokens': ['owner', 'administrator', 'security-officer', 'auditor'],
    'POST /v1/tokens': ['owner', 'administrator', 'security-officer'],
    [`POST /v1/tokens/${id}/rotate`]: ['owner', 'administrator', 'security-officer'],
    [`POST /v1/tokens/${id}/revoke`]: ['owner', 'administrator', 'security-officer'],
    [`GET /v1/tokens/${id}/calls`]: ['owner', 'administrator', 'security-officer', 'auditor'],
  } as const

  it.each(roles)('%s', async (role) => {
    const someone = await person(test, 'someone', [role])
    for (const [operation, allowed] of Object.entries(operations)) {
      const [method = '', path = ''] = operation.split(' ')
      const { status } = await someone.send(method, path, method === 'GET' ? undefined : {}, { 'if-match': '"1"' })
      // Whoever may goes on to the next check, which finds an empty body or nothing there.
      const passed = status !== 403
      expect([operation, passed]).toEqual([operation, (allowed as readonly string[]).includes(role)])
    }
  })

  it('nobody', async () => {
    for (const operation of Object.keys(operations)) {
      const [method = '', path = ''] = operation.split(' ')
      const response = await client(test).send(method, path, method === 'GET' ? undefined : {})
      expect([operation, response.status, response.headers.has('www-authenticate')]).toEqual([operation, 401, true])
    }
  })
})
