import { readFile } from 'node:fs/promises'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { CataloguePage } from '../../src/contract/catalogue.ts'
import { askFor, seedCreditUnion, longIdOf, openAs } from '../support/credit-union.ts'
import { checkPage, violations } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** The inbox: notices of new tasks, attachments, bulk decisions and what comes next. */
let host: WindowHost

test.beforeEach(async () => {
  host = await startWindowHost()
  await seedCreditUnion(host)
})
test.afterEach(() => host.close())

const request = { person: 'Silva', item: 'wire', comment: 'She signs wires from Monday.' }
const file = { name: 'job.txt', mimeType: 'text/plain', buffer: Buffer.from('From Monday:\nwires. ✓') }

async function choose(page: Page) {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach file' }).click()
  await (await chooser).setFiles(file)
}

test('notifies the approver of a task, opens it, attaches a file and downloads it unchanged', async ({
  page,
  browser,
}, info) => {
  await openAs(host, page, 'approver', '/people')
  await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()
  const officer = await (await browser.newContext()).newPage()
  await openAs(host, officer, 'security-officer', '/requests')
  await askFor(host, officer, request)
  const notice = page.getByText(/New task: Wire Approval.* for Ana Silva/)
  await expect(notice).toBeVisible()
  await page.screenshot({ path: info.outputPath('told.png') })
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByRole('heading', { name: /requests access for Ana Silva/ })).toBeVisible()
  await choose(page)
  await expect(page.getByText('job.txt attached.')).toBeVisible()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save job.txt' }).click()
  const download = await saved
  expect(download.suggestedFilename()).toBe('job.txt')
  expect(await readFile(await download.path())).toEqual(file.buffer)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.screenshot({ path: info.outputPath('card.png') })
  expect(await violations(page)).toEqual([])
  // The requester sees the file too.
  await officer.reload()
  await officer.getByRole('option', { name: /Ana Silva/ }).click()
  await expect(officer.getByRole('button', { name: 'Save job.txt' })).toBeVisible()
})

test('notifies nobody of tasks of others or of tasks that were already there', async ({ page, browser }) => {
  const officer = await (await browser.newContext()).newPage()
  await openAs(host, officer, 'security-officer', '/requests')
  // From now on the page receives events.
  await expect(officer.getByText('Connected')).toBeVisible()
  await askFor(host, officer, request)
  await openAs(host, page, 'administrator', '/people')
  await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()
  await officer.getByRole('option', { name: /Ana Silva/ }).click()
  await expect(officer.getByRole('heading', { name: 'For Ana Silva' })).toBeVisible()
  await expect(officer.getByText(/New task/)).toHaveCount(0)
  await expect(page.getByText(/New task/)).toHaveCount(0)
})

/** A second user in a browser of their own. */
async function officerOf(browser: Browser) {
  const officer = await (await browser.newContext()).newPage()
  await openAs(host, officer, 'security-officer', '/requests')
  await expect(officer.getByText('Connected')).toBeVisible()
  return officer
}

test('shows the approver the answers with names instead of ids, and the requested duration', async ({
  page,
  browser,
}, info) => {
  const fields = [
    { name: 'Ticket', inputType: 'text', required: true },
    { name: 'Covers for', inputType: 'typeahead', objectType: 'managed/user' },
  ]
  for (const field of fields) await host.test.call('POST', '/v1/request-fields', field)
  const { items } = await host.test.ask(CataloguePage, 'GET', '/v1/catalogue?q=wire')
  const change = { requestFields: fields.map(({ name }) => name) }
  const wire = items[0]
  await host.test.call('PATCH', `/v1/catalogue/${wire?.id}`, change, { 'if-match': `"${wire?.revision}"` })
  const answers = { Ticket: 'CHG-4711', 'Covers for': await longIdOf(host, 'Ivan') }
  const officer = await officerOf(browser)
  await askFor(host, officer, { ...request, fields: answers, endsAt: '2099-01-31T23:59:59.999Z' })
  await openAs(host, page, 'approver', '/approvals')
  const card = page.getByRole('list').filter({ hasText: 'Wire Approval' }).first()
  await expect(card.getByRole('term')).toHaveText(['Ticket', 'Covers for'])
  await expect(card.getByRole('definition')).toHaveText(['CHG-4711', 'Ivan Petrov'])
  await expect(card.getByText(/^until .*2099$/)).toBeVisible()
  await checkPage(page, info, 'answers')
})

test('decides several tasks in bulk, keeps the failed ones on screen and then opens the next', async ({
  page,
  browser,
}) => {
  const officer = await officerOf(browser)
  await askFor(host, officer, request)
  await askFor(host, officer, { ...request, person: 'Ben' })
  await openAs(host, page, 'approver', '/approvals')
  await page.getByRole('button', { name: 'Decide 2 similar' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog.getByRole('checkbox')).toHaveCount(2)
  await officer.reload()
  await officer.getByRole('option', { name: /Ana Silva/ }).click()
  await officer.getByRole('button', { name: 'Cancel request' }).click()
  await officer.getByRole('alertdialog').getByRole('button', { name: 'Cancel request' }).click()
  await expect(officer.getByText(/cancelled/i).first()).toBeVisible()
  await dialog.getByLabel('Reason for all').fill('Both sign wires from Monday')
  await dialog.getByRole('button', { name: 'Approve for 2 people' }).click()
  await expect(dialog.getByText('1 of 2 decided')).toBeVisible()
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Ana Silva' })).not.toContainText(request.comment)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByRole('heading', { name: 'Your inbox is empty' })).toBeVisible()
})

test('removes a reassigned task and moves the keyboard to the next', async ({ page, browser }) => {
  const officer = await officerOf(browser)
  await askFor(host, officer, request)
  await askFor(host, officer, { ...request, person: 'Ivan', item: 'Payment Entry' })
  await askFor(host, officer, { ...request, item: 'Payment Release' })
  await openAs(host, page, 'approver', '/approvals')
  const tasks = page.getByRole('listbox').getByRole('option')
  await expect(tasks).toHaveCount(2)
  await page.getByRole('button', { name: 'Reassign' }).click()
  // The cursor is in the search field.
  await page.keyboard.type('petrov')
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /Ivan Petrov/ })
    .click()
  await page.getByRole('button', { name: 'Reassign: Ivan Petrov' }).click()
  await expect(page.getByText('The task for Ana Silva is reassigned to Ivan Petrov.')).toBeVisible()
  await expect(tasks).toHaveCount(1)
  await expect(page.getByRole('heading', { name: /requests access for/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeVisible()
})

test('moves the focus to the heading of the next task after a decision', async ({ page, browser }) => {
  const officer = await officerOf(browser)
  await askFor(host, officer, request)
  await askFor(host, officer, { ...request, item: 'Payment Release' })
  await openAs(host, page, 'approver', '/approvals')
  const before = await page.getByRole('heading', { name: /requests access for Ana Silva/ }).textContent()
  await page.getByRole('button', { name: 'Deny' }).click()
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1)
  await expect(page.getByRole('heading', { name: before ?? '' })).toBeFocused()
})

test('announces a decision and moves on even if the list refreshes before the answer arrives', async ({
  page,
  browser,
}) => {
  const officer = await officerOf(browser)
  await askFor(host, officer, request)
  await askFor(host, officer, { ...request, item: 'Payment Release' })
  await askFor(host, officer, { ...request, person: 'Ben' })
  await openAs(host, page, 'approver', '/approvals')
  const tasks = page.getByRole('listbox').getByRole('option')
  await expect(tasks).toHaveCount(3)
  const second = await tasks.nth(1).textContent()
  let listRefreshed = () => {}
  const list = new Promise<void>((done) => (listRefreshed = done))
  await page.route('**/decide', async (route) => {
    const response = await route.fetch()
    await list
    await route.fulfill({ response })
  })
  await page.getByRole('button', { name: 'Deny' }).click()
  await expect(tasks).toHaveCount(2)
  await expect(page.getByText(/denied/i).first()).toBeHidden()
  listRefreshed()
  await expect(page.getByText(/denied/i).first()).toBeVisible()
  await expect(page.getByRole('heading', { name: /requests access for Ana Silva/ })).toBeFocused()
  expect(await page.getByRole('option', { selected: true }).textContent()).toBe(second)
})

test('stays on the page that the user opened while a decision was in flight', async ({ page, browser }) => {
  await askFor(host, await officerOf(browser), request)
  await openAs(host, page, 'approver', '/approvals')
  let leave = () => {}
  const elsewhere = new Promise<void>((done) => (leave = done))
  await page.route('**/decide', async (route) => {
    await elsewhere
    await route.continue()
  })
  await page.getByRole('button', { name: 'Deny' }).click()
  await page.getByRole('link', { name: 'Requests' }).click()
  leave()
  await expect(page.getByText(/denied/i).first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Requests', exact: true })).toBeVisible()
})
