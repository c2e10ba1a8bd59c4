import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuditVerification } from '../../../src/contract/audit.ts'
import type { Import } from '../../../src/contract/imports.ts'
import { StorageStatus } from '../../../src/contract/storage.ts'
import { RevealedToken } from '../../../src/contract/tokens.ts'
import { User } from '../../../src/contract/users.ts'
import { contentOf } from '../../support/database-content.ts'
import { failingStore, writeFaults } from '../../support/failing-store.ts'
import { apply, createCore, extract, stage, startTestHost, switchApi, type TestHost } from '../../support/test-host.ts'

const layer = failingStore()
let test: TestHost
let calls = 0

beforeAll(async () => {
  test = await startTestHost({ importsDir: null, wrapWriter: layer.wrapWriter })
  await createCore(test)
  await switchApi(test, true)
  const owner = { username: 'keeper', roles: ['owner'], password: 'seven-lanterns-over-Quayside-41' }
  await test.ask(User, 'POST', '/v1/users', owner)
})
afterAll(() => test.close())

const state = () => contentOf(join(test.dataDir, 'castellan.db'))

interface Flow {
  readonly name: string
  /** Makes what the call works on, new each time. @returns the call */
  readonly prepare: () => Promise<() => Promise<Response>>
}

const people = (): string => `person.${++calls}`
const later = (): string => new Date(Date.UTC(2026, 0, 1) + ++calls * 60_000).toISOString()

async function staged(): Promise<Import> {
  const at = later()
  return stage(test, extract([[people(), 'Vault']]), `core-${calls}.csv`, at)
}

const fileGroup = {
  id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c02',
  name: 'Users',
  pattern: 'ledger*.csv',
  columns: { userName: 'User', permission: 'Permission' },
}

const override = { reason: 'a test of faults' }

const flows: readonly Flow[] = [
  {
    name: 'a token is made',
    async prepare() {
      const body = { name: people(), scopes: ['audit:read'] }
      return () => test.call('POST', '/v1/tokens', body)
    },
  },
  {
    name: 'a token is revoked',
    async prepare() {
      const body = { name: people(), scopes: ['audit:read'] }
      const { token } = await test.ask(RevealedToken, 'POST', '/v1/tokens', body)
      return () => test.call('POST', `/v1/tokens/${token.id}/revoke`, {})
    },
  },
  {
    name: 'a user is made',
    async prepare() {
      const body = { username: people(), roles: ['auditor'], password: 'nine-herons-under-Millbrook-77' }
      return () => test.call('POST', '/v1/users', body)
    },
  },
  {
    name: 'a setting is changed',
    async prepare() {
      const etag = (await test.call('GET', '/v1/settings/api')).headers.get('etag') ?? ''
      return () => test.call('PUT', '/v1/settings/api', { enabled: true }, { 'if-match': etag })
    },
  },
  {
    name: 'an application is made',
    async prepare() {
      const body = { name: people(), rules: { fileGroups: [fileGroup] } }
      return () => test.call('POST', '/v1/applications', body)
    },
  },
  {
    name: 'a preview is approved',
    async prepare() {
      const { id, digest } = await staged()
      return () => test.call('POST', `/v1/imports/${id}/apply`, { digest, override })
    },
  },
  {
    name: 'an import is undone',
    async prepare() {
      const applied = await apply(test, await staged(), override.reason)
      return () => test.call('POST', `/v1/imports/${applied.id}/undo`, {})
    },
  },
  {
    name: 'an import is cancelled',
    async prepare() {
      const { id } = await staged()
      return () => test.call('POST', `/v1/imports/${id}/cancel`, {})
    },
  },
]

const most = 60

describe.each(flows)('a disk that fails at any write while $name', ({ prepare }) => {
  it('leaves all as it was, says so, and lets the same call succeed', { timeout: 240_000 }, async () => {
    for (let n = 1, total = Number.POSITIVE_INFINITY; n <= Math.min(total, most); n++) {
      const code = writeFaults[n % writeFaults.length] ?? 'SQLITE_FULL'
      const call = await prepare()
      await test.host.idle()
      const before = state()
      layer.failAt(n, code)
      const refused = await call()
      const hasFailed = layer.failed
      layer.heal()
      if (!hasFailed) {
        // The last write of the call lies before this one.
        expect(refused.ok, `${n}: ${await refused.clone().text()}`).toBe(true)
        total = n
        continue
      }
      if (refused.ok) {
        // The fault met what follows the commit, which is tried again by itself.
        await expect.poll(async () => (await status()).trouble, { timeout: 10_000 }).toBeNull()
        continue
      }
      expect(refused.status, `write ${n}`).toBe(code === 'SQLITE_FULL' ? 507 : 503)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(refused.headers.get('content-type')).toBe('application/problem+json')
      expect(await refused.json()).toMatchObject({ requestId: refused.headers.get('x-request-id') })
      expect(state(), `write ${n} left something behind`).toEqual(before)
      const done = await call()
      expect(done.ok, `write ${n}, again: ${await done.clone().text()}`).toBe(true)
    }
    await test.host.idle()
    expect((await test.ask(AuditVerification, 'POST', '/v1/audit/verify')).problems).toEqual([])
  })
})

const status = () => test.ask(StorageStatus, 'GET', '/v1/storage')

describe('a fault that lasts', () => {
  it('is answered by each API in its own words, with a request id and when to come back', async () => {
    const waiting = await staged()
    layer.failAlways('SQLITE_FULL')
    try {
      const native = await test.call('POST', '/v1/tokens', { name: 'x', scopes: ['audit:read'] })
      expect([native.status, native.headers.get('retry-after')]).toEqual([507, '30'])
      expect(await native.json()).toMatchObject({ type: 'urn:castellan:problem:disk-full', status: 507 })
      const vendor = await test.call('POST', '/api/application-imports/cancel', { applicationImportId: waiting.id })
      expect([vendor.status, vendor.headers.get('retry-after')]).toEqual([507, '30'])
      expect(await vendor.json()).toMatchObject({ error: 'server_error', correlationId: expect.any(String) as string })
      const governance = await test.call('POST', '/openidm/managed/user?_action=create', {
        userName: 'zoe',
        givenName: 'Zoe',
        sn: 'Doe',
        mail: 'zoe@cu.example',
      })
      expect([governance.status, governance.headers.get('retry-after')]).toEqual([507, '30'])
      expect(await governance.json()).toMatchObject({ code: 507, reason: 'Insufficient Storage' })
    } finally {
      layer.heal()
    }
  })

  it('is told with its beginning, and no longer once it has passed', async () => {
    const told: string[] = []
    const stop = test.host.listen(({ type }) => told.push(type))
    layer.failAlways('SQLITE_IOERR_WRITE')
    await test.call('POST', '/v1/tokens', { name: 'x', scopes: ['audit:read'] })
    expect((await status()).trouble).toMatchObject({ kind: 'io', title: 'The disk reports an error.' })
    layer.heal()
    await expect.poll(async () => (await status()).trouble, { timeout: 10_000 }).toBeNull()
    stop()
    expect(told.filter((type) => type === 'storage').length).toBeGreaterThanOrEqual(2)
  })

  it('does not end what an import began: it is staged and applied once there is room', {
    timeout: 60_000,
  }, async () => {
    const at = later()
    const name = `core-${calls}.csv`
    layer.failAlways('SQLITE_FULL')
    const refused = await test.call('POST', `/v1/files?name=${name}&modifiedAt=${at}`, Buffer.from('User\n'))
    expect(refused.status).toBe(507)
    layer.heal()
    const preview = await staged()
    await test.call('POST', `/v1/imports/${preview.id}/apply`, { digest: preview.digest, override })
    layer.failAlways('SQLITE_FULL')
    await test.host.idle()
    const state = async () => ((await (await test.call('GET', `/v1/imports/${preview.id}`)).json()) as Import).state
    expect(await state()).toBe('applying')
    layer.heal()
    await expect.poll(state, { timeout: 30_000 }).toBe('applied')
    await test.host.idle()
    expect((await test.ask(AuditVerification, 'POST', '/v1/audit/verify')).problems).toEqual([])
  })

  it('does not do a request twice whose answer could not be kept', async () => {
    const headers = { 'idempotency-key': 'once-only' }
    const body = { name: 'only-once', scopes: ['audit:read'] }
    layer.failAt(0)
    await (await test.call('POST', '/v1/tokens', { ...body, name: 'counted' }, { 'idempotency-key': 'counted' })).text()
    const all = layer.writes
    layer.failAt(all, 'SQLITE_FULL')
    const first = await test.call('POST', '/v1/tokens', body, headers)
    expect(layer.failed).toBe(true)
    expect(first.status).toBe(201)
    layer.heal()
    const again = await test.call('POST', '/v1/tokens', body, headers)
    expect(again.status).toBe(409)
    const tokens = (await (await test.call('GET', '/v1/tokens')).json()) as { items: { name: string }[] }
    expect(tokens.items.filter(({ name }) => name === 'only-once')).toHaveLength(1)
  })
})
