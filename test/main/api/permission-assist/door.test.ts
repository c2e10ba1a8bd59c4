import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { vendorRoutes } from '../../../../src/main/api/permission-assist/routes.ts'
import { client, person } from '../../../support/signed-in.ts'
import { startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'
import { script, unknownId, vendorError } from '../../../support/vendor.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost()
})
afterEach(() => test.close())

const every = vendorRoutes.map(({ method, path, access }) => ({
  method,
  path: path.replace(':id', unknownId),
  scope: typeof access === 'object' ? access.scope : '',
}))
type Sender = { send(method: string, path: string, body?: unknown): Promise<Response> }
const ask = (sender: Sender, { method, path }: { method: string; path: string }) =>
  sender.send(method, path, method === 'POST' ? {} : undefined)

describe('who may call /api', () => {
  it('nobody while the API is switched off, and the message says so', async () => {
    const own = await script(test)
    await switchApi(test, false)
    for (const operation of every) {
      const response = await ask(own, operation)
      expect([operation, response.status]).toEqual([operation, 403])
      const error = await vendorError(response)
      expect(error.error).toBe('forbidden')
      expect(error.message).toContain('switched off in System Configuration')
    }
  })

  it('nobody without a token, with a wrong one, or with one that was revoked: 401', async () => {
    const own = await script(test)
    const tokens = (await (await test.call('GET', '/v1/tokens')).json()) as { items: { id: string }[] }
    await test.call('POST', `/v1/tokens/${tokens.items[0]?.id}/revoke`, {})
    for (const caller of [client(test), client(test, 'cst_nonsense'), own]) {
      for (const operation of every) {
        const response = await ask(caller, operation)
        expect([operation, response.status]).toEqual([operation, 401])
        expect(response.headers.get('www-authenticate')).toBe('Bearer realm="castellan"')
        expect(await vendorError(response)).toMatchObject({ error: 'unauthorized' })
      }
    }
  })

  it('a token for what its scopes name, and for nothing else: 403', async () => {
    for (const scope of ['imports:read', 'imports:stage', 'applications:read', 'identities:read', 'audit:read']) {
      const own = await script(test, [scope])
      for (const operation of every) {
        const response = await ask(own, operation)
        expect([scope, operation, response.status !== 403]).toEqual([scope, operation, operation.scope === scope])
        if (response.status === 403) expect(await vendorError(response)).toMatchObject({ error: 'forbidden' })
      }
    }
  })

  it('a token with * for everything, as the vendor’s are; and a person by their roles', async () => {
    const own = await script(test)
    await person(test, 'olga', ['owner'])
    const auditor = await person(test, 'auda', ['auditor'])
    for (const operation of every) {
      expect([200, 400, 404]).toContain((await ask(own, operation)).status)
      const allowed = !['imports:stage', 'events:write'].includes(operation.scope ?? '')
      expect([operation, (await ask(auditor, operation)).status !== 403]).toEqual([operation, allowed])
    }
  })

  it('says in the vendor’s shape what is nowhere and what takes another method', async () => {
    const own = await script(test)
    expect(await own.refused('GET', '/api/nothing')).toMatchObject({ status: 404, error: 'not_found' })
    expect(await own.refused('DELETE', '/api/applications')).toMatchObject({ status: 405, error: 'validation_error' })
    expect((await own.send('HEAD', '/api/applications')).status).toBe(200)
  })
})
