import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type EventLab, startEventLab } from '../../../support/event-lab.ts'
import { client, person } from '../../../support/signed-in.ts'
import { createCore, extract, stage, startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'
import { script } from '../../../support/vendor.ts'

/** Somebody who listens longer, or to more, than they may. */
interface Heard {
  text(): string
  ended(): boolean
}

/** Collects what a stream says until it ends. */
function hear(response: Response): Heard {
  let text = ''
  let ended = false
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  void (async () => {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done) break
      text += value
    }
    ended = true
  })()
  return { text: () => text, ended: () => ended }
}
const soon = () => new Promise((done) => setTimeout(done, 50))

describe('a stream of events', () => {
  let test: TestHost
  beforeEach(async () => {
    test = await startTestHost({ importsDir: null })
    await switchApi(test, true)
  })
  afterEach(() => test.close())

  it('tells nothing more of what its hearer may not read any more, from the next event on', async () => {
    await person(test, 'olga', ['owner'])
    const tamsin = await person(test, 'tamsin', ['security-officer'])
    await createCore(test)
    const heard = hear(await tamsin.send('GET', '/v1/events'))
    await stage(test, extract([['ana', 'Vault']]), 'core-1.csv')
    await soon()
    expect(heard.text()).toContain('event: import')
    const before = heard.text().length
    const etag = (await test.call('GET', `/v1/users/${tamsin.user.id}`)).headers.get('etag') ?? ''
    const change = await test.call(
      'PATCH',
      `/v1/users/${tamsin.user.id}`,
      { roles: ['approver'] },
      { 'if-match': etag },
    )
    expect(change.status).toBe(200)
    await stage(test, extract([['ben', 'Vault']]), 'core-2.csv')
    await soon()
    expect(heard.text().slice(before)).not.toContain('event: import')
  })

  it('of a token ends with the token, before anything more is told', async () => {
    const { items } = await test.ask(z.object({ items: z.array(z.unknown()) }), 'GET', '/v1/tokens')
    expect(items).toEqual([])
    const own = await script(test, ['applications:read'])
    const heard = hear(await own.send('GET', '/v1/events'))
    const tokens = await test.ask(z.object({ items: z.array(z.object({ id: z.string() })) }), 'GET', '/v1/tokens')
    await test.call('POST', `/v1/tokens/${tokens.items[0]?.id}/revoke`, { reason: 'it is a test' })
    await createCore(test)
    await soon()
    expect(heard.text()).not.toContain('event: application')
    expect(heard.ended()).toBe(true)
  })

  it('is not opened by HEAD, which nobody would ever end', async () => {
    const own = await script(test, ['applications:read'])
    const { host } = test
    const caller = await host.identify(`Bearer ${own.bearer}`, 'wire')
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()
    for (let i = 0; i < 50; i++) {
      const answer = await host.fetch(new Request('http://127.0.0.1/v1/events', { method: 'HEAD' }), caller)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    }
    // Each stream would keep a timer.
    expect(timers() - before).toBeLessThan(10)
  })

  it('that was missed is told only as far as it may be read now', async () => {
    const own = await script(test, ['audit:read'])
    await createCore(test)
    const heard = hear(await own.send('GET', '/v1/events', undefined, { 'last-event-id': '1' }))
    await soon()
    expect(heard.text()).toBe(': welcome\n\n')
  })
})

describe('what happens to requests and personnel events of others', () => {
  let lab: EventLab
  beforeEach(async () => {
    lab = await startEventLab()
  })
  afterEach(() => lab.close())

  it('is told to those who may read them, one by one', async () => {
    for (const id of ['boss', 'eve']) await lab.person(id)
    const ana = await lab.person('ana', { manager: { _ref: 'managed/user/boss' } })
    const heard = new Map<string, Heard>()
    for (const id of ['boss', 'eve', 'ana']) heard.set(id, hear(await (await lab.signIn(id)).send('GET', '/v1/events')))
    const event = await lab.test.call('POST', '/v1/personnel-events', {
      kind: 'offboard',
      personId: `managed/user/ana`,
      effectiveOn: '2026-07-03',
    })
    expect([event.status, ana]).toEqual([201, expect.any(String)])
    const {
      event: { id },
    } = (await event.json()) as { event: { id: string } }
    await soon()
    expect(['boss', 'eve', 'ana'].map((who) => heard.get(who)?.text().includes(id))).toEqual([true, false, false])
    expect(client(lab.test).bearer).toBeNull()
  })
})
