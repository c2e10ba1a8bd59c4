import { expect, type Page, test } from '@playwright/test'
import { RevealedWebhook, WebhookNetworks } from '../../src/contract/webhooks.ts'
import { createCore } from '../support/test-host.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { isSignedBy, type Receiver, secretStores, startReceiver } from '../support/webhook-receiver.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** Webhooks in the window, with a real receiver on this machine. */
let host: WindowHost
let receiver: Receiver

test.beforeEach(async () => {
  receiver = await startReceiver()
})
test.afterEach(async () => {
  await host.close()
  await receiver.close()
})

async function start(withStore = true) {
  host = await startWindowHost(withStore ? { webhookSecrets: secretStores() } : {})
  host.role = 'administrator'
}
async function allowThisComputer() {
  const etag = (await host.test.call('GET', '/v1/settings/webhook-networks')).headers.get('etag') ?? ''
  const networks = { networks: ['127.0.0.1/32'] }
  await host.test.ask(WebhookNetworks, 'PUT', '/v1/settings/webhook-networks', networks, { 'if-match': etag })
}
const make = (more: object = {}) =>
  host.test.ask(RevealedWebhook, 'POST', '/v1/webhooks', {
    name: 'Tickets',
    url: receiver.url,
    topics: ['applications'],
    ...more,
  })
const happen = () => createCore(host.test)
const deliveries = (page: Page) => page.getByRole('region', { name: 'Deliveries' })

test('an administrator allows this computer, creates a webhook, tests it and sees what it was told', async ({
  page,
}, info) => {
  const problems = await watchPage(page)
  await start()
  await host.open(page, '/scripts/webhooks')
  await expect(page.getByText('No webhooks')).toBeVisible()
  await checkPage(page, info, 'webhooks-empty')

  await page.keyboard.press('n')
  const form = page.getByRole('alertdialog', { name: 'New webhook' })
  await form.getByLabel('Name').fill('Tickets')
  await form.getByLabel('Address').fill(receiver.url)
  await form.getByRole('checkbox', { name: /^Applications/ }).check({ force: true })
  await form.getByRole('button', { name: 'Create webhook' }).click()
  await expect(form.getByText(/is this computer\. Allow its network/)).toBeVisible()
  await checkPage(page, info, 'webhooks-refused')
  await form.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('region', { name: 'Networks on this site' }).getByRole('button', { name: 'Edit…' }).click()
  const networks = page.getByRole('alertdialog')
  await networks.getByLabel('One network on each line').fill('127.0.0.1/32\nhere')
  await networks.getByRole('button', { name: 'Save' }).click()
  await expect(networks.getByText(/^here must be an address/)).toBeVisible()
  await networks.getByLabel('One network on each line').fill('127.0.0.1/32')
  await networks.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('127.0.0.1/32')).toBeVisible()

  await page.keyboard.press('n')
  await form.getByLabel('Name').fill('Tickets')
  await form.getByLabel('Address').fill(receiver.url)
  await form.getByRole('checkbox', { name: /^Applications/ }).check({ force: true })
  await form.getByRole('button', { name: 'Create webhook' }).click()
  const secretDialog = page.getByRole('alertdialog', { name: 'Secret of the webhook' })
  await secretDialog.getByRole('button', { name: 'Show' }).click()
  const secret = (await secretDialog.locator('code').textContent()) ?? ''
  await secretDialog.getByRole('button', { name: 'Done' }).click()

  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByText(/The receiver answered 204/)).toBeVisible()
  const [message] = receiver.received
  expect(message?.body.type).toBe('webhook.test')
  expect(message && isSignedBy(secret, message)).toBe(true)

  await happen()
  await host.test.host.runWebhooks()
  await page.reload()
  await expect(deliveries(page).getByText('application.created')).toBeVisible()
  await deliveries(page).getByText('application.created').click()
  const chosen = page.getByRole('complementary', { name: 'Selected delivery' })
  await expect(chosen.getByText('answered 204')).toBeVisible()
  await checkPage(page, info, 'webhooks-delivered')
  await chosen.getByRole('button', { name: 'Send again' }).click()
  await expect(page.getByText('It is sent again.')).toBeVisible()
  await host.test.host.runWebhooks()
  expect(receiver.received.filter(({ body }) => body.type === 'application.created')).toHaveLength(2)
  expect(problems.filter((problem) => !problem.includes('400'))).toEqual([])
})

test('a webhook is paused, resumed, given a new secret and removed', async ({ page }, info) => {
  await start()
  await allowThisComputer()
  await make()
  await host.open(page, '/scripts/webhooks')
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('note', { name: 'Paused' })).toBeVisible()
  await happen()
  await host.test.host.runWebhooks()
  expect(receiver.received).toEqual([])
  await checkPage(page, info, 'webhooks-paused')
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByRole('note', { name: 'Paused' })).toBeHidden()
  await host.test.host.runWebhooks()
  expect(receiver.received.map(({ body }) => body.type as string)).toEqual(['application.created'])

  await page.getByRole('button', { name: 'Rotate secret…' }).click()
  await page.getByRole('button', { name: 'Rotate secret', exact: true }).click()
  await page.getByRole('alertdialog', { name: 'Secret of the webhook' }).getByRole('button', { name: 'Done' }).click()

  await page.getByRole('button', { name: 'Remove…' }).click()
  await page.getByRole('button', { name: 'Remove webhook' }).click()
  await expect(page.getByText('No webhooks')).toBeVisible()
})

test('a receiver that is gone is shown, and why', async ({ page }, info) => {
  await start()
  await allowThisComputer()
  await make()
  receiver.answer = { status: 410 }
  await happen()
  await host.test.host.runWebhooks()
  await host.open(page, '/scripts/webhooks')
  await expect(page.getByRole('alert', { name: 'Stopped by the receiver' })).toContainText('answered 410')
  await expect(deliveries(page).getByText('Given up', { exact: true }).last()).toBeVisible()
  await checkPage(page, info, 'webhooks-stopped')
})

test('where no secret can be kept, the window says so and offers nothing', async ({ page }, info) => {
  await start(false)
  await host.open(page, '/scripts/webhooks')
  await expect(page.getByText('No webhook can be created here')).toBeVisible()
  await expect(page.getByRole('button', { name: /New webhook/ })).toBeHidden()
  await checkPage(page, info, 'webhooks-no-key-store')
})

test('an auditor sees webhooks without their keys, and changes nothing', async ({ page }) => {
  await start()
  await allowThisComputer()
  await make({ url: `${receiver.url}?key=secret` })
  host.role = 'auditor'
  await host.open(page, '/scripts/webhooks')
  await expect(page.getByRole('heading', { name: 'Tickets' })).toBeVisible()
  await expect(page.getByText('key=secret')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Send a test' })).toBeHidden()
})
