import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  ReplayedDeliveries,
  RevealedWebhook,
  Webhook,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryPage,
  WebhookNetworks,
  type WriteWebhook,
} from '../../../../src/contract/webhooks.ts'
import { VendorRequestDetail } from '../../../../src/main/api/permission-assist/request-wire.ts'
import { type EventLab, startEventLab } from '../../../support/event-lab.ts'
import { type Script, script } from '../../../support/vendor.ts'
import { isSignedBy, type Receiver, secretStores, startReceiver } from '../../../support/webhook-receiver.ts'

/** Another program on this computer is told what happens. */
let lab: EventLab
let receiver: Receiver
let own: Script
let ana: string

beforeEach(async () => {
  receiver = await startReceiver()
  lab = await startEventLab('2026-06-30', {
    webhookSecrets: secretStores(),
    apiAddress: () => 'http://127.0.0.1:7373',
  })
  own = await script(lab.test)
  ana = await lab.person('ana', { manager: { _ref: 'managed/user/boss' }, mail: 'ana@cu.example' })
  await lab.bring('2026-06-30', ['ana', 'Wires'], ['ben', 'Vault'])
  await lab.match('ana', ana)
  await allow('127.0.0.0/8')
})
afterEach(async () => {
  await lab.close()
  await receiver.close()
})

async function allow(...networks: string[]): Promise<WebhookNetworks> {
  const etag = (await lab.test.call('GET', '/v1/settings/webhook-networks')).headers.get('etag') ?? ''
  return lab.test.ask(WebhookNetworks, 'PUT', '/v1/settings/webhook-networks', { networks }, { 'if-match': etag })
}
const make = (more: Partial<WriteWebhook> = {}) =>
  lab.ask(RevealedWebhook, 'POST', '/v1/webhooks', {
    name: 'Tickets',
    url: receiver.url,
    topics: ['access-requests'],
    ...more,
  })
const read = (id: string) => lab.ask(Webhook, 'GET', `/v1/webhooks/${id}`)
const deliveries = (id: string, query = '') =>
  lab.ask(WebhookDeliveryPage, 'GET', `/v1/webhooks/${id}/deliveries${query}`)
const act = async (id: string, what: string) =>
  lab.test.ask(Webhook, 'POST', `/v1/webhooks/${id}/${what}`, undefined, {
    'if-match': `"${(await read(id)).revision}"`,
  })
const send = () => lab.test.host.runWebhooks()
/** Makes a webhook for imports, and has an import happen that it is told of only afterwards, however long that takes. */
async function makeWithImportWaiting() {
  const { webhook } = await make({ topics: ['imports'] })
  await act(webhook.id, 'pause')
  await lab.bring('2026-07-01', ['ana', 'Wires'])
  return webhook
}
const names = () => receiver.received.map(({ body }) => (body.event?.name ?? body.type) as string)

/** An offboarding of Ana, on its date. @returns its GUID */
async function offboard(): Promise<string> {
  const made = await own.send('POST', '/api/personnel-events/offboard', {
    identityId: ana,
    effectiveDate: '2026-07-03',
  })
  const { id } = z.object({ id: z.string() }).parse(await made.json())
  await lab.vote('boss', id)
  lab.goTo('2026-07-03', '00:01')
  return id
}

describe('an access request', () => {
  it('is told through its whole life, reopening included, in the words of the compatible API', async () => {
    const { secret } = await make()
    await offboard()
    await send()
    expect(names()).toEqual(['AccessRequestCreated', 'AccessRequestApproved', 'AccessRequestAssigned'])
    await lab.carryOut()
    await send()
    expect(names().slice(3)).toEqual(['AccessRequestResolved'])
    lab.goTo('2026-07-04')
    await lab.bring('2026-07-04', ['ana', 'Wires'], ['ben', 'Vault'])
    lab.goTo('2026-07-04')
    await send()
    expect(names().slice(4)).toEqual(['AccessRequestReopened', 'AccessRequestAssigned'])
    await lab.carryOut()
    await send()
    await lab.bring('2026-07-05', ['ben', 'Vault'])
    lab.goTo('2026-07-05')
    await send()
    expect(names().slice(6)).toEqual(['AccessRequestResolved', 'AccessRequestCompleted'])
    for (const message of receiver.received) {
      expect(isSignedBy(secret, message)).toBe(true)
      expect(message.headers['webhook-id']).toBe(message.body.id)
      expect(message.headers['content-type']).toBe('application/json')
      expect(Object.keys(message.body)).toEqual(['id', 'createdDate', 'callback', 'event'])
      expect(Object.keys(message.body.event)).toEqual(['name', 'display', 'description', 'request'])
      expect(VendorRequestDetail.parse(message.body.event.request)).toMatchObject({
        kind: 'Access Request',
        action: 'Remove',
        target: { affectedIdentity: { id: ana } },
      })
    }
    const statuses = receiver.received.map(({ body }) => body.event.request.status as string)
    expect(statuses).toEqual(['Open', 'Open', 'Open', 'Resolved', 'Open', 'Open', 'Resolved', 'Completed'])
  })

  it('is answered at its callback, which stands in the activity of the request', async () => {
    await make()
    await offboard()
    await send()
    const { callback, event } = receiver.received[0]?.body ?? {}
    const path = new URL(callback as string).pathname
    expect((await own.send('POST', path, { status: 'In progress', comment: 'Ticket 4711', more: 1 })).status).toBe(200)
    const request = await own.ask(VendorRequestDetail, 'GET', `/api/access-requests/${event.request.id}`)
    expect(request.activity.at(-1)?.description).toBe('Callback: Tickets: In progress, Ticket 4711')
    // A delivery of another request, and one that never was, are nobody's.
    const elsewhere = path.replace(event.request.id as string, '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c99')
    const never = `/api/access-requests/${event.request.id}/callbacks/0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c99`
    for (const wrong of [elsewhere, never]) expect((await own.send('POST', wrong, {})).status).toBe(404)
  })

  it('of another application is not told to a webhook of one application', async () => {
    const { items } = await lab.ask(
      z.object({ items: z.array(z.object({ id: z.string() })) }),
      'GET',
      '/v1/applications',
    )
    const applicationId = items[0]?.id ?? ''
    await make({ applicationId })
    const other = await startReceiver()
    await lab.test.call('POST', '/v1/applications', { name: 'Loans', rules: {} })
    const loans = await lab.ask(
      z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }),
      'GET',
      '/v1/applications',
    )
    const second = loans.items.find(({ name }) => name !== 'Core Banking')
    if (second) await make({ name: 'Loans', url: other.url, applicationId: second.id })
    await offboard()
    await send()
    expect(receiver.received.length).toBeGreaterThan(0)
    expect(other.received).toEqual([])
    await other.close()
  })

  it('from before the webhook is not told, but what happens to it afterwards is', async () => {
    await offboard()
    const { webhook } = await make()
    await send()
    expect((await deliveries(webhook.id)).total).toBe(0)
    await lab.carryOut()
    await send()
    expect(names()).toEqual(['AccessRequestResolved'])
  })
})

it('everything else is told thin, with its place in the audit log', async () => {
  await make({ topics: ['imports', 'personnel-events'] })
  await lab.bring('2026-07-01', ['ana', 'Wires'])
  await offboard()
  await send()
  for (const name of ['file.received', 'import.staged', 'import.applied', 'personnel-event.reported'])
    expect(names()).toContain(name)
  expect(names().filter((name) => !/^(file|import|personnel-event)\./.test(name))).toEqual([])
  const applied = receiver.received.find(({ body }) => body.type === 'import.applied')
  expect(applied?.body).toEqual({
    type: 'import.applied',
    timestamp: expect.stringMatching(/^2026-/),
    data: {
      sequence: expect.any(Number),
      object: { type: 'import', id: expect.any(String), name: expect.any(String) },
    },
  })
})

describe('a receiver that fails', () => {
  it('is tried again later and later with the same id, some three days long, then given up, and replayed by hand', async () => {
    const webhook = await makeWithImportWaiting()
    receiver.answer = { status: 503 }
    await act(webhook.id, 'resume')
    await send()
    expect(receiver.received).toHaveLength(1)
    expect(await read(webhook.id)).toMatchObject({
      waiting: expect.any(Number),
      restsUntil: expect.any(String),
      lastAttempt: { status: 503, failure: 'The receiver answered 503.' },
    })
    for (let hour = 10; hour < 24 * 7; hour++) {
      const two = (number: number) => String(number).padStart(2, '0')
      lab.setClock(`2026-07-${two(1 + Math.floor(hour / 24))}`, `${two(hour % 24)}:30`)
      await send()
    }
    const { items } = await deliveries(webhook.id, '?state=given-up')
    expect(items.length).toBeGreaterThan(0)
    const tries = receiver.received.filter(({ headers }) => headers['webhook-id'] === items[0]?.id)
    expect(tries).toHaveLength(10)
    const detail = await lab.ask(WebhookDeliveryDetail, 'GET', `/v1/webhook-deliveries/${items[0]?.id}`)
    expect(detail.attempts).toHaveLength(10)
    expect(detail.body).toBe(tries[0]?.text)

    receiver.answer = { status: 200 }
    receiver.received.length = 0
    lab.setClock('2026-07-08', '12:00')
    expect(await lab.ask(ReplayedDeliveries, 'POST', `/v1/webhooks/${webhook.id}/replay`)).toEqual({
      replayed: items.length,
    })
    await send()
    expect((await deliveries(webhook.id, '?state=given-up')).total).toBe(0)
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toContain(items[0]?.id)
  })

  it('has one message wait, and others go on once it is back', async () => {
    const webhook = await makeWithImportWaiting()
    receiver.answer = 'nothing'
    await act(webhook.id, 'resume')
    await send()
    receiver.answer = { status: 204 }
    await send()
    // It is left alone for a moment.
    expect(receiver.received).toHaveLength(1)
    lab.setClock('2026-07-01', '09:02')
    await send()
    expect((await deliveries(webhook.id, '?state=waiting')).total).toBe(0)
  })

  it('that says it is gone is told nothing more until somebody resumes', async () => {
    const webhook = await makeWithImportWaiting()
    receiver.answer = { status: 410 }
    await act(webhook.id, 'resume')
    await send()
    expect(await read(webhook.id)).toMatchObject({ state: 'stopped', waiting: 0, stoppedBecause: expect.any(String) })
    await lab.bring('2026-07-02', ['ben', 'Vault'])
    receiver.answer = { status: 204 }
    await send()
    expect(receiver.received).toHaveLength(1)
    expect(await act(webhook.id, 'resume')).toMatchObject({ state: 'active', stoppedBecause: null })
  })

  it('that points elsewhere is not followed', async () => {
    const other = await startReceiver()
    const { webhook } = await make()
    receiver.answer = { status: 302, headers: { location: other.url } }
    const attempt = await lab.ask(WebhookAttempt, 'POST', `/v1/webhooks/${webhook.id}/test`)
    expect(attempt).toMatchObject({ status: 302, failure: expect.stringContaining('no redirect is followed') })
    expect(other.received).toEqual([])
    await other.close()
  })

  it('and asks for time gets it', async () => {
    const webhook = await makeWithImportWaiting()
    receiver.answer = { status: 429, headers: { 'retry-after': '7200' } }
    await act(webhook.id, 'resume')
    await send()
    const { restsUntil } = await read(webhook.id)
    expect(Date.parse(restsUntil ?? '') - lab.now()).toBe(7_200_000)
  })
})

describe('a webhook', () => {
  it('that is paused keeps what happens, and sends it when it is resumed', async () => {
    const { webhook } = await make({ topics: ['imports'] })
    expect(await act(webhook.id, 'pause')).toMatchObject({ state: 'paused' })
    await lab.bring('2026-07-01', ['ana', 'Wires'])
    await send()
    expect(receiver.received).toEqual([])
    await act(webhook.id, 'resume')
    await send()
    expect(names()).toContain('import.applied')
  })

  it('signs with both secrets while one follows the other, then with the new one', async () => {
    const { webhook, secret } = await make()
    const rotated = await lab.ask(RevealedWebhook, 'POST', `/v1/webhooks/${webhook.id}/rotate-secret`, {
      overlapHours: 1,
    })
    const test = () => lab.ask(WebhookAttempt, 'POST', `/v1/webhooks/${webhook.id}/test`)
    expect(await test()).toMatchObject({ status: 204, failure: null })
    const [during] = receiver.received
    lab.setClock('2026-06-30', '12:00')
    await test()
    const after = receiver.received[1]
    if (!during || !after) throw new Error('nothing came')
    expect([secret, rotated.secret].map((one) => isSignedBy(one, during))).toEqual([true, true])
    expect([secret, rotated.secret].map((one) => isSignedBy(one, after))).toEqual([false, true])
  })

  it('tells everything once across a restart', async () => {
    const { webhook } = await make({ topics: ['imports'] })
    await lab.bring('2026-07-01', ['ana', 'Wires'])
    await lab.test.reopen()
    await send()
    await lab.test.reopen()
    await send()
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids).size).toBe(ids.length)
    expect(names().filter((name) => name === 'import.applied')).toHaveLength(1)
    expect((await deliveries(webhook.id)).total).toBe(ids.length)
  })

  it('that is removed is told nothing more', async () => {
    const webhook = await makeWithImportWaiting()
    const headers = { 'if-match': `"${(await read(webhook.id)).revision}"` }
    expect((await lab.test.call('DELETE', `/v1/webhooks/${webhook.id}`, undefined, headers)).status).toBe(204)
    await send()
    expect(receiver.received).toEqual([])
    expect((await lab.test.call('GET', `/v1/webhooks/${webhook.id}`)).status).toBe(404)
  })

  it('sends one delivery again that arrived before, and not one that waits', async () => {
    const { webhook } = await make({ topics: ['imports'] })
    await lab.bring('2026-07-01', ['ana', 'Wires'])
    await send()
    const [delivery] = (await deliveries(webhook.id)).items
    receiver.received.length = 0
    await act(webhook.id, 'pause')
    const replay = `/v1/webhook-deliveries/${delivery?.id}/replay`
    expect(await lab.ask(WebhookDelivery, 'POST', replay)).toMatchObject({ state: 'waiting', tries: 0 })
    expect((await lab.test.call('POST', replay)).status).toBe(409)
    await act(webhook.id, 'resume')
    await send()
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([delivery?.id])
  })
})

describe('an attack', () => {
  it('by a network that is closed again ends at the next delivery', async () => {
    const { webhook } = await make()
    await allow()
    const attempt = await lab.ask(WebhookAttempt, 'POST', `/v1/webhooks/${webhook.id}/test`)
    expect(attempt).toMatchObject({ status: null, failure: expect.stringContaining('this computer') })
    expect(receiver.received).toEqual([])
  })

  it('by a name that leads to this computer ends before anything is sent', async () => {
    await allow()
    const refused = await lab.test.call('POST', '/v1/webhooks', {
      name: 'x',
      url: receiver.url.replace('127.0.0.1', 'localhost'),
      topics: ['imports'],
    })
    expect([refused.status, ((await refused.json()) as { errors: unknown[] }).errors]).toEqual([
      400,
      [{ pointer: '#/url', message: expect.stringContaining('this computer') }],
    ])
  })

  it('by somebody who may set what is sent and not read it is refused', async () => {
    const narrow = { kind: 'token', tokenId: 1, name: 'narrow', scopes: ['settings:write', 'settings:read'] } as const
    const body = { name: 'x', url: receiver.url, topics: ['access-requests', 'imports'] }
    const response = await lab.test.call('POST', '/v1/webhooks', body, {}, { ...narrow, channel: 'wire' } as never)
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('requests:read, imports:read')
  })
})

it('where no secret can be kept, no webhook can be made', async () => {
  const without = await startEventLab()
  const body = { name: 'x', url: 'https://tickets.example.com/', topics: ['imports'] }
  const response = await without.test.call('POST', '/v1/webhooks', body)
  expect([response.status, await response.text()]).toEqual([422, expect.stringContaining('no key store')])
  await without.close()
})
