import { afterAll, beforeAll, expect, it } from 'vitest'
import { RevealedToken } from '../../../src/contract/tokens.ts'
import { listen, type Listener } from '../../../src/main/transport/listener.ts'
import { startTestHost, switchApi, type TestHost } from '../../support/test-host.ts'

let test: TestHost
let listener: Listener
let revoked: string
beforeAll(async () => {
  test = await startTestHost({ stillMs: 60_000 })
  await switchApi(test, true)
  const revealed = await test.ask(RevealedToken, 'POST', '/v1/tokens', { name: 'nightly', scopes: ['*'] })
  revoked = revealed.secret
  await test.call('POST', `/v1/tokens/${revealed.token.id}/revoke`, {})
  listener = await listen(test.host, { port: 0, files: { respond: async () => new Response('page') } })
})
afterAll(async () => {
  await listener.close()
  await test.close()
})

const notInForce =
  'The token that was sent is not in force: it is mistyped, has ended or was revoked, or its owner is disabled.'

it.each([
  ['nothing', undefined, undefined],
  ['a token that nobody made', () => 'Bearer cst_iIApALYzETNxUrpc6sE8IcWwmCKhGU4ApYcZ', notInForce],
  ['a token that was revoked', () => `Bearer ${revoked}`, notInForce],
  ['a token without "Bearer"', () => revoked, 'What was sent is no token: "Authorization: Bearer TOKEN".'],
])('who sends %s is told so at both APIs', async (_what, credential, detail) => {
  const headers: Record<string, string> = credential === undefined ? {} : { authorization: credential() }
  const native = await fetch(`${listener.url}/v1/imports`, { headers })
  expect([native.status, await native.json()]).toEqual([
    401,
    expect.objectContaining({ title: 'Sign in, or send a token.', ...(detail === undefined ? {} : { detail }) }),
  ])
  const vendor = await fetch(`${listener.url}/api/identities`, { headers })
  expect([vendor.status, await vendor.json()]).toEqual([
    401,
    expect.objectContaining({ error: 'unauthorized', message: detail ?? 'Sign in, or send a token.' }),
  ])
})
