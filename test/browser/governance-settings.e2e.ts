import { expect, type Page, test } from '@playwright/test'
import { askFor, seedCreditUnion, openAs } from '../support/credit-union.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** Request rules, delegations and notification templates. */
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

test('changes only the edited request rules', async ({ page }) => {
  await openAs(host, page, 'security-officer', '/settings/requests')
  const form = page.getByRole('form', { name: 'Request rules' })
  const save = form.getByRole('button', { name: 'Save' })
  await expect(save).toBeDisabled()
  await form.getByLabel('Days to decide').fill('400')
  await expect(form.getByText('A whole number from 1 to 365.')).toBeVisible()
  await expect(save).toBeDisabled()
  await form.getByLabel('Days to decide').fill('5')
  await form.getByRole('button', { name: 'the item owner' }).click()
  await form.getByRole('button', { name: 'Move the item owner up' }).click()
  await form.getByText('Approve a level automatically if its approver is the requester').click()
  await expect(form.getByText('Requests may pass without a second person')).toBeVisible()
  await save.click()
  await expect(page.getByText('Request rules saved.')).toBeVisible()
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

test('shows the request rules read-only to a reader', async ({ page }) => {
  await openAs(host, page, 'administrator', '/settings/requests')
  await expect(page.getByText('Read-only.')).toBeVisible()
  await expect(page.getByLabel('Days to decide')).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0)
})

test('an approver creates a delegation, and a new task goes to the delegate', async ({ page, browser }) => {
  await openAs(host, page, 'approver', '/settings/delegations')
  await page.getByRole('button', { name: 'New delegation…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('option', { name: 'Ivan Petrov' }).click()
  await dialog.getByRole('button', { name: 'Delegate to Ivan Petrov' }).click()
  await expect(page.getByRole('row', { name: /Maria Keller Ivan Petrov/ })).toContainText('no end date')
  const officer = await (await browser.newContext()).newPage()
  await openAs(host, officer, 'security-officer', '/requests')
  const request = await askFor(host, officer, { person: 'Silva', item: 'wire' })
  expect(request.statusText).toContain('Ivan Petrov')
  await page.getByRole('button', { name: 'End the delegation of Maria Keller' }).click()
  await expect(page.getByRole('heading', { name: 'No delegations' })).toBeVisible()
})

test('edits a notification template with known placeholders and applies it in the outbox', async ({ page }) => {
  await openAs(host, page, 'security-officer', '/settings/notifications')
  await page.getByRole('option', { name: 'Approval requested' }).click()
  const preview = page.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('Ben Ito asks for Wire Approval for Ana Silva')
  await page.getByLabel('Subject').fill('Please look at {{itmes}}')
  await expect(page.getByText('Unknown placeholder: {{itmes}}')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save template' })).toBeDisabled()
  await page.getByLabel('Subject').fill('Please look at {{items}}')
  await expect(preview).toContainText('Please look at Wire Approval')
  await page.getByRole('button', { name: 'Save template' }).click()
  await expect(page.getByText('Template “Approval requested” saved.')).toBeVisible()
  await askFor(host, page, { person: 'Silva', item: 'wire', comment: 'Now.' })
  await page.getByRole('radio', { name: 'Outbox' }).click()
  await page.getByRole('row', { name: /Maria Keller/ }).click()
  await expect(page.getByRole('complementary', { name: 'Selected notification' })).toContainText('Reason: Now.')
})

test('each part passes axe and matches its screenshots', async ({ page }, info) => {
  test.setTimeout(90_000)
  const complaints = await watchPage(page)
  const check = (name: string) => checkPage(page, info, name)
  await openAs(host, page, 'security-officer', '/settings/requests')
  await expect(page.getByRole('heading', { name: 'Request rules' })).toBeVisible()
  await check('rules')
  await page.getByText('Approve a level automatically if its approver is the requester').click()
  await page.getByRole('button', { name: 'Person or role…' }).click()
  await check('rules-changed')
  await go(page, '/settings/delegations', 'No delegations')
  await check('stand-ins-empty')
  await page.getByRole('button', { name: 'New delegation…' }).click()
  await page.getByRole('dialog').getByRole('option', { name: 'Ivan Petrov' }).click()
  await check('stand-in-new')
  await page.getByRole('button', { name: 'Delegate to Ivan Petrov' }).click()
  await expect(page.getByRole('row', { name: /Ivan Petrov/ })).toBeVisible()
  await check('stand-ins')
  await page.goto(`${host.url}/settings/notifications`)
  await expect(page.getByRole('region', { name: 'Preview' })).toBeVisible()
  await check('messages')
  await page.getByRole('radio', { name: 'Outbox' }).click()
  await expect(page.getByRole('heading', { name: 'The outbox is empty' })).toBeVisible()
  await check('outbox-empty')
  await askFor(host, page, { person: 'Silva', item: 'wire', comment: 'She signs wires from Monday.' })
  await page.getByRole('radio', { name: 'Templates' }).click()
  await page.getByRole('radio', { name: 'Outbox' }).click()
  await page.getByRole('row', { name: /Maria Keller/ }).click()
  await check('outbox')
  expect(complaints).toEqual([])
})
