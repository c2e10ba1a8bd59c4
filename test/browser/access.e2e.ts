import { expect, type Page, test } from '@playwright/test'
import { createRoster, rosterOf } from '../support/roster.ts'
import { apply, createCore, extract, type Grant, stage } from '../support/test-host.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** The two questions of every examination: who has X on a day, and what changed between two days. */
let host: WindowHost
test.afterEach(() => host.close())

const june = '2026-06-30T12:00:00.000Z'
const september = '2026-09-30T12:00:00.000Z'
const person = (number: string, first: string, last: string) =>
  [number, first, last, `${first.toLowerCase()}@cu.example`, 'Wire Room', 'Operator', ''] as const
const grants = {
  ana: ['ana', 'Wire Approval', 'Full', 'Ana Silva'],
  anaVault: ['ana', 'Vault', 'Read', 'Ana Silva'],
  ben: ['ben', 'Wire Approval', 'Read', 'Ben Moss'],
  batch: ['svc-batch', 'Wire Approval', 'Full', 'Nightly batch', ''],
} as const satisfies Record<string, Grant>

async function bring(content: string, name: string, at: string) {
  const staged = await stage(host.test, content, name, at)
  await apply(host.test, staged, 'The test says so.')
}

async function start() {
  host = await startWindowHost({ importsDir: null })
  await createRoster(host.test)
  await createCore(host.test)
  await createCore(host.test, {}, { id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c07', pattern: 'loans*.csv' }, 'Loans')
  await bring(rosterOf(person('1', 'Ana', 'Silva'), person('2', 'Ben', 'Moss')), 'hr-1.csv', june)
  await bring(extract([grants.ana, grants.anaVault, grants.ben, grants.batch]), 'core-1.csv', june)
  await bring(rosterOf(person('1', 'Ana', 'Silva')), 'hr-2.csv', september)
  await bring(
    extract([grants.ana, ['ben', 'Wire Approval', 'Full', 'Ben Moss'], grants.batch]),
    'core-2.csv',
    september,
  )
}

const table = (page: Page, name: string) => page.getByRole('grid', { name })
const basis = (page: Page) => page.locator('.basis-note').last()

test('an officer finds who has an entitlement, now and on a day, and what it rests on', async ({ page }, info) => {
  const complaints = await watchPage(page)
  await start()
  await host.open(page, '/access')
  const entitlements = table(page, 'Entitlements')
  // Vault went with the extract of September.
  await expect(entitlements.getByRole('row')).toHaveCount(2)
  await checkPage(page, info, 'access-entitlements')
  await entitlements.getByRole('link', { name: 'Wire Approval' }).click()

  const list = table(page, 'Access')
  await expect(list.getByRole('row')).toHaveCount(4)
  await expect(list.getByRole('row', { name: /ben/ })).toContainText('Terminated')
  await expect(list.getByRole('row', { name: /svc-batch/ })).toContainText('Unassigned')
  await expect(basis(page)).toContainText('Core Banking: extract of 30 Sept 2026')
  await list.getByRole('row', { name: /ana/ }).click()
  const detail = page.getByRole('region', { name: 'Grant' })
  await expect(detail).toContainText('row 2 of core-1.csv')
  await checkPage(page, info, 'access-holders')

  await page.getByRole('button', { name: 'As of' }).click()
  await page.getByRole('option', { name: 'Effective on' }).click()
  await page.getByLabel('Date').fill('2026-06-30')
  await expect(list.getByRole('row', { name: /ben/ })).not.toContainText('Terminated')
  await expect(list.getByRole('row', { name: /ben/ })).toContainText('Read')
  await checkPage(page, info, 'access-holders-then')
  await page.getByLabel('Date').fill('2026-01-31')
  await expect(page.getByText('No extract counts at this moment')).toBeVisible()
  await expect(basis(page)).toContainText('Not known at this moment, for want of an extract: Core Banking')
  await checkPage(page, info, 'access-not-known')
  expect(complaints).toEqual([])
})

test('filters stand in the address, narrow the list together, and are taken out one by one', async ({ page }, info) => {
  const complaints = await watchPage(page)
  await start()
  await host.open(page, '/access/grants')
  const list = table(page, 'Access')
  await expect(list.getByRole('row')).toHaveCount(4)
  await expect(basis(page)).toContainText('Not known at this moment, for want of an extract: Loans')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Terminated or disabled people' }).click()
  await expect(list.getByRole('row')).toHaveCount(2)
  await expect(list.getByRole('row', { name: /ben/ })).toBeVisible()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Last sign-in not known' }).click()
  await checkPage(page, info, 'access-filtered')
  await page.reload()
  await expect(list.getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: 'Remove filter: Terminated or disabled people' }).click()
  await expect(list.getByRole('row')).toHaveCount(4)

  // Nobody is known to have signed in long ago, and the empty list says whom it leaves out.
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'No sign-in for 90 days' }).click()
  await expect(page.getByText('Accounts whose last sign-in is not known are not listed here.')).toBeVisible()
  await expect(page.getByText('No access found')).toBeVisible()
  await checkPage(page, info, 'access-dormant')
  await page.getByRole('button', { name: 'Show those' }).click()
  await expect(list.getByRole('row')).toHaveCount(4)
  expect(complaints).toEqual([])
})

test('what changed between two days is told in a table and in a sentence', async ({ page }, info) => {
  const complaints = await watchPage(page)
  await start()
  await host.open(page, '/access/changes?from=2026-07-01&to=2026-10-01')
  const list = table(page, 'Changes of access')
  await expect(list.getByRole('row')).toHaveCount(3)
  await expect(page.getByText('Not compared, because there is no extract at one of the dates: Loans')).toBeVisible()
  await list.getByRole('row', { name: /ben/ }).click()
  await expect(
    page.getByText('Ben Moss: Tellers › Wire Approval in Core Banking changed from Read to Full'),
  ).toBeVisible()
  await checkPage(page, info, 'access-changes')
  await page.getByRole('radio', { name: /Lost/ }).click()
  await expect(list.getByRole('row')).toHaveCount(2)
  await expect(list.getByRole('row', { name: /ana/ })).toContainText('Vault')
  await page.getByLabel('To', { exact: true }).fill('2026-06-01')
  await expect(page.getByText('The second date is before the first.')).toBeVisible()
  expect(complaints).toEqual([])
})

/** Keys that come before the palette is there are shortcuts. */
async function openPalette(page: Page) {
  await expect(page.getByText('Connected')).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused()
}

test('the palette answers "who had … on …" and "what changed for … since …" by the keyboard alone', async ({
  page,
}) => {
  const complaints = await watchPage(page)
  await start()
  await host.open(page, '/imports')
  await openPalette(page)
  await page.keyboard.type('who had wire approval on 30 June')
  const answer = page.getByRole('option', { name: /On 30 Jun 2026: who had Wire Approval/ })
  await expect(answer).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/access\/grants\?entitlement=\d+&asOf=true-2026-06-30/)
  await expect(table(page, 'Access').getByRole('row')).toHaveCount(4)
  await openPalette(page)
  await page.keyboard.type('what changed for ben since May')
  await expect(page.getByRole('option', { name: /What changed for Ben Moss since 1 May 2026/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/access\/changes\?person=.*from=2026-05-01/)
  expect(complaints).toEqual([])
})

test('an approver without rights to people is told so', async ({ page }) => {
  host = await startWindowHost({ importsDir: null })
  host.role = 'approver'
  await host.open(page, '/access')
  await expect(page.getByText('No entitlements', { exact: true })).toBeVisible()
})
