import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CurrentMailSettings, TestMailResult, type WriteMailSettings } from '../../../../src/contract/mail.ts'
import { OutboxPage } from '../../../../src/contract/notifications.ts'
import type { SecretStore } from '../../../../src/main/domain/settings/mail-settings.service.ts'
import { delayAfter } from '../../../../src/main/domain/notifications/sending.service.ts'
import {
  builtIn,
  fill,
  templateNames,
  unknownVariables,
  variables,
} from '../../../../src/main/domain/notifications/templates.ts'
import { keyStore } from '../../../support/key-store.ts'
import { type MailServer, startMailServer } from '../../../support/mail-server.ts'
import { startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'

let now = 0
let host: TestHost
let servers: MailServer[] = []
let keeper: SecretStore

beforeEach(async () => {
  now = Date.parse('2026-06-30T09:00:00.000Z')
  keeper = keyStore()
  host = await startTestHost({ clock: () => now, importsDir: null, mailPassword: keeper })
  await switchApi(host, true)
  for (const [id, mail] of [
    ['ana', 'ana@cu.example'],
    ['boss', 'boss@cu.example'],
    ['gone', 'gone@cu.example'],
    ['two', 'one@cu.example, two@cu.example'],
  ])
    await openidm('PUT', `managed/user/${id}`, { userName: id, sn: id, mail })
})
afterEach(async () => {
  await host.close()
  await Promise.all(servers.map((server) => server.close()))
  servers = []
})

async function serve(options?: Parameters<typeof startMailServer>[0]): Promise<MailServer> {
  const server = await startMailServer(options)
  servers.push(server)
  return server
}

// oxlint-disable-next-line typescript/no-explicit-any -- whatever came over the wire
async function openidm(method: string, path: string, body: unknown): Promise<any> {
  const response = await host.call(method, `/openidm/${path}`, body)
  if (!response.ok) throw new Error(`${path} → ${response.status} ${await response.text()}`)
  return response.json()
}

const settings = (more: Partial<WriteMailSettings> = {}): WriteMailSettings => ({
  enabled: true,
  host: '127.0.0.1',
  port: 25,
  security: 'none',
  username: '',
  from: 'castellan@cu.example',
  ...more,
})
async function put(more: Partial<WriteMailSettings>) {
  const before = await host.call('GET', '/v1/settings/mail')
  return host.call('PUT', '/v1/settings/mail', settings(more), { 'if-match': before.headers.get('etag') ?? '' })
}
async function set(more: Partial<WriteMailSettings>): Promise<CurrentMailSettings> {
  const response = await put(more)
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(JSON.stringify(body))
  return CurrentMailSettings.parse(body)
}

let counter = 0
/** A request whose making tells its approver. @returns its id and its task's */
async function tell(approver: string, displayName = 'Vault'): Promise<{ requestId: string; taskId: string }> {
  const role = `r${++counter}`
  await openidm('PUT', `managed/role/${role}`, { name: role })
  const entry = { class: 'object', objectId: `managed/role/${role}`, displayName, order: [], requestable: true }
  const { _id: itemId } = await openidm('POST', 'commons/glossary?_action=create', entry)
  const requestId = `request-${role}`
  const parties = { requesterId: 'SYSTEM', requesteeId: 'managed/user/ana' }
  await openidm('PUT', `repo/governance/request/${requestId}`, { ...parties, items: [{ itemId }] })
  const task = { requestId, itemIds: [itemId], approverId: `managed/user/${approver}` }
  const { _id: taskId } = await openidm('POST', 'access-request/approval', task)
  await openidm('POST', `access-request/notification/APPROVAL_TASK_CREATED/${taskId}`, {})
  return { requestId, taskId }
}
const outbox = async () => (await host.ask(OutboxPage, 'GET', '/v1/outbox')).items
const newest = async () => (await outbox())[0]

describe('a message', () => {
  it('is sent once, to whom it is for, with the login that the server asks for', async () => {
    const login = { user: 'castellan', pass: 'a kettle, nine plums and rye' }
    const server = await serve({ login })
    expect(await set({ port: server.port, username: login.user, password: login.pass })).toMatchObject({
      hasPassword: true,
      canKeepPassword: true,
    })
    await tell('boss', 'Vault\r\nBcc: evil@cu.example')
    await host.host.sendMail()
    expect(await host.host.sendMail()).toBe(0)
    expect(server.received).toHaveLength(1)
    const [mail] = server.received
    expect(mail).toMatchObject({ from: 'castellan@cu.example', to: ['boss@cu.example'], user: 'castellan' })
    const [head = ''] = mail?.text.split('\r\n\r\n') ?? []
    expect(head).toMatch(/^Message-ID: <outbox\.\d+\.\d+@castellan\.invalid>$/m)
    expect(head).not.toMatch(/^Bcc:/m)
    expect(await newest()).toMatchObject({
      template: 'APPROVAL_TASK_CREATED',
      failure: null,
      sentAt: expect.any(String),
    })
    const stored = JSON.stringify(await (await host.call('GET', '/v1/settings/mail')).json())
    expect(stored).not.toContain('kettle')
  })

  it('from before mail was switched on is history', async () => {
    const server = await serve()
    await tell('boss')
    now += 1000
    await set({ port: server.port })
    expect(await host.host.sendMail()).toBe(0)
    expect(server.received).toEqual([])
  })

  it('that can’t be sent is tried again, each time after a longer while, and then sent', async () => {
    const { port } = await serve()
    await servers.pop()?.close()
    await set({ port })
    await tell('boss')
    expect(await host.host.sendMail()).toBe(0)
    expect((await newest())?.failure).toMatch(/ECONNREFUSED|connect/)
    const server = await serve({ port })
    now += delayAfter(1) - 1
    expect(await host.host.sendMail()).toBe(0)
    now += 1
    await host.host.sendMail()
    expect([server.received.length, (await newest())?.failure]).toEqual([1, null])
    expect([1, 2, 3, 20].map(delayAfter)).toEqual([60_000, 120_000, 240_000, 21_600_000])
  })

  it('to an address that is refused, or is none, is not tried again, and holds nobody else up', async () => {
    const server = await serve()
    await set({ port: server.port })
    await tell('gone')
    await tell('two')
    await tell('boss')
    await host.host.sendMail()
    expect(server.received.map(({ to }) => to)).toEqual([['boss@cu.example']])
    const [, two, gone] = await outbox()
    expect([two?.failure, gone?.failure]).toEqual([
      'one@cu.example, two@cu.example is no mail address.',
      expect.stringContaining('550'),
    ])
    now += 365 * 86_400_000
    expect(await host.host.sendMail()).toBe(0)
  })

  it('does not go to a server whose certificate nobody vouches for, nor unencrypted where STARTTLS is asked', async () => {
    for (const startTls of [true, false]) {
      const server = await serve({ startTls })
      await set({ port: server.port, security: 'starttls' })
      await tell('boss')
      await host.host.sendMail()
      expect(server.received).toEqual([])
      expect((await newest())?.failure).toMatch(
        startTls ? /^This computer does not trust the certificate of 127\.0\.0\.1\./ : /offers no STARTTLS/,
      )
    }
  })

  it('waits for a password where the server lets nobody send without one', async () => {
    const login = { user: 'castellan', pass: 'right' }
    const server = await serve({ login })
    await set({ port: server.port })
    await tell('boss')
    await host.host.sendMail()
    expect((await newest())?.failure).toMatch(/^The server lets nobody send without signing in\./)
    await set({ port: server.port, username: login.user, password: login.pass })
    now += delayAfter(1)
    expect(await host.host.sendMail()).toBe(1)
  })
})

describe('what went wrong names what would help', () => {
  const attempt = async (more: Partial<WriteMailSettings>, to = 'olga@cu.example') => {
    await set(more)
    return (await host.ask(TestMailResult, 'POST', '/v1/settings/mail/test', { to })).failure
  }

  it.each([
    ['a server that is not there', { port: 1 }, /^Nothing listens on port 1 of 127\.0\.0\.1\..*ECONNREFUSED/],
    ['TLS where there is none', { security: 'tls' }, /does not speak TLS on port \d+\. Choose STARTTLS/],
    ['STARTTLS where there is none', { security: 'starttls' }, /offers no STARTTLS on port \d+\. Choose TLS/],
  ] as const)('%s', async (_, more, words) => {
    const { port } = await serve()
    expect(await attempt({ port, ...more })).toMatch(words)
  })

  it('an address that is refused', async () =>
    expect(await attempt({ port: (await serve()).port }, 'gone@cu.example')).toMatch(/refuses the address.*550/))
})

describe('the settings', () => {
  it('can be tried with one message, and say what is wrong', async () => {
    const server = await serve({ login: { user: 'castellan', pass: 'right' } })
    const attempt = () => host.ask(TestMailResult, 'POST', '/v1/settings/mail/test', { to: 'olga@cu.example' })
    await set({ enabled: false, port: server.port, username: 'castellan', password: 'wrong' })
    expect(await attempt()).toEqual({ sent: false, failure: expect.stringContaining('535') })
    await set({ enabled: false, port: server.port, username: 'castellan', password: 'right' })
    expect([await attempt(), server.received[0]?.to]).toEqual([{ sent: true, failure: null }, ['olga@cu.example']])
  })

  it('keep a password until they are told otherwise, and never send it in the open', async () => {
    await set({ username: 'castellan', password: 'secret' })
    expect((await set({ username: 'castellan' })).hasPassword).toBe(true)
    const open = await put({ host: 'mail.cu.example' })
    expect([open.status, await open.text()]).toEqual([400, expect.stringContaining('unencrypted')])
    expect((await set({ password: null })).hasPassword).toBe(false)
    expect(keeper.read()).toBeNull()
  })

  it('refuse a password in words where no key store would keep it', async () => {
    await host.close()
    host = await startTestHost({ clock: () => now, importsDir: null })
    const refused = await put({ username: 'castellan', password: 'secret' })
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('key store')])
    expect(await (await host.call('GET', '/v1/settings/mail')).json()).toMatchObject({
      enabled: false,
      revision: 0,
      canKeepPassword: false,
    })
  })

  it.each([
    { host: 'mail server' },
    { from: 'Castellan <castellan@cu.example>' },
    { from: 'a@cu.example\r\nBcc: b@cu.example' },
    { port: 0 },
  ])('refuse %j', async (wrong) => expect((await put(wrong)).status).toBe(400))
})

describe('the nine templates', () => {
  const values = Object.fromEntries(variables.map((name) => [name, `«${name}»`])) as Record<
    (typeof variables)[number],
    string
  >

  it.each(templateNames)('%s says nothing that is not known', (name) => {
    const { subject, body } = builtIn[name]
    expect(unknownVariables(`${subject}\n${body}`)).toEqual([])
    expect(fill(`${subject}\n${body}`, values)).not.toMatch(/\{\{|\}\}/)
  })

  it('are rendered for real requests and tasks', async () => {
    const { requestId, taskId } = await tell('boss')
    for (const name of templateNames)
      await openidm('POST', `access-request/notification/${name}/${name.includes('_TASK_') ? taskId : requestId}`, {})
    const messages = await outbox()
    expect(new Set(messages.map(({ template }) => template))).toEqual(new Set(templateNames))
    for (const { subject, body } of messages) expect(`${subject}\n${body}`).not.toMatch(/\{\{|undefined|null/)
  })
})
