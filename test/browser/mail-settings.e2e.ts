import { expect, type Page, test } from '@playwright/test'
import { CurrentMailSettings, type WriteMailSettings } from '../../src/contract/mail.ts'
import type { SecretStore } from '../../src/main/domain/settings/mail-settings.service.ts'
import { keyStore } from '../support/key-store.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** Mail server settings, with a real mail server on this machine. */
let host: WindowHost
const servers: MailServer[] = []
let secretStore: SecretStore
const login = { user: 'castellan', pass: 'a kettle, nine plums and rye' }

test.beforeEach(() => {
  secretStore = keyStore()
})
test.afterEach(async () => {
  await host.close()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function start(withStore = true) {
  host = await startWindowHost(withStore ? { mailPassword: secretStore } : {})
  host.role = 'administrator'
}
async function serve(options?: Parameters<typeof startMailServer>[0]): Promise<MailServer> {
  const server = await startMailServer(options)
  servers.push(server)
  return server
}
const open = (page: Page) => host.open(page, '/settings/notifications?show=mail')
const formOf = (page: Page) => page.getByRole('form', { name: 'Mail server' })
const tryOf = (page: Page) => page.getByRole('form', { name: 'Send a test message' })
const now = () => host.test.ask(CurrentMailSettings, 'GET', '/v1/settings/mail')
/** Writes the settings as another administrator. */
async function write(more: Partial<WriteMailSettings>) {
  const before = await host.test.call('GET', '/v1/settings/mail')
  const settings = { enabled: false, host: '127.0.0.1', port: 25, security: 'none', username: '', from: 'c@cu.example' }
  await host.test.ask(
    CurrentMailSettings,
    'PUT',
    '/v1/settings/mail',
    { ...settings, ...more },
    {
      'if-match': before.headers.get('etag') ?? '',
    },
  )
}
async function choose(page: Page, how: string) {
  await formOf(page)
    .getByRole('button', { name: /Connection security/ })
    .click()
  await page.getByRole('option', { name: new RegExp(`^${how}`) }).click()
}

test('an administrator configures the mail server, tests it, corrects an error and receives the message', async ({
  page,
}) => {
  await start()
  const { port, received } = await serve({ login })
  await open(page)
  const form = formOf(page)
  const save = form.getByRole('button', { name: 'Save' })
  await expect(save).toBeDisabled()
  await expect(tryOf(page).getByText('Save a server first.')).toBeVisible()
  await form.getByLabel('Send notifications by mail').check({ force: true })
  await form.getByLabel('Server', { exact: true }).fill('mail server')
  await expect(form.getByText('The name or address of a server')).toBeVisible()
  await form.getByLabel('Server', { exact: true }).fill('127.0.0.1')
  await expect(form.getByLabel('Port')).toHaveValue('587')
  await choose(page, 'TLS')
  await expect(form.getByLabel('Port')).toHaveValue('465')
  await form.getByLabel('Port').fill(String(port))
  await choose(page, 'Not encrypted')
  await expect(form.getByLabel('Port')).toHaveValue(String(port))
  await form.getByLabel('Sender').fill('castellan@cu.example')
  await expect(tryOf(page).getByText('Save your changes first')).toBeVisible()
  await save.click()
  await expect(page.getByText('Saved. Notifications are sent by mail.')).toBeVisible()

  await tryOf(page).getByLabel('To').fill('olga@cu.example')
  await tryOf(page).getByRole('button', { name: 'Send' }).click()
  await expect(tryOf(page).getByRole('alert')).toContainText('The server lets nobody send without signing in.')
  await form.getByLabel('User name').fill(login.user)
  await form.getByRole('textbox', { name: 'Password' }).fill(login.pass)
  await save.click()
  await expect(form.getByText('Stored in the key store of the system.')).toBeVisible()
  await expect(form.getByRole('textbox', { name: 'Password' })).toHaveValue('')
  await tryOf(page).getByRole('button', { name: 'Send' }).click()
  await expect(tryOf(page).getByText('The server accepted a message to olga@cu.example.')).toBeVisible()
  expect(received.map(({ to, user }) => [to, user])).toEqual([[['olga@cu.example'], 'castellan']])
  expect(secretStore.read()).toBe(login.pass)
  expect(await page.content()).not.toContain('kettle')

  await form.getByRole('button', { name: 'Delete password' }).click()
  await expect(form.getByText('It is deleted when you save.')).toBeVisible()
  await save.click()
  await expect(form.getByText('It will be stored in the key store of the system.')).toBeVisible()
  expect([secretStore.read(), (await now()).hasPassword]).toEqual([null, false])
})

test('shows the change of another administrator and keeps the input', async ({ page }) => {
  await start()
  await open(page)
  const form = formOf(page)
  await form.getByLabel('Server', { exact: true }).fill('mine.cu.example')
  await form.getByLabel('Sender').fill('mine@cu.example')
  await write({ host: 'theirs.cu.example', username: 'theirs' })
  const save = form.getByRole('button', { name: 'Save' })
  await save.click()
  await expect(form.getByRole('alert')).toContainText('Someone else changed these settings.')
  await expect(form.getByLabel('Server', { exact: true })).toHaveValue('mine.cu.example')
  await expect(form.getByText('Changed by someone else to “theirs.cu.example”.')).toBeVisible()
  await expect(form.getByLabel('User name')).toHaveValue('theirs')
  await save.click()
  await expect(page.getByText('Saved. Notifications are not sent.')).toBeVisible()
  expect(await now()).toMatchObject({ host: 'mine.cu.example', username: 'theirs', from: 'mine@cu.example' })
})

test('rejects a password over an unencrypted connection at its field', async ({ page }) => {
  await start()
  await write({ host: 'mail.cu.example' })
  await open(page)
  const form = formOf(page)
  await form.getByLabel('User name').fill('castellan')
  await form.getByRole('textbox', { name: 'Password' }).fill('secret')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('would be sent unencrypted: choose TLS or STARTTLS')).toBeVisible()
  await expect(form.getByRole('textbox', { name: 'Password' })).toHaveAttribute('aria-invalid', 'true')
  expect(secretStore.read()).toBeNull()
})

test('reports a missing key store and accepts a server without a password', async ({ page }) => {
  await start(false)
  const { port } = await serve()
  await open(page)
  const form = formOf(page)
  await expect(form.getByText('Passwords cannot be stored here')).toBeVisible()
  await expect(form.getByRole('textbox', { name: 'Password' })).toBeDisabled()
  await form.getByLabel('Server', { exact: true }).fill('127.0.0.1')
  await form.getByLabel('Port').fill(String(port))
  await form.getByLabel('Sender').fill('castellan@cu.example')
  await choose(page, 'Not encrypted')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved. Notifications are not sent.')).toBeVisible()
  await tryOf(page).getByLabel('To').fill('gone@cu.example')
  await tryOf(page).getByRole('button', { name: 'Send' }).click()
  await expect(tryOf(page).getByRole('alert')).toContainText('The server refuses the address')
})

test('shows the settings read-only to a reader and hides them from others', async ({ page, browser }) => {
  await start()
  host.role = 'security-officer'
  await open(page)
  await expect(formOf(page).getByText('Read-only.')).toBeVisible()
  await expect(formOf(page).getByLabel('Server', { exact: true })).toBeDisabled()
  await expect(formOf(page).getByRole('button', { name: 'Save' })).toHaveCount(0)
  await expect(tryOf(page)).toHaveCount(0)
  const approver = await (await browser.newContext()).newPage()
  host.role = 'approver'
  await open(approver)
  await expect(approver.getByRole('heading', { name: 'You have no permission to view notifications' })).toBeVisible()
})

for (const [withStore, states] of [
  [true, 'empty, filled and refused'],
  [false, 'without a key store'],
] as const) {
  test(`${states}: passes axe and matches its screenshots`, async ({ page }, info) => {
    const complaints = await watchPage(page)
    const check = (name: string) => checkPage(page, info, name)
    await start(withStore)
    await open(page)
    await expect(formOf(page)).toBeVisible()
    await check('empty')
    if (withStore) {
      const { port } = await serve({ login })
      await write({ enabled: true, port, username: login.user, password: 'wrong' })
      await page.reload()
      await tryOf(page).getByLabel('To').fill('olga@cu.example')
      await tryOf(page).getByRole('button', { name: 'Send' }).click()
      await expect(tryOf(page).getByRole('alert')).toContainText('does not take this user with this password')
      await tryOf(page).scrollIntoViewIfNeeded()
      await check('refused')
    }
    expect(complaints).toEqual([])
  })
}
