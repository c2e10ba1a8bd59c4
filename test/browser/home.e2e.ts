import { expect, test } from '@playwright/test'
import { createRoster, rosterOf } from '../support/roster.ts'
import { apply, createCore, extract, stage } from '../support/test-host.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** The first screen: what waits, what is overdue, what is not as it should be. */
let host: WindowHost
test.afterEach(() => host.close())
const day = 86_400_000

async function bring(content: string, name: string, daysAgo: number) {
  const at = new Date(Date.now() - daysAgo * day).toISOString()
  await apply(host.test, await stage(host.test, content, name, at), 'The test says so.')
}

test('an officer lands on it, and every number leads to its list', async ({ page }, info) => {
  const complaints = await watchPage(page)
  host = await startWindowHost({ importsDir: null })
  await createRoster(host.test)
  await createCore(host.test)
  await createCore(host.test, {}, { id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c07', pattern: 'loans*.csv' }, 'Loans')
  const ana = ['1', 'Ana', 'Silva', 'ana@cu.example'] as const
  const ben = ['2', 'Ben', 'Moss', 'ben@cu.example'] as const
  await bring(rosterOf(ana, ben), 'hr-1.csv', 130)
  for (const [n, ago] of [121, 91, 61].entries())
    await bring(
      extract([
        ['ana', `Wires ${n}`, 'Y', 'Ana Silva'],
        ['ben', 'Vault', 'Y', 'Ben Moss'],
        ['svc', 'Vault', 'Y', 'Batch', ''],
      ]),
      `core-${n}.csv`,
      ago,
    )
  await bring(rosterOf(ana), 'hr-2.csv', 10)
  await stage(host.test, extract([['ana', 'Wires']]), 'core-9.csv', new Date().toISOString())

  await host.open(page, '/')
  await expect(page).toHaveURL(/\/home$/)
  const late = page.getByRole('row', { name: /Core Banking/ })
  await expect(late).toContainText('61 days')
  await expect(late).toContainText('30 days')
  await expect(late).toContainText('Late')
  await expect(page.getByRole('row', { name: /Loans/ })).toContainText('No extract')
  await expect(page.getByRole('link', { name: 'Policies: not scanned yet' })).toBeVisible()
  await expect(page.getByRole('link', { name: /^Applications whose extract is late 1$/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /^Applications without an extract 1$/ })).toBeVisible()
  await checkPage(page, info, 'home')

  await page.getByRole('link', { name: /Terminated or disabled people with accounts/ }).click()
  await expect(page).toHaveURL(/\/people\/.*leavers/)
  await expect(page.getByRole('option', { name: /Ben Moss/ })).toBeVisible()
  await page.goBack()
  await page.getByRole('link', { name: /Unassigned: nobody is known/ }).click()
  await expect(page.getByRole('option', { name: /Batch/ })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await page.getByRole('link', { name: /Imports to review/ }).click()
  await expect(page).toHaveURL(/\/imports/)
  expect(complaints).toEqual([])
})

test('of an empty workspace it does not say that all is well', async ({ page }, info) => {
  const complaints = await watchPage(page)
  host = await startWindowHost({ importsDir: null })
  await host.open(page, '/home')
  await expect(page.getByText('Policies: not scanned yet')).toBeVisible()
  await expect(page.getByText('Leavers: not known, no roster was imported')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Drop an access extract here' })).toBeVisible()
  await expect(page.getByText('Not known: no extract was imported yet.')).toBeVisible()
  await checkPage(page, info, 'home-empty')
  expect(complaints).toEqual([])
})

test('an approver lands on approvals, and what they may not see is not in the menu', async ({ page }) => {
  host = await startWindowHost({ importsDir: null })
  host.role = 'approver'
  await host.open(page, '/')
  await expect(page).toHaveURL(/\/approvals/)
  const menu = page.getByRole('navigation', { name: 'Areas' })
  await expect(menu.getByRole('link', { name: 'Approvals' })).toBeVisible()
  for (const hidden of ['Home', 'Imports', 'Policies', 'Activity', 'API'])
    await expect(menu.getByRole('link', { name: hidden, exact: true })).toHaveCount(0)
})
