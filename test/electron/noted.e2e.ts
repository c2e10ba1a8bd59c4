import { AuditPage } from '../../src/contract/audit.ts'
import { OpenedSession, Session } from '../../src/contract/session.ts'
import { expect, instanceOf, test } from './desktop.ts'

const json = { 'content-type': 'application/json' }

test('a link that is none is ignored and taken down; a good one leaves no trace', async ({ desktop }) => {
  const { app, page } = await desktop.start()
  await app.evaluate(({ app: it }) => {
    it.emit('second-instance', {}, ['castellan', 'castellan://open/import/6f1d2f5e-4c1b-4b55-9a51-0f6c2f1f0a01'])
    it.emit('second-instance', {}, ['castellan', 'castellan://apply/import/1?token=x'])
  })
  expect(page.url()).not.toContain('token')
  const { url, call } = await instanceOf(desktop.at('data'))
  const { items } = AuditPage.parse(await (await call(new Request(`${url}/v1/audit`))).json())
  expect(items.filter(({ action }) => action === 'link.ignored')).toHaveLength(1)
  expect(JSON.stringify(items)).not.toContain('token=x')
})

test('a machine that is locked or goes to sleep locks sessions', async ({ desktop }) => {
  const { app } = await desktop.start()
  const { url, call } = await instanceOf(desktop.at('data'))
  const owner = { username: 'olga', password: 'seven plums, four herons & no kettle' }
  const send = (path: string, body: object) =>
    new Request(url + path, { method: 'POST', headers: json, body: JSON.stringify(body) })
  expect((await call(send('/v1/users', { ...owner, roles: ['owner'] }))).status).toBe(201)
  const { token } = OpenedSession.parse(await (await fetch(send('/v1/session', owner))).json())
  const state = async () => {
    const response = await fetch(`${url}/v1/session`, { headers: { authorization: `Bearer ${token}` } })
    return Session.parse(await response.json()).state
  }
  for (const event of ['lock-screen', 'suspend']) {
    expect(await state()).toBe('open')
    await app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name as 'suspend'), event)
    await expect.poll(state).toBe('locked')
    const headers = { ...json, authorization: `Bearer ${token}` }
    const body = JSON.stringify({ password: owner.password })
    expect((await fetch(`${url}/v1/session/step-up`, { method: 'POST', headers, body })).status).toBe(200)
  }
})

test('staying signed in is offered, and said to be impossible where the system has no key store', async ({
  desktop,
}) => {
  const { app, page } = await desktop.start()
  const { url, call } = await instanceOf(desktop.at('data'))
  const owner = { username: 'olga', password: 'seven plums, four herons & no kettle' }
  const body = JSON.stringify({ ...owner, roles: ['owner'] })
  expect((await call(new Request(`${url}/v1/users`, { method: 'POST', headers: json, body }))).status).toBe(201)
  // So it is on a desktop without a keyring; what a real one keeps is tested with the key store itself.
  await app.evaluate(({ safeStorage }) => {
    safeStorage.isEncryptionAvailable = () => false
  })
  await page.reload()
  await page.getByLabel('User name').fill(owner.username)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('checkbox', { name: 'Stay signed in on this machine' }).press('Space')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('This machine has no secure key store')).toBeVisible()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('tab', { name: 'This machine' }).click()
  await expect(page.getByRole('checkbox', { name: 'Start Castellan when I sign in' })).toBeDisabled()
  await expect(page.getByRole('checkbox', { name: 'Stay signed in on this machine' })).not.toBeChecked()
})
