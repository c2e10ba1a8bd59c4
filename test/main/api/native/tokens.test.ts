import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RevealedToken, Token, TokenCallPage, TokenPage } from '../../../../src/contract/tokens.ts'
import { minutes } from '../../../support/people.ts'
import { client, person } from '../../../support/signed-in.ts'
import { startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'

let test: TestHost
let now: number
let olga: Awaited<ReturnType<typeof person>>
beforeEach(async () => {
  now = Date.parse('2026-06-30T09:00:00.000Z')
  test = await startTestHost({ clock: () => now })
  await switchApi(test, true)
  olga = await person(test, 'olga', ['owner'])
})
afterEach(() => test.close())

const create = (body: Record<string, unknown> = {}) =>
  olga.ask(RevealedToken, 'POST', '/v1/tokens', { name: 'nightly', scopes: ['imports:read'], ...body })

describe('/v1/tokens', () => {
  it('creates one that works at once, for what it may and nothing else', async () => {
    const { token, secret } = await create()
    expect(token).toMatchObject({ owner: 'olga', expiresAt: '2026-09-28T09:00:00.000Z', state: 'active' })
    const script = client(test, secret)
    expect((await script.send('GET', '/v1/imports')).status).toBe(200)
    expect(await script.refusal('GET', '/v1/audit')).toEqual([403, 'forbidden'])
    expect(await script.refusal('GET', '/v1/session')).toEqual([401, 'unauthorized'])
  })

  it('shows the secret once: no list, no read, no log entry has it', async () => {
    const { token, secret } = await create()
    for (const path of ['/v1/tokens', `/v1/tokens/${token.id}`, `/v1/tokens/${token.id}/calls`, '/v1/audit']) {
      expect(await (await olga.send('GET', path)).text()).not.toContain(secret.slice(4, 34))
    }
  })

  it('asks when it expires: 90 days if nothing is said, a year at most, never only with a reason', async () => {
    for (const expires of [{ days: 366 }, { days: 0 }, { neverBecause: 'because' }, { neverBecause: '' }, null]) {
      expect(await olga.refusal('POST', '/v1/tokens', { name: 'x', scopes: ['imports:read'], expires })).toEqual([
        400,
        'invalid',
      ])
    }
    const forever = await create({ expires: { neverBecause: 'the vendor’s box cannot rotate' } })
    expect(forever.token).toMatchObject({ expiresAt: null, neverExpiresBecause: 'the vendor’s box cannot rotate' })
  })

  it('knows no other scopes than those it publishes', async () => {
    expect(await olga.refusal('POST', '/v1/tokens', { name: 'x', scopes: ['imports:delete'] })).toEqual([
      400,
      'invalid',
    ])
    expect(await olga.refusal('POST', '/v1/tokens', { name: 'x', scopes: [] })).toEqual([400, 'invalid'])
  })

  it('rotates with an overlap of a day at most', async () => {
    const { token, secret } = await create()
    const path = `/v1/tokens/${token.id}/rotate`
    expect(await olga.refusal('POST', path, { overlapHours: 25 })).toEqual([400, 'invalid'])
    const next = await olga.ask(RevealedToken, 'POST', path, { overlapHours: 0 })
    expect(await client(test, secret).refusal('GET', '/v1/imports')).toEqual([401, 'unauthorized'])
    expect((await client(test, next.secret).send('GET', '/v1/imports')).status).toBe(200)
    expect(await olga.refusal('POST', path, {})).toEqual([409, 'conflict'])
  })

  it('revokes from the next request on', async () => {
    const { token, secret } = await create()
    const script = client(test, secret)
    expect((await script.send('GET', '/v1/imports')).status).toBe(200)
    const revoked = await olga.ask(Token, 'POST', `/v1/tokens/${token.id}/revoke`, { reason: 'laptop stolen' })
    expect(revoked).toMatchObject({ state: 'revoked', revokedBecause: 'laptop stolen' })
    expect(await script.refusal('GET', '/v1/imports')).toEqual([401, 'unauthorized'])
  })

  it('logs what a token called, without queries, and when it was last used', async () => {
    const { token, secret } = await create()
    now += minutes(3)
    await client(test, secret).send('GET', '/v1/imports?limit=5')
    await client(test, secret).send('GET', '/v1/audit')
    await test.reopen()
    const { items, total } = await olga.ask(TokenCallPage, 'GET', `/v1/tokens/${token.id}/calls`)
    expect(total).toBe(2)
    expect(items.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /v1/audit 403',
      'GET /v1/imports 200',
    ])
    expect(items.every(({ requestId }) => /^[0-9a-f]{32}$/.test(requestId))).toBe(true)
    expect(await olga.ask(Token, 'GET', `/v1/tokens/${token.id}`)).toMatchObject({
      lastUsedAt: '2026-06-30T09:03:00.000Z',
    })
  })

  it('lists by state', async () => {
    const { token } = await create()
    await create({ name: 'other' })
    await olga.send('POST', `/v1/tokens/${token.id}/revoke`, {})
    const revoked = await olga.ask(TokenPage, 'GET', '/v1/tokens?state=revoked')
    expect([revoked.total, revoked.items[0]?.name]).toEqual([1, 'nightly'])
    expect(await olga.refusal('GET', '/v1/tokens?state=lost')).toEqual([400, 'invalid'])
  })

  it('a stream that a token opened ends by itself once it is revoked', async () => {
    const { token, secret } = await create()
    const stream = await client(test, secret).send('GET', '/v1/events')
    const reader = stream.body?.getReader()
    await reader?.read()
    await olga.send('POST', `/v1/tokens/${token.id}/revoke`, {})
    for (;;) {
      const { done } = (await reader?.read()) ?? { done: true }
      if (done) break
    }
  })
})
