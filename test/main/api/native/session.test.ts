import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuditPage } from '../../../../src/contract/audit.ts'
import { FirstRunCode, KeptSignIn, OpenedSession, Session } from '../../../../src/contract/session.ts'
import { goodPassword, hours, minutes } from '../../../support/people.ts'
import { client, person } from '../../../support/signed-in.ts'
import { startTestHost, type TestHost } from '../../../support/test-host.ts'

let test: TestHost
let now: number
beforeEach(async () => {
  now = Date.parse('2026-06-30T09:00:00.000Z')
  test = await startTestHost({ clock: () => now })
})
afterEach(() => test.close())

describe('POST /v1/session', () => {
  it('opens the first run with a one-time code, once', async () => {
    const code = await test.host.createOneTimeCode()
    const opened = await client(test).ask(OpenedSession, 'POST', '/v1/session', { code })
    expect(opened).toMatchObject({ state: 'setup', scopes: ['*'], person: { roles: ['owner'] } })
    expect(await client(test).refusal('POST', '/v1/session', { code })).toEqual([401, 'sign-in-refused'])
    const { items } = await test.ask(AuditPage, 'GET', '/v1/audit')
    expect(JSON.stringify(items[0])).toContain('one-time-link.refused')
  })

  it('opens the first run in the window with nothing, on the wire never', async () => {
    expect(await client(test).refusal('POST', '/v1/session', {})).toEqual([401, 'sign-in-refused'])
    const opened = await client(test, null, 'window').ask(OpenedSession, 'POST', '/v1/session', {})
    expect(opened.state).toBe('setup')
  })

  it('leads from the first run to an owner who signs in', async () => {
    const { token } = await client(test, null, 'window').ask(OpenedSession, 'POST', '/v1/session', {})
    const page = client(test, token, 'window')
    const credentials = { username: 'olga', password: goodPassword('olga') }
    expect((await page.send('POST', '/v1/users', { ...credentials, roles: ['owner'] })).status).toBe(201)
    expect(await page.refusal('GET', '/v1/session')).toEqual([401, 'unauthorized'])
    const opened = await client(test, null, 'window').ask(OpenedSession, 'POST', '/v1/session', credentials)
    expect(opened).toMatchObject({ state: 'open', person: { username: 'olga', roles: ['owner'] } })
    expect(await client(test, null, 'window').refusal('POST', '/v1/session', {})).toEqual([401, 'sign-in-refused'])
  })

  it('answers unknown user, wrong password and disabled user with the same bytes but for the request id', async () => {
    await person(test, 'olga', ['owner'])
    const dan = await person(test, 'dan', ['auditor'])
    const disabled = await test.call('PATCH', `/v1/users/${dan.user.id}`, { disabled: true }, { 'if-match': '"1"' })
    expect(disabled.status).toBe(200)
    const answers = await Promise.all(
      [
        { username: 'nobody', password: 'x' },
        { username: 'olga', password: 'x' },
        { username: 'dan', password: dan.password },
      ].map(async (body) => {
        const response = await client(test).send('POST', '/v1/session', body)
        const { requestId: _, ...rest } = (await response.json()) as Record<string, unknown>
        return { status: response.status, challenge: response.headers.get('www-authenticate'), rest }
      }),
    )
    expect(answers[0]).toMatchObject({ status: 401, challenge: 'Bearer realm="castellan"' })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  it('answers repeated guesses with 429 and the time to wait', async () => {
    await person(test, 'olga', ['owner'])
    const guess = () => client(test).send('POST', '/v1/session', { username: 'olga', password: 'x' })
    for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(401)
    const later = await guess()
    expect([later.status, later.headers.get('retry-after')]).toEqual([429, '15'])
  })

  it('takes no half of two ways, nothing unknown, nothing without end', async () => {
    for (const body of [
      { username: 'olga' },
      { code: 'x', username: 'olga', password: 'x' },
      { code: 'x', admin: true },
      { username: 'olga', password: 'x'.repeat(2000) },
      [],
      'olga',
    ]) {
      expect((await client(test).send('POST', '/v1/session', body)).status).toBe(400)
    }
  })
})

describe('a signed-in page', () => {
  it('says who it is, survives a restart, and is signed out by DELETE', async () => {
    const olga = await person(test, 'olga', ['owner'])
    await test.reopen()
    expect(await olga.ask(Session, 'GET', '/v1/session')).toMatchObject({
      state: 'open',
      person: { username: 'olga' },
      idleLockSeconds: 900,
    })
    expect((await olga.send('DELETE', '/v1/session')).status).toBe(204)
    expect(await olga.refusal('GET', '/v1/session')).toEqual([401, 'unauthorized'])
    expect(await olga.refusal('DELETE', '/v1/session')).toEqual([401, 'unauthorized'])
  })

  it('that was left alone may say who it is, step up and sign out, and nothing else', async () => {
    const olga = await person(test, 'olga', ['owner'])
    now += minutes(15)
    expect(await olga.refusal('GET', '/v1/imports')).toEqual([401, 'locked'])
    expect(await olga.ask(Session, 'GET', '/v1/session')).toMatchObject({ state: 'locked', scopes: [] })
    expect(await olga.refusal('POST', '/v1/session/step-up', { password: 'x' })).toEqual([403, 'wrong-password'])
    const back = await olga.ask(Session, 'POST', '/v1/session/step-up', { password: olga.password })
    expect(back).toMatchObject({ state: 'open', steppedUpUntil: new Date(now + minutes(5)).toISOString() })
    expect((await olga.send('GET', '/v1/imports')).status).toBe(200)
  })

  it('locks on request', async () => {
    const olga = await person(test, 'olga', ['owner'])
    expect((await olga.send('POST', '/v1/session/lock')).status).toBe(204)
    expect(await olga.refusal('GET', '/v1/imports')).toEqual([401, 'locked'])
  })

  it('gives way to another user: signing in as somebody else leaves the first session alone', async () => {
    const olga = await person(test, 'olga', ['owner'])
    const sam = await person(test, 'sam', ['auditor'])
    expect(await sam.refusal('POST', '/v1/users', { username: 'x', roles: ['auditor'] })).toEqual([403, 'forbidden'])
    expect((await olga.send('GET', '/v1/users')).status).toBe(200)
  })

  it('stays signed in on this machine through the window', async () => {
    const olga = await person(test, 'olga', ['owner'], 'window')
    const { code } = await olga.ask(KeptSignIn, 'POST', '/v1/session/keep')
    now += hours(13)
    expect(await olga.refusal('GET', '/v1/session')).toEqual([401, 'unauthorized'])
    const opened = await client(test, null, 'window').ask(OpenedSession, 'POST', '/v1/session', { code })
    expect(opened).toMatchObject({ state: 'open', person: { username: 'olga' }, steppedUpUntil: null })
    expect(opened.kept?.code).not.toBe(code)
  })
})

describe('POST /v1/session/codes', () => {
  it('gives the operator the code of the first run, until there is an owner', async () => {
    const { code } = await test.ask(FirstRunCode, 'POST', '/v1/session/codes')
    expect(await client(test).ask(OpenedSession, 'POST', '/v1/session', { code })).toMatchObject({ state: 'setup' })
    await person(test, 'olga', ['owner'])
    expect((await test.call('POST', '/v1/session/codes')).status).toBe(409)
    expect(await test.host.createOneTimeCode()).toBeNull()
  })

  it('is for the operator only', async () => {
    const olga = await person(test, 'olga', ['owner'])
    expect(await olga.refusal('POST', '/v1/session/codes')).toEqual([403, 'forbidden'])
    expect(await olga.refusal('POST', '/v1/session/lock-all')).toEqual([403, 'forbidden'])
    expect(await client(test).refusal('POST', '/v1/session/codes')).toEqual([401, 'unauthorized'])
  })
})

describe('a machine that is locked or goes to sleep', () => {
  it.each(['in process', 'through the operator'])('locks everybody’s session, %s', async (way) => {
    const olga = await person(test, 'olga', ['owner'])
    if (way === 'in process') test.host.lockAll()
    else expect((await test.call('POST', '/v1/session/lock-all')).status).toBe(204)
    expect(await olga.ask(Session, 'GET', '/v1/session')).toMatchObject({ state: 'locked' })
    const { items } = await test.ask(AuditPage, 'GET', '/v1/audit')
    expect(items[0]).toMatchObject({ action: 'session.locked', details: { count: 1 } })
  })
})

it('health is public and one word', async () => {
  const response = await client(test).send('GET', '/v1/health')
  expect([response.status, await response.text()]).toEqual([200, 'ok'])
})
