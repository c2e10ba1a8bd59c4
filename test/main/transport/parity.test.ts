import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRequestHandler, windowHandler } from '../../../src/main/transport/request-handler.ts'
import { commonHeaders } from '../../../src/main/transport/guards/response-headers.ts'
import { type Listener, listen } from '../../../src/main/transport/listener.ts'
import { startTestHost, type TestHost } from '../../support/test-host.ts'

/**
 * What a request gets does not depend on its transport. The window's answers in process, the wire's over
 * 127.0.0.1; status, body and the headers that mean something must be equal.
 */
const files = {
  respond: async () => new Response('page', { headers: { ...commonHeaders, 'content-type': 'text/html' } }),
}
const report = () => undefined

let program: TestHost
let wire: Listener
let inProcess: (request: Request) => Promise<Response>
beforeAll(async () => {
  program = await startTestHost({ importsDir: null })
  const { host } = program
  wire = await listen(host, { port: 0, files, replaceGlobals: true })
  const handle = createRequestHandler({
    answer: (request, caller) => host.fetch(request, caller),
    // The same caller on both transports.
    identify: (authorization) => host.identify(authorization, 'wire'),
    files,
    report,
  })
  inProcess = windowHandler(handle, report)
})
afterAll(async () => {
  await wire.close()
  await program.close()
})

const meaning = [
  'content-type',
  'allow',
  'www-authenticate',
  'etag',
  'location',
  'retry-after',
  'x-content-type-options',
  'cache-control',
]

async function describe(response: Response) {
  const text = await response.text()
  const headers = Object.fromEntries(meaning.map((name) => [name, response.headers.get(name)]))
  return { status: response.status, headers, body: text.replace(/"requestId":"[0-9a-f]{32}"/, '"requestId":"…"') }
}

const json = { 'content-type': 'application/json' }
const deep = '['.repeat(40) + ']'.repeat(40)

test.each<[string, string, RequestInit, number]>([
  ['the page', '/imports', {}, 200],
  ['a list without a credential', '/v1/imports', {}, 401],
  ['a wrong credential', '/v1/imports', { headers: { authorization: 'Bearer cst_wrong' } }, 401],
  ['nothing there', '/v1/nothing', {}, 404],
  ['a method that the address does not know', '/v1/imports', { method: 'DELETE' }, 405],
  ['a form post', '/v1/session', { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } }, 415],
  ['a body without a type', '/v1/session', { method: 'POST', body: new Uint8Array([1]) }, 415],
  ['broken JSON', '/v1/session', { method: 'POST', body: '{', headers: json }, 400],
  ['deep JSON', '/v1/session', { method: 'POST', body: deep, headers: json }, 400],
  ['large JSON', '/v1/session', { method: 'POST', body: `"${'a'.repeat(1024 * 1024)}"`, headers: json }, 413],
  ['an unknown field', '/v1/session', { method: 'POST', body: '{"x":1}', headers: json }, 400],
  ['a wrong code', '/v1/session', { method: 'POST', body: '{"code":"csc_x"}', headers: json }, 401],
  ['a credential in the address', '/v1/imports?access_token=x', {}, 400],
])('%s', async (_name, path, init, status) => {
  const [window, overWire] = [
    await describe(await inProcess(new Request(`app://castellan${path}`, init))),
    await describe(await fetch(wire.url + path, init)),
  ]
  expect(window.status).toBe(status)
  expect(overWire).toEqual(window)
})
