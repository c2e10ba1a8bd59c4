import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { BudgetNumbers } from '../../../../src/main/api/http/limits.ts'
import type { Listener } from '../../../../src/main/transport/listener.ts'
import { ask, program } from '../wire.ts'

let listener: Listener | undefined
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await listener?.close()
  listener = undefined
})

async function start(budgets: Partial<BudgetNumbers> = {}, replaceGlobals = false) {
  const made = program()
  listener = await made.start({ budgets, replaceGlobals })
  const { port } = listener
  return { ...made, port, get: (path: string, headers: string[] = [good]) => ask(port, `GET ${path}`, headers) }
}

const good = 'Authorization: Bearer good'
const chunked = ['Content-Type: application/octet-stream', 'X-Castellan-Upload: 1', 'Transfer-Encoding: chunked']

/** A connection that sends this and stays open; what came back is collected. */
function hold(port: number, requestLine: string, headers: readonly string[], body = '') {
  const received = { text: '' }
  const head = [`${requestLine} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers].join('\r\n')
  const socket = connect(port, '127.0.0.1', () => socket.write(`${head}\r\n\r\n${body}`))
  socket.on('data', (chunk) => (received.text += chunk.toString('latin1')))
  socket.on('error', () => undefined)
  sockets.push(socket)
  return { socket, received, closed: new Promise<void>((done) => socket.once('close', () => done())) }
}

/** What stands in an answer, whether it came in pieces or whole. */
const json = (body: string): { readonly type?: string } =>
  JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1)) as { readonly type?: string }
const code = (body: string): string | undefined => json(body).type?.split(':').at(-1)

describe('calls in a minute', () => {
  test('each answer says what is left, by the standard fields', async () => {
    const { get } = await start({ callsAMinute: 3, facadeCallsAMinute: 3, changesAMinute: 1 }, true)
    const first = await get('/v1/things')
    expect(first.headers['ratelimit-policy']).toBe('"calls";q=3;w=60')
    expect(first.headers['ratelimit']).toBe('"calls";r=2;t=60')
    // The answer is still sent whole, as one without the fields.
    expect(first.headers['content-length']).toBe('13')
  })

  test('one token sends more than its share: 429 in the form of each API, with the time to wait', async () => {
    const { get, callers } = await start({ callsAMinute: 1, facadeCallsAMinute: 1 })
    await get('/v1/things')
    const before = callers.length
    for (const path of ['/v1/things', '/api/identities', '/openidm/x']) {
      const { status, headers, body } = await get(path)
      expect([status, code(body)]).toEqual([429, 'too-many-calls'])
      expect(Number(headers['retry-after'])).toBeGreaterThan(0)
      expect(headers['ratelimit']).toMatch(/^"calls";r=0;t=\d+$/)
      if (path.startsWith('/openidm')) expect(json(body)).toMatchObject({ code: 429, reason: 'Too Many Requests' })
      if (path.startsWith('/api')) expect(json(body)).toHaveProperty('title')
    }
    expect(callers.length).toBe(before)
  })

  test('changes have a smaller share, and reading goes on when it is used up', async () => {
    const { port, get } = await start({ callsAMinute: 10, facadeCallsAMinute: 10, changesAMinute: 1 })
    const post = () => ask(port, 'POST /v1/things', [good, 'Content-Type: application/json', 'Content-Length: 2'], '{}')
    expect((await post()).status).toBe(201)
    const refused = await post()
    expect([refused.status, code(refused.body)]).toEqual([429, 'too-many-calls'])
    expect(refused.headers['ratelimit']).toContain('"changes";r=0')
    expect((await get('/v1/things')).status).toBe(200)
  })

  test('a flood without credentials takes nothing from a token', async () => {
    const { get } = await start({ callsAMinute: 2, facadeCallsAMinute: 2 })
    const close = ['Connection: close']
    for (let i = 0; i < 20; i++) expect((await get('/v1/things', close)).headers).not.toHaveProperty('ratelimit')
    expect((await get('/v1/things')).status).toBe(200)
  })

  test('guesses of a password take nothing from the login that has the right one, however its name is written', async () => {
    const { get } = await start({ callsAMinute: 2, facadeCallsAMinute: 2 })
    const login = (name: string, password: string) => [`X-OpenIDM-Username: ${name}`, `X-OpenIDM-Password: ${password}`]
    for (let i = 0; i < 10; i++) await get('/openidm/x', [...login('eve', `guess ${i}`), 'Connection: close'])
    expect((await get('/openidm/x', login('eve', 'right'))).status).toBe(200)
    expect((await get('/openidm/x', login('EVE', 'right'))).status).toBe(200)
    const basic = `Authorization: Basic ${Buffer.from('eVe:right').toString('base64')}`
    expect((await get('/openidm/x', [basic])).status).toBe(429)
  })
})

describe('connections', () => {
  test('a hundred slow bodies without credentials keep nobody out', async () => {
    const { port, get } = await start()
    for (let i = 0; i < 100; i++) hold(port, 'PUT /v1/blob', chunked, '1\r\n \r\n')
    await sleep(200)
    for (let i = 0; i < 10; i++) expect((await get('/v1/things', [good, 'Connection: close'])).status).toBe(200)
    expect((await get('/v1/things', ['Connection: close'])).status).toBe(200)
  })

  test('an upload under way with a credential is not broken off by a crowd without one', async () => {
    const { port } = await start()
    const upload = hold(port, 'PUT /v1/blob', [good, ...chunked], '5\r\nhello\r\n')
    await sleep(100)
    for (let i = 0; i < 150; i++) hold(port, 'PUT /v1/blob', chunked, '1\r\n \r\n')
    await sleep(200)
    upload.socket.write('0\r\n\r\n')
    await expect.poll(() => upload.received.text).toContain('{"size":5}')
  })
})

describe('bodies', () => {
  test.each([
    ['an upload', chunked, '1\r\n \r\n'],
    ['JSON', ['Content-Type: application/json', 'Content-Length: 100'], '{'],
  ])('%s without a credential that does not come ends 408', async (_what, headers, body) => {
    const { port, events } = await start({ unprovedBody: 100 })
    const slow = hold(port, 'POST /v1/things', headers, body)
    await slow.closed
    expect(slow.received.text).toMatch(/^HTTP\/1\.1 408 /)
    expect(slow.received.text).toContain('urn:castellan:problem:request-timeout')
    expect(events.filter(({ kind }) => kind === 'fault')).toEqual([])
  })

  test('an upload of a token that drips below the least rate ends 408; one that is fast enough goes on', async () => {
    const { port } = await start({ rateCheckedEvery: 200, leastBytesASecond: 1000 })
    const slow = hold(port, 'PUT /v1/blob', [good, ...chunked], '1\r\n \r\n')
    const fast = hold(port, 'PUT /v1/blob', [good, ...chunked])
    const dripping = setInterval(() => slow.socket.write('1\r\n \r\n'), 50)
    const flowing = setInterval(() => fast.socket.write(`400\r\n${' '.repeat(1024)}\r\n`), 50)
    await slow.closed
    clearInterval(dripping)
    clearInterval(flowing)
    expect(slow.received.text).toMatch(/^HTTP\/1\.1 408 /)
    fast.socket.write('0\r\n\r\n')
    await expect.poll(() => fast.received.text).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('bodies that are broken off leave no stack in the log', async () => {
    const { port, events } = await start()
    for (let i = 0; i < 20; i++) {
      const { socket } = hold(port, 'POST /v1/things', ['Content-Type: application/json', 'Content-Length: 100'], '{')
      setTimeout(() => socket.destroy(), 20)
    }
    await sleep(300)
    expect(events.filter(({ kind }) => kind === 'fault')).toEqual([])
  })
})

describe('work at once', () => {
  test('event streams of one token are few, and places come back when they close', async () => {
    const { port, get } = await start({ streams: 2 })
    const [first] = [1, 2].map(() => hold(port, 'GET /v1/events', [good]))
    await expect.poll(() => first?.received.text).toContain('event: hello')
    const refused = await get('/v1/events')
    expect([refused.status, code(refused.body)]).toEqual([429, 'too-many-streams'])
    expect((await get('/v1/things')).status).toBe(200)
    first?.socket.destroy()
    await expect.poll(async () => (await get('/v1/events')).status).toBe(200)
  })

  test('a hundred and fifty proofs of one token run one after the other; what would wait too long is refused', async () => {
    const { app, port, get } = await start({ heavyWaiting: 8 })
    let running = 0
    let most = 0
    app.post('/v1/audit/verify', async (c) => {
      most = Math.max(most, ++running)
      await sleep(20)
      running--
      return c.json({})
    })
    const verify = async (path: string) => {
      const headers = { authorization: 'Bearer good' }
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers })
      await response.text()
      return response.status
    }
    const paths = ['/v1/audit/verify', '/v1/audit/verif%79']
    const statuses = await Promise.all(Array.from({ length: 150 }, (_, i) => verify(paths[i % 2] ?? '')))
    expect(most).toBe(1)
    const by = (status: number) => statuses.filter((one) => one === status).length
    expect(by(200)).toBeGreaterThanOrEqual(9)
    expect(by(200) + by(429)).toBe(150)
    expect((await get('/v1/things')).status).toBe(200)
  })

  test('a call that exceeds its time ends 503, and says that it may still be finished', async () => {
    const { app, get } = await start({ callTime: 50 })
    app.get('/v1/slow', async (c) => {
      await sleep(300)
      return c.json({})
    })
    const { status, headers, body } = await get('/v1/slow')
    expect([status, code(body)]).toEqual([503, 'took-too-long'])
    expect(headers['retry-after']).toBe('30')
    await sleep(350)
    expect((await get('/v1/things')).status).toBe(200)
  })
})
