import { expect, type Page, test } from '@playwright/test'
import { askFor, seedCreditUnion, openAs } from '../support/credit-union.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** How requests are decided, who stands in for whom, and what is said to people. */
let host: WindowHost

test.beforeEach(async () => {
  host = await startWindowHost()
  await seedCreditUnion(host)
})
test.afterEach(() => host.close())

const go = async (page: Page, path: string, heading: string) => {
  await page.goto(host.url + path)
  await expect(page.getByRole('heading', { name: heading, exact: true }).first()).toBeVisible()
}

test('how requests are decided is changed, and only what was touched', async ({ page }) => {
  await openAs(host, page, 'security-officer', '/settings/requests')
  const form = page.getByRole('form', { name: 'How requests are decided' })
  const save = form.getByRole('button', { name: 'Save' })
  await expect(save).toBeDisabled()
  await form.getByLabel('Days to decide').fill('400')
  await expect(form.getByText('A whole number from 1 to 365.')).toBeVisible()
  await expect(save).toBeDisabled()
  await form.getByLabel('Days to decide').fill('5')
  await form.getByRole('button', { name: 'the owner of the item' }).click()
  await form.getByRole('button', { name: 'Ask the owner of the item earlier' }).click()
  await form.getByText('A level passes by itself when its approver asks').click()
  await expect(form.getByText('Requests may pass without a second person')).toBeVisible()
  await save.click()
  await expect(page.getByText('Requests are decided so from now on.')).toBeVisible()
  await expect(save).toBeDisabled()
  const now = await (await host.test.call('GET', '/v1/settings/governance')).json()
  expect(now).toMatchObject({
    daysToCompleteApprovalTask: 5,
    defaultApprovers: ['entitlementOwner', 'manager'],
    enableAutoApproval: true,
    enableAutoApprovalForGroup: false,
    maxAttachmentBytes: 10 * 1024 * 1024,
    group: { kind: 'role', name: 'access-request-admin' },
  })
})

test('who may look but not change sees it so', async ({ page }) => {
  await openAs(host, page, 'administrator', '/settings/requests')
  await expect(page.getByText('Your roles let you look.')).toBeVisible()
  await expect(page.getByLabel('Days to decide')).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0)
})

test('an approver names who stands in, and a new task goes there', async ({ page, browser }) => {
  await openAs(host, page, 'approver', '/settings/stand-ins')
  await page.getByRole('button', { name: 'Name somebody…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('option', { name: 'Ivan Petrov' }).click()
  await dialog.getByRole('button', { name: 'Ivan Petrov stands in' }).click()
  await expect(page.getByRole('row', { name: /Maria Keller Ivan Petrov/ })).toContainText('until it is ended')
  const officer = await (await browser.newContext()).newPage()
  await openAs(host, officer, 'security-officer', '/requests')
  const made = await askFor(host, officer, { person: 'Silva', item: 'wire' })
  expect(made.statusText).toContain('Ivan Petrov')
  await page.getByRole('button', { name: 'End it for Maria Keller' }).click()
  await expect(page.getByRole('heading', { name: 'Nobody stands in for anybody' })).toBeVisible()
})

test('a message is worded anew, with names that exist, and is kept so in the outbox', async ({ page }) => {
  await openAs(host, page, 'security-officer', '/settings/messages')
  await page.getByRole('option', { name: 'Something is to be decided' }).click()
  const preview = page.getByRole('region', { name: 'How it would read' })
  await expect(preview).toContainText('Ben Ito asks for Wire Approval for Ana Silva')
  await page.getByLabel('Subject').fill('Please look at {{itmes}}')
  await expect(page.getByText('Nothing is called {{itmes}}')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save the message' })).toBeDisabled()
  await page.getByLabel('Subject').fill('Please look at {{items}}')
  await expect(preview).toContainText('Please look at Wire Approval')
  await page.getByRole('button', { name: 'Save the message' }).click()
  await expect(page.getByText('“Something is to be decided” is sent so from now on.')).toBeVisible()
  await askFor(host, page, { person: 'Silva', item: 'wire', comment: 'Now.' })
  await page.getByRole('radio', { name: 'What was to be sent' }).click()
  await page.getByRole('row', { name: /Maria Keller/ }).click()
  await expect(page.getByRole('complementary', { name: 'The chosen message' })).toContainText('Reason: Now.')
})

test('each part passes axe and is pictured', async ({ page }, info) => {
  test.setTimeout(90_000)
  const complaints = await watchPage(page)
  const check = (name: string) => checkPage(page, info, name)
  await openAs(host, page, 'security-officer', '/settings/requests')
  await expect(page.getByRole('heading', { name: 'How requests are decided' })).toBeVisible()
  await check('rules')
  await page.getByText('A level passes by itself when its approver asks').click()
  await page.getByRole('button', { name: 'Somebody by name…' }).click()
  await check('rules-changed')
  await go(page, '/settings/stand-ins', 'Nobody stands in for anybody')
  await check('stand-ins-empty')
  await page.getByRole('button', { name: 'Name somebody…' }).click()
  await page.getByRole('dialog').getByRole('option', { name: 'Ivan Petrov' }).click()
  await check('stand-in-new')
  await page.getByRole('button', { name: 'Ivan Petrov stands in' }).click()
  await expect(page.getByRole('row', { name: /Ivan Petrov/ })).toBeVisible()
  await check('stand-ins')
  await page.goto(`${host.url}/settings/messages`)
  await expect(page.getByRole('region', { name: 'How it would read' })).toBeVisible()
  await check('messages')
  await page.getByRole('radio', { name: 'What was to be sent' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing was to be sent yet' })).toBeVisible()
  await check('outbox-empty')
  await askFor(host, page, { person: 'Silva', item: 'wire', comment: 'She signs wires from Monday.' })
  await page.getByRole('radio', { name: 'What is said' }).click()
  await page.getByRole('radio', { name: 'What was to be sent' }).click()
  await page.getByRole('row', { name: /Maria Keller/ }).click()
  await check('outbox')
  expect(complaints).toEqual([])
})
