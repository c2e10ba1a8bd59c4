import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Listener } from '../../../src/main/transport/listener.ts'
import { ask, program, send } from './wire.ts'

const { start, events, callers } = program()
let listener: Listener
beforeAll(async () => {
  listener = await start({ replaceGlobals: true, prove: () => 'f'.repeat(64) })
})
afterAll(() => listener.close())

const get = (headers: string[] = [], path = '/v1/things') => ask(listener.port, `GET ${path}`, headers)
const host = () => `Host: 127.0.0.1:${listener.port}`
const json = 'Content-Type: application/json'

describe('who is asking', () => {
  test('DNS rebinding: a foreign name is told nothing but that it is misdirected', async () => {
    const { status, body, headers } = await get([`Host: evil.test:${listener.port}`])
    expect(status).toBe(421)
    expect(headers['content-type']).toBe('application/problem+json')
    expect(Object.keys(JSON.parse(body))).toEqual(['type', 'title', 'status', 'requestId'])
  })
  test.each([
    ['no Host', ['X-Nothing: 1', 'Host:']],
    ['two equal Hosts', ['HOST', 'HOST']],
    ['a right and a wrong Host', ['HOST', 'Host: evil.test']],
    ['a trailing dot', ['Host: localhost.:PORT']],
    ['another port', ['Host: 127.0.0.1:1']],
  ])('%s: 421', async (_name, lines) => {
    const headers = lines.map((line) => (line === 'HOST' ? host() : line.replace('PORT', String(listener.port))))
    expect((await get(headers)).status).toBe(421)
  })
  test('HTTP/1.0 without any Host: 421', async () => {
    expect((await send(listener.port, 'GET /v1/things HTTP/1.0\r\n\r\n')).status).toBe(421)
  })
  test('absolute form with another name than Host: 421', async () => {
    expect((await get([host()], 'http://evil.test/v1/things')).status).toBe(421)
  })
  test('absolute form with our own name is an ordinary request', async () => {
    expect((await get([host()], `http://127.0.0.1:${listener.port}/v1/things`)).status).toBe(200)
  })

  test.each(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])(
    'drive-by %s from a foreign page: 403',
    async (method) => {
      const { status, headers } = await ask(listener.port, `${method} /v1/things`, ['Origin: https://evil.test', json])
      expect(status).toBe(403)
      expect(headers).not.toHaveProperty('access-control-allow-origin')
    },
  )
  test('a sandboxed frame (Origin: null): 403', async () => expect((await get(['Origin: null'])).status).toBe(403))
  test('preflight: 403 and no CORS header', async () => {
    const { status, headers } = await ask(listener.port, 'OPTIONS /v1/things', [
      'Origin: https://evil.test',
      'Access-Control-Request-Method: PUT',
      'Access-Control-Request-Private-Network: true',
    ])
    expect(status).toBe(403)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
  test('a WebSocket upgrade from a foreign page: 403', async () => {
    const upgrade = [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: eA==',
    ]
    expect((await get(['Origin: https://evil.test', ...upgrade])).status).toBe(403)
    expect((await get(upgrade)).status).toBe(200)
  })
  test('event streams are requests too: 403', async () => {
    expect((await get(['Origin: http://127.0.0.1:3000', 'Accept: text/event-stream'], '/v1/events')).status).toBe(403)
  })
  test.each(['same-site', 'cross-site', 'none'])('Sec-Fetch-Site: %s on the API: 403', async (site) => {
    expect((await get([`Sec-Fetch-Site: ${site}`])).status).toBe(403)
  })
  test('a person at the address bar gets the page', async () => {
    expect((await get(['Sec-Fetch-Site: none'], '/imports')).status).toBe(200)
  })
  test('a link on a foreign page does not open ours', async () => {
    expect((await get(['Sec-Fetch-Site: cross-site'], '/')).status).toBe(403)
  })
})

describe('what is asked', () => {
  test.each(['TRACE', 'PROPFIND'])('%s: 405 with Allow', async (method) => {
    const { status, headers } = await ask(listener.port, `${method} /v1/things`)
    expect(status).toBe(405)
    expect(headers['allow']).toContain('GET')
  })
  test.each(['/openidm/managed/user', '/openidm', '/openidm/managed/user?_queryFilter=true'])(
    'a refused method and a foreign Host at %s are answered in the words of that API',
    async (path) => {
      const method = await ask(listener.port, `PROPFIND ${path}`)
      expect([method.status, JSON.parse(method.body)]).toEqual([
        405,
        expect.objectContaining({ code: 405, reason: 'Method Not Allowed' }),
      ])
      const host = await get(['Host: evil.test'], path)
      expect([host.status, JSON.parse(host.body)]).toEqual([
        421,
        expect.objectContaining({ code: 421, message: expect.any(String) }),
      ])
    },
  )
  test.each(['/api/identities', '/api'])('a refused method and a foreign Host at %s, too', async (path) => {
    for (const answer of [await ask(listener.port, `TRACE ${path}`), await get(['Host: evil.test'], path)])
      expect(JSON.parse(answer.body)).toMatchObject({ error: 'validation_error', correlationId: expect.any(String) })
  })
  test('CONNECT makes no proxy of us: 405', async () => {
    expect((await send(listener.port, `CONNECT evil.test:443 HTTP/1.1\r\n${host()}\r\n\r\n`)).status).toBe(405)
  })
  test.each(['/v1//things', '/v1/%2e%2e/api', '/..%5cx', '//evil.test/v1/things'])(
    'path confusion %s: 400',
    async (path) => {
      expect((await get([], path)).status).toBe(400)
    },
  )
  test('a credential in the query: 400, and the listener reports it', async () => {
    expect((await get([], '/v1/imports?access_token=abc')).status).toBe(400)
    expect(events.at(-1)).toMatchObject({ kind: 'refused', code: 'credentials-in-query', pathname: '/v1/imports' })
  })
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a form post as %s: 415',
    async (type) => {
      const { status } = await ask(
        listener.port,
        'POST /v1/things',
        [`Content-Type: ${type}`, 'Content-Length: 2'],
        '{}',
      )
      expect(status).toBe(415)
    },
  )
  test('two Authorization headers: 400', async () => {
    expect((await get(['Authorization: Bearer good', 'Authorization: Bearer bad'])).status).toBe(400)
  })
  test('request smuggling by two lengths: 400', async () => {
    expect(
      (await ask(listener.port, 'POST /v1/things', [json, 'Content-Length: 2', 'Content-Length: 5'], '{}')).status,
    ).toBe(400)
    const both = [json, 'Content-Length: 2', 'Transfer-Encoding: chunked']
    expect((await ask(listener.port, 'POST /v1/things', both, '0\r\n\r\n')).status).toBe(400)
  })
})

describe('how much is asked', () => {
  test('headers above 16 KiB: 431', async () => {
    expect((await get([`X-Filler: ${'a'.repeat(17 * 1024)}`])).status).toBe(431)
  })
  test('an address above 8 KiB: 414', async () => {
    expect((await get([], `/v1/things?q=${'a'.repeat(9 * 1024)}`)).status).toBe(414)
  })
  test('JSON above 1 MiB is refused before it is sent: 413', async () => {
    const declared = [json, 'Content-Length: 1048577', 'Expect: 100-continue']
    expect((await ask(listener.port, 'POST /v1/things', declared)).status).toBe(413)
  })
  test('a file above the limit: 413', async () => {
    const file = ['Content-Type: application/octet-stream', 'X-Castellan-Upload: 1', 'Content-Length: 99999999999']
    expect((await ask(listener.port, 'PUT /v1/blob', file)).status).toBe(413)
  })
  test('a body is asked for only after its headers were judged', async () => {
    const { status } = await ask(listener.port, 'POST /v1/things', [
      'Origin: https://evil.test',
      json,
      'Content-Length: 2',
      'Expect: 100-continue',
    ])
    expect(status).toBe(403)
  })
  test('garbage is answered without being repeated: 400', async () => {
    const { status, body } = await send(listener.port, 'EHLO <script>alert(1)</script>\r\n\r\n')
    expect(status).toBe(400)
    expect(body).not.toContain('script')
  })
})

describe('what is told', () => {
  test('every answer carries the headers of A26', async () => {
    for (const answer of [
      await get(),
      await get([], '/nothing'),
      await get([], '/v1/nothing'),
      await get(['Host: evil']),
      await send(listener.port, 'x\r\n\r\n'),
    ]) {
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      })
      for (const name of ['server', 'x-powered-by', 'set-cookie', 'strict-transport-security']) {
        expect(answer.headers).not.toHaveProperty(name)
      }
    }
    expect((await get()).headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'")
    expect((await get([], '/')).headers['cross-origin-opener-policy']).toBe('same-origin')
  })
  test('what the host says of caching stands', async () => {
    expect((await get([], '/openidm/x')).headers['cache-control']).toBe('no-cache')
  })
  test('a fault shows a request id and nothing else; the log has the rest', async () => {
    const { status, body } = await get([], '/v1/fault')
    expect(status).toBe(500)
    expect(body).not.toMatch(/SELECT|castellan\.db|at /)
  })
  test('a stream that fails half-way breaks off without a word', async () => {
    const { body } = await get([], '/v1/broken-stream')
    expect(body).not.toMatch(/0\r\n\r\n$/)
    expect(body).not.toContain('secret')
    expect(events.at(-1)).toMatchObject({ kind: 'fault' })
  })
  test('forwarding headers change nothing', async () => {
    const spoof = ['X-Forwarded-Host: evil.test', 'X-Forwarded-Proto: https', 'Forwarded: host=evil.test;proto=https']
    expect(JSON.parse((await get(spoof, '/v1/echo')).body)).toMatchObject({
      url: `http://127.0.0.1:${listener.port}/v1/echo`,
    })
  })
  test('the caller is whom the credential proves, and nobody else', async () => {
    callers.length = 0
    await get(['Authorization: Bearer good'])
    await get(['Authorization: Bearer bad', 'X-User: admin'])
    expect(callers.map((caller) => caller.kind)).toEqual(['token', 'anonymous'])
  })
})
