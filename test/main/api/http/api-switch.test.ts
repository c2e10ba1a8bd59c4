import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuditPage } from '../../../../src/contract/audit.ts'
import { roles } from '../../../../src/contract/user-roles.ts'
import { ApiSwitch } from '../../../../src/contract/api-switch.ts'
import { RevealedToken } from '../../../../src/contract/tokens.ts'
import { client, person } from '../../../support/signed-in.ts'
import { startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost()
})
afterEach(() => test.close())

const token = async (scopes = ['*']) =>
  client(test, (await test.ask(RevealedToken, 'POST', '/v1/tokens', { name: 'nightly', scopes })).secret)

describe('the switch of the API', () => {
  it('is off in a new database: tokens and the compatible APIs get 403 in words, people and the operator work on', async () => {
    const script = await token()
    const olga = await person(test, 'olga', ['owner'])
    for (const path of ['/v1/imports', '/v1/nothing', '/api/applications', '/openidm/info/ping']) {
      const response = await script.send('GET', path)
      expect([path, response.status]).toEqual([path, 403])
      expect(await response.text()).toContain('The API is switched off in System Configuration')
    }
    for (const caller of [olga, client(test)]) {
      expect((await caller.send('GET', '/api/applications')).status).toBe(403)
    }
    expect((await olga.send('GET', '/v1/imports')).status).toBe(200)
    expect((await test.call('GET', '/v1/imports')).status).toBe(200)
  })

  it('lets scripts in once it is on, shuts them out once it is off, and writes both down', async () => {
    const script = await token()
    await switchApi(test, true)
    expect((await script.send('GET', '/v1/imports')).status).toBe(200)
    await switchApi(test, true)
    await switchApi(test, false)
    expect(await script.refusal('GET', '/v1/imports')).toEqual([403, 'api-switched-off'])
    const { items } = await test.ask(AuditPage, 'GET', '/v1/audit')
    const switched = items.filter(({ action }) => action.startsWith('api.'))
    expect(switched.map(({ action, actor }) => `${action} by ${actor.name}`)).toEqual([
      'api.switched off by local operator',
      'api.switched on by local operator',
    ])
  })

  it('stays as it was over a restart', async () => {
    await switchApi(test, true)
    await test.reopen()
    expect(await test.ask(ApiSwitch, 'GET', '/v1/settings/api')).toMatchObject({ enabled: true, revision: 1 })
  })

  it('is switched by owners and administrators only', async () => {
    const allowed: string[] = []
    for (const role of roles) {
      const someone = await person(test, role.replace(' ', '-'), [role])
      const response = await someone.send('PUT', '/v1/settings/api', { enabled: false }, { 'if-match': '"0"' })
      if (response.ok) allowed.push(role)
      else expect(response.status).toBe(403)
    }
    expect(allowed).toEqual(['owner', 'administrator'])
  })

  it('requires the revision that was seen, and rejects an old one', async () => {
    const put = async (body: unknown, headers = {}) =>
      (await test.call('PUT', '/v1/settings/api', body, headers)).status
    expect(await put({ enabled: true })).toBe(428)
    expect(await put({ enabled: true }, { 'if-match': '"0"' })).toBe(200)
    expect(await put({ enabled: false }, { 'if-match': '"0"' })).toBe(412)
    expect(await put({ enabled: 'yes' }, { 'if-match': '"1"' })).toBe(400)
    expect(await put({ enabled: true, forEverybody: true }, { 'if-match': '"1"' })).toBe(400)
  })

  it('ends the event stream of a token when it is switched off', async () => {
    const script = await token()
    await switchApi(test, true)
    const reader = (await script.send('GET', '/v1/events')).body?.getReader()
    await reader?.read()
    await switchApi(test, false)
    for (;;) if (((await reader?.read()) ?? { done: true }).done) break
  })
})
