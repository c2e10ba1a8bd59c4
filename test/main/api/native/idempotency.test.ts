import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ApplicationList } from '../../../../src/contract/applications.ts'
import { ReceivedFilePage } from '../../../../src/contract/files.ts'
import { RevealedToken, TokenPage } from '../../../../src/contract/tokens.ts'
import { nativeRoutes } from '../../../../src/main/api/mounts.ts'
import { goodPassword, hours } from '../../../support/people.ts'
import { client } from '../../../support/signed-in.ts'
import { startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'
import { coreGroup } from '../../../support/vendor.ts'

let test: TestHost
let now: number
beforeEach(async () => {
  now = Date.parse('2026-06-30T09:00:00.000Z')
  test = await startTestHost({ clock: () => now })
})
afterEach(() => test.close())

const fileGroups = [
  { id: coreGroup, name: 'Grants', pattern: 'core*.csv', columns: { userName: 'U', permission: 'P' } },
]
const application = (name = 'Core') => ({ name, rules: { fileGroups } })
const create = (key: string, body: unknown = application()) =>
  test.call('POST', '/v1/applications', body, { 'idempotency-key': key })
const code = async (response: Response) => [
  response.status,
  ((await response.json()) as { type?: string }).type?.split(':').at(-1),
]
const count = async () => (await test.ask(ApplicationList, 'GET', '/v1/applications')).items.length

describe('Idempotency-Key', () => {
  it('gives the same answer to the same request, over a restart too', async () => {
    const first = await create('"a-key"')
    await test.reopen()
    const again = await create('a-key')
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 201, 'true'])
    expect(await again.json()).toEqual(await first.json())
    for (const name of ['location', 'etag', 'content-type'])
      expect(again.headers.get(name)).toBe(first.headers.get(name))
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'))
    expect(await count()).toBe(1)
  })

  it('does fifty equal requests at once only once', async () => {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(key)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => status === 409)).toHaveLength(49)
    expect(await code(answers.find(({ status }) => status === 409) as Response)).toEqual([409, 'still-running'])
    expect((await create(key)).status).toBe(201)
    expect(await count()).toBe(1)
  })

  it('refuses the key for another body or another address', async () => {
    await create('k')
    expect(await code(await create('k', application('Other')))).toEqual([422, 'key-of-another-request'])
    const elsewhere = await test.call('POST', '/v1/tokens', application(), { 'idempotency-key': 'k' })
    expect(await code(elsewhere)).toEqual([422, 'key-of-another-request'])
  })

  it('frees the key of what was refused', async () => {
    expect((await create('k', { name: '' })).status).toBe(400)
    expect((await create('k')).status).toBe(201)
    expect((await create('other')).status).toBe(409)
    expect((await create('other', application('Other'))).status).toBe(201)
  })

  it('belongs to its caller', async () => {
    await switchApi(test, true)
    const scripts = await Promise.all(
      ['one', 'two'].map(async (name) =>
        client(test, (await test.ask(RevealedToken, 'POST', '/v1/tokens', { name, scopes: ['*'] })).secret),
      ),
    )
    for (const [i, script] of scripts.entries()) {
      const response = await script.send('POST', '/v1/applications', application(`App ${i}`), {
        'idempotency-key': 'k',
      })
      expect(response.status).toBe(201)
    }
  })

  it('is forgotten after a day', async () => {
    await create('k')
    now += hours(23)
    expect((await create('k')).status).toBe(201)
    now += hours(2)
    expect((await create('k')).status).toBe(409)
    expect(await count()).toBe(1)
  })

  it('compares uploads by every byte', async () => {
    const upload = (bytes: string) =>
      test.call('POST', '/v1/files?name=core.csv', Buffer.from(bytes), { 'idempotency-key': 'k' })
    const [first, again] = [await upload('a,b\n1,2\n'), await upload('a,b\n1,2\n')]
    expect(await again.json()).toEqual(await first.json())
    expect(await code(await upload('a,b\n1,3\n'))).toEqual([422, 'key-of-another-request'])
    expect((await test.ask(ReceivedFilePage, 'GET', '/v1/files')).total).toBe(1)
  })

  it('makes one token, and never keeps its secret', async () => {
    const make = () =>
      test.call('POST', '/v1/tokens', { name: 'nightly', scopes: ['imports:read'] }, { 'idempotency-key': 'k' })
    const { secret } = RevealedToken.parse(await (await make()).json())
    const again = await make()
    expect(again.headers.get('location')).toMatch(/^\/v1\/tokens\//)
    expect(await code(again)).toEqual([409, 'revealed-once'])
    expect((await test.ask(TokenPage, 'GET', '/v1/tokens')).total).toBe(1)
    const files = readdirSync(test.dataDir).filter((name) => name.startsWith('castellan.db'))
    const stored = Buffer.concat(files.map((name) => readFileSync(join(test.dataDir, name))))
    expect(stored.includes('kept_answer')).toBe(true)
    expect(stored.includes(secret.slice(4, 34))).toBe(false)
  })

  it('tells that a request was cut off, rather than doing it twice', async () => {
    let began = (): void => undefined
    const begun = new Promise<void>((done) => (began = done))
    const body = new ReadableStream<Uint8Array>({
      pull() {
        began()
        return new Promise<void>(() => undefined)
      },
    })
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'k' }
    const request = new Request('http://127.0.0.1/v1/applications', {
      method: 'POST',
      body,
      headers,
      duplex: 'half',
    } as RequestInit)
    void test.host.fetch(request, { kind: 'operator' })
    await begun
    expect(await code(await create('k'))).toEqual([409, 'still-running'])
    await test.reopen()
    expect(await code(await create('k'))).toEqual([409, 'outcome-unknown'])
  })

  it.each(['', 'x'.repeat(256), 'two words', 'über'])('refuses "%s"', async (key) => {
    const headers = new Headers()
    headers.set('idempotency-key', Buffer.from(key).toString('latin1'))
    const response = await test.call('POST', '/v1/applications', application(), Object.fromEntries(headers))
    expect(response.status).toBe(400)
  })

  it('says nothing on sign-in, which is nobody’s yet', async () => {
    const owner = { username: 'olga', password: goodPassword('olga'), roles: ['owner'] }
    await test.call('POST', '/v1/users', owner)
    const { username, password } = owner
    const send = () =>
      test.call(
        'POST',
        '/v1/session',
        { username, password },
        { 'idempotency-key': 'k' },
        { kind: 'anonymous', channel: 'wire' },
      )
    expect([(await send()).status, (await send()).status]).toEqual([201, 201])
  })

  it('knows every operation whose answer holds a secret', () => {
    const secret = /^(?:secret|token|code)$/
    for (const { method, path, answers, revealsSecret } of nativeRoutes) {
      const fields = Object.keys((answers.schema as { shape?: object } | null)?.shape ?? {})
      const reveals = method === 'POST' && fields.some((field) => secret.test(field))
      expect([path, revealsSecret ?? false]).toEqual([path, reveals])
    }
  })
})
