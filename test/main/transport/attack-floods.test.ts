import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RevealedToken } from '../../../src/contract/tokens.ts'
import type { BudgetNumbers } from '../../../src/main/api/http/limits.ts'
import { listen, type Listener } from '../../../src/main/transport/listener.ts'
import { startTestHost, switchApi, type TestHost } from '../../support/test-host.ts'

/** One caller who would like to keep everybody else out, at the real door. */
let test: TestHost
let listener: Listener
const sockets: Socket[] = []
async function start(budgets?: Partial<BudgetNumbers>) {
  test = await startTestHost({ importsDir: null })
  await switchApi(test, true)
  const files = { respond: async () => new Response('page') }
  listener = await listen(test.host, { port: 0, files, budgets })
}
beforeEach(() => start())
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await listener.close()
  await test.close()
})

const tokenOf = async (...scopes: string[]) =>
  (await test.ask(RevealedToken, 'POST', '/v1/tokens', { name: `t${Math.random()}`, scopes, expires: { days: 1 } }))
    .secret
const get = (path: string, secret?: string) =>
  fetch(listener.url + path, {
    headers: { connection: 'close', ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }) },
  })

function open(text: string): Socket {
  const socket = connect(listener.port, '127.0.0.1')
  socket.write(text)
  socket.on('error', () => undefined)
  socket.resume()
  sockets.push(socket)
  return socket
}
const head = (line: string, ...more: string[]) =>
  [`${line} HTTP/1.1`, `Host: 127.0.0.1:${listener.port}`, ...more, '', ''].join('\r\n')

describe('a crowd of connections', () => {
  it.each([
    [
      'bodies without credentials that trickle',
      () => head('POST /v1/session', 'Content-Type: application/json', 'Content-Length: 900'),
    ],
    [
      'uploads without credentials',
      () =>
        head(
          'POST /v1/files?name=x',
          'X-Castellan-Upload: 1',
          'Content-Type: application/octet-stream',
          'Content-Length: 900000',
        ),
    ],
    [
      'names of users that are not proved',
      () =>
        head(
          'POST /openidm/access-request/request',
          'X-OpenIDM-Username: x',
          'Content-Type: application/json',
          'Content-Length: 900',
        ),
    ],
  ])('%s keeps nobody out, and cuts no honest upload off', async (_what, text) => {
    const secret = await tokenOf('imports:stage', 'imports:read')
    const size = 64 * 1024
    const honest = open(
      head(
        'POST /v1/files?name=honest.csv&modifiedAt=2026-06-30T17:00:00.000Z',
        `Authorization: Bearer ${secret}`,
        'X-Castellan-Upload: 1',
        'Content-Type: application/octet-stream',
        `Content-Length: ${size}`,
      ),
    )
    let answer = ''
    honest.on('data', (data) => (answer += String(data)))
    honest.write('user,permission\n'.repeat(size / 32))
    await sleep(100)
    for (let i = 0; i < 260; i++) open(`${text()}{`)
    await sleep(300)
    for (let i = 0; i < 10; i++) expect((await get('/v1/imports', secret)).status).toBe(200)
    honest.write('user,permission\n'.repeat(size / 32))
    await expect.poll(() => answer).toMatch(/^HTTP\/1\.1 20/)
  })

  it('of event streams of one token is refused beyond its number, and others get in', { timeout: 20_000 }, async () => {
    const secret = await tokenOf('catalogue:read')
    const streams: Response[] = []
    for (let i = 0; i < 14; i++) streams.push(await get('/v1/events', secret))
    expect(streams.map(({ status }) => status)).toEqual([...Array.from({ length: 12 }, () => 200), 429, 429])
    expect(Number(streams[12]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await get('/v1/events', await tokenOf('catalogue:read'))).status).toBe(200)
    await streams[0]?.body?.cancel()
    await expect.poll(async () => (await get('/v1/events', secret)).status).toBe(200)
  })
})

describe('the calls of one token', () => {
  it('are refused beyond so many a minute in /v1, in the standard fields, and nobody else’s are', async () => {
    await listener.close()
    await test.close()
    await start({ callsAMinute: 5 })
    const [one, other] = [await tokenOf('imports:read'), await tokenOf('imports:read')]
    const first = await get('/v1/imports', one)
    expect([first.headers.get('ratelimit-policy'), first.headers.get('ratelimit')]).toEqual([
      expect.stringContaining('q=5;w=60'),
      expect.stringContaining('r=4;'),
    ])
    for (let i = 0; i < 4; i++) expect((await get('/v1/imports', one)).status).toBe(200)
    const refused = await get('/v1/imports', one)
    expect([refused.status, ((await refused.json()) as { type: string }).type]).toEqual([
      429,
      expect.stringContaining('urn:castellan:problem:'),
    ])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await get('/v1/imports', other)).status).toBe(200)
    // Scripts that were written for other products know no limit.
    expect((await get('/api/identities', one)).status).not.toBe(429)
  })

  it('that prove the whole log wait behind themselves, and beyond some are told to come again', async () => {
    const secret = await tokenOf('audit:read')
    const prove = () =>
      fetch(`${listener.url}/v1/audit/verify`, {
        method: 'POST',
        body: '{}',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      })
    const codes = (await Promise.all(Array.from({ length: 12 }, prove))).map(({ status }) => status)
    expect(new Set(codes)).toEqual(new Set([200, 429]))
    expect(codes.filter((code) => code === 200).length).toBeGreaterThan(0)
    expect((await prove()).status).toBe(200)
  })
})
