import { expect, type Page, test } from '@playwright/test'
import { z } from 'zod'
import { CataloguePage } from '../../src/contract/catalogue.ts'
import { seedCreditUnion, openAs } from '../support/credit-union.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** Schedules scans, reads their results and handles violations. */
let host: WindowHost

test.beforeEach(async () => {
  host = await startWindowHost()
  await seedCreditUnion(host)
  const operand = { targetName: 'title', targetValue: 'Teller' }
  const policy = { name: 'No tellers', riskLevel: 5, expression: { operator: 'EQUALS', operand } }
  await host.test.ask(z.unknown(), 'POST', '/v1/policies', policy)
  // Starts the scan after the imports now, without the quiet period.
  await host.test.host.runScans()
})
test.afterEach(() => host.close())

const choose = async (page: Page, label: RegExp, option: string) => {
  await page.getByRole('button', { name: label }).press('Enter')
  await page.getByRole('option', { name: option, exact: true }).press('Enter')
}

test('schedules and runs a scan by keyboard and shows its result', async ({ page }, info) => {
  test.setTimeout(120_000)
  const complaints = await watchPage(page)
  const check = (name: string) => checkPage(page, info, name)
  await openAs(host, page, 'security-officer', '/policies?show=scans')
  await expect(page.getByText(/^No scheduled scans/)).toBeVisible()
  await expect(page.getByLabel('Scan after each import')).toBeChecked()
  await expect(page.getByText(/Scanned 4 people: 2 violations, 2 new/)).toBeVisible()
  await check('empty')

  await page.getByRole('button', { name: 'Schedule a scan' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Schedule a scan' })
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Ana on Fridays')
  await choose(page, /Weekday$/, 'Friday')
  await dialog.getByLabel('Time', { exact: true }).fill('18:30')
  await choose(page, /People$/, 'People who meet a condition')
  await dialog.getByRole('textbox', { name: 'Value' }).fill('Branch')
  await choose(page, /Policies$/, 'Selected policies')
  await dialog.getByRole('checkbox', { name: 'No tellers' }).press(' ')
  await dialog.getByLabel('Days to remediate', { exact: true }).fill('5')
  await check('plan')
  await dialog.getByRole('button', { name: 'Save' }).press('Enter')
  const plan = page.getByRole('listitem').filter({ hasText: 'Ana on Fridays' })
  await expect(plan).toContainText('Every Friday at 18:30. Next ')
  await expect(plan).toContainText(
    'Whoever has department “Branch”, against No tellers; violations are due within 5 days.',
  )
  await expect(plan).toContainText('Not run yet.')

  await page.getByRole('button', { name: 'Run Ana on Fridays now' }).press('Enter')
  await expect(plan).toContainText('started by security-officer. Scanned 3 people: 2 violations, none new.')
  const off = page.getByLabel('Scan after each import')
  await off.press(' ')
  await page.getByLabel('Days to remediate a violation').fill('none')
  await expect(page.getByText('A whole number of days, from 1 to 3650.')).toBeVisible()
  await page.getByLabel('Days to remediate a violation').fill('10')
  const save = page.getByRole('region', { name: 'After imports' }).getByRole('button', { name: 'Save' })
  await save.press('Enter')
  await expect(save).toBeDisabled()
  const weekly = { name: 'Everybody, each week', schedule: { cron: '0 6 * * 1', timeZone: 'America/Chicago' } }
  await host.test.ask(z.unknown(), 'POST', '/v1/policies/scans', { ...weekly, active: false })
  await page.reload()
  await expect(page.getByText('Every Monday at 06:00, America/Chicago.')).toBeVisible()
  await expect(off).not.toBeChecked()
  await check('full')

  const past = { name: 'At once', expirationDate: '07/31/2020', policies: [] }
  await host.test.ask(z.unknown(), 'POST', '/v1/policies', {
    name: 'No managers',
    riskLevel: 8,
    expression: { operator: 'EQUALS', operand: { targetName: 'title', targetValue: 'Manager' } },
  })
  await host.test.ask(z.unknown(), 'POST', '/openidm/governance/policyScan?_action=adhoc', past)
  await page.goto(`${host.url}/policies?show=violations`)
  await choose(page, /Filter violations/, 'Overdue')
  await expect(page.getByRole('heading', { name: 'Maria Keller' })).toBeVisible()
  await expect(page.getByText('Was due')).toBeVisible()
  await check('overdue')
  await choose(page, /Filter violations/, 'Open')
  await expect(page.getByText('Ana Silva')).toBeVisible()
  await check('open')

  await page.goto(`${host.url}/policies?show=scans`)
  await page.getByRole('button', { name: 'Remove Ana on Fridays' }).press('Enter')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).press('Enter')
  await expect(page.getByText('Scheduled scan removed.')).toBeVisible()
  await expect(page.getByText('Ana on Fridays')).toBeHidden()
  expect(complaints).toEqual([])
})

test('requests removal of the access behind a violation, and grants an exception until a date', async ({ page }) => {
  const { items } = await host.test.ask(CataloguePage, 'GET', '/v1/catalogue?q=wire')
  const operand = { targetName: 'entitlements', targetValue: items[0]?.id ?? '' }
  const policy = { name: 'No wires in IT', riskLevel: 9, expression: { operator: 'EQUALS', operand } }
  await host.test.ask(z.unknown(), 'POST', '/v1/policies', policy)
  await openAs(host, page, 'security-officer', '/policies?show=violations')
  await page.getByRole('button', { name: 'Scan now' }).click()
  const ivan = page.getByRole('option', { name: /Ivan Petrov/ })
  await ivan.click()
  await expect(page.getByText('3 violations', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Request removal' }).click()
  await expect(page.getByRole('list', { name: 'Selected' })).toHaveText('Ivan Petrov')
  await expect(page.getByRole('option', { name: /Wire Approval/ })).toContainText('held')

  await page.goBack()
  // No access can be removed, because the policy is about a title.
  await page.getByRole('option', { name: /Ana Silva/ }).click()
  await expect(page.getByRole('heading', { name: 'Ana Silva' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Request removal' })).toBeHidden()
  await ivan.click()
  await page.getByRole('textbox', { name: 'Reason' }).fill('Covers for the wire desk in July')
  await page.getByLabel('Grant exception until').fill('2099-07-31')
  await page.getByRole('button', { name: 'Grant exception', exact: true }).press('Enter')
  await expect(ivan).toBeHidden()
  await choose(page, /Filter violations/, 'Exceptions')
  // A link leads to the violations of one policy.
  await page.reload()
  await expect(page.getByText('Covers for the wire desk in July', { exact: false })).toBeVisible()
  await expect(page.getByText('31 Jul 2099', { exact: false })).toBeVisible()
})
