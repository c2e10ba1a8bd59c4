import { expect, test } from '@playwright/test'
import { apply, createCore, extract, stage } from '../support/test-host.ts'
import { violations, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'
import { june, july, first, second, people, drop, choose, decision, changes, sentences, tabTo } from './imports-page.ts'

/** The Imports screen with real files, a real host and listener, and a real Chromium. */
let host: WindowHost
let complaints: string[]

test.beforeEach(async ({ page }) => {
  host = await startWindowHost()
  complaints = await watchPage(page)
})
test.afterEach(async ({ page }) => {
  await page.close()
  await host.close()
  expect(complaints).toEqual([])
})

test('imports by mouse: drop, preview, apply, undo', async ({ page }) => {
  await createCore(host.test)
  await apply(host.test, await stage(host.test, extract(first), 'core-june.csv', june))
  await host.open(page)
  await expect(page.getByRole('heading', { name: 'Core Banking' })).toBeVisible()

  await drop(page, 'core-july.csv', extract(second))
  await expect
    .poll(() => sentences(page))
    .toEqual([
      'Ana Silva: Wire Approval in Core Banking changes from "Y" to "Full"',
      'Ana Silva loses Vault in Core Banking',
      'Ben Ito gains Wire Approval in Core Banking with access Y',
    ])
  await expect(decision(page)).toContainText('Guard passed')
  await expect(page.getByRole('region', { name: 'Row reconciliation' })).toContainText('All rows are accounted for.')
  await page.getByRole('radio', { name: /Access lost/ }).click()
  await expect.poll(() => sentences(page)).toEqual(['Ana Silva loses Vault in Core Banking'])
  await page.getByRole('row').filter({ hasText: 'loses' }).click()
  await expect(page.getByRole('complementary', { name: 'Selected change' })).toContainText('Tellers › Vault')

  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(decision(page)).toContainText('Current')
  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Undo to generation 1 ·').last()).toBeVisible()
  await expect.poll(() => sentences(page)).toContain('Ana Silva gains Vault in Core Banking with access Y')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(decision(page)).toContainText('This is generation 3')
})

test('imports by keyboard only', async ({ page }) => {
  await createCore(host.test)
  await apply(host.test, await stage(host.test, extract(first), 'core-june.csv', june))
  // Listen before the key press, because the chooser opens faster than the browser reports it.
  const chooser = page.waitForEvent('filechooser')
  await host.open(page)
  await expect(page.getByRole('heading', { name: 'Core Banking' })).toBeVisible()

  await page.keyboard.press('Control+o')
  const file = { name: 'core-july.csv', mimeType: 'text/csv', buffer: Buffer.from(extract(second)) }
  await (await chooser).setFiles(file)
  await expect(page.getByText('core-july.csv · extract')).toBeVisible()
  await expect.poll(() => sentences(page)).toHaveLength(3)

  await page.keyboard.press('/')
  await page.keyboard.type('ben')
  await expect.poll(() => sentences(page)).toEqual(['Ben Ito gains Wire Approval in Core Banking with access Y'])
  await page.keyboard.press('Escape')
  await tabTo(page, changes(page))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('complementary', { name: 'Selected change' })).toContainText('ana')
  await page.keyboard.press(']')
  await expect(page.getByText('core-june.csv · extract')).toBeVisible()
  await page.keyboard.press('[')
  await expect(page.getByText('core-july.csv · extract')).toBeVisible()

  await page.keyboard.press('a')
  await expect(decision(page)).toContainText('Current')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('undo…')
  await expect(page.getByRole('option', { name: 'Undo…' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('u')
  await expect(page.getByText('Undo to generation 1 ·').last()).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Apply' }))
  await page.keyboard.press('Enter')
  await expect(decision(page)).toContainText('This is generation 3')
  // The button is gone and the keyboard continues from its place.
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Undo…' })).toBeFocused()
})

test('creates an application from an unknown file, applies its import and undoes it', async ({ page }) => {
  await host.open(page)
  await expect(page.getByRole('heading', { name: 'Drop an access extract here' })).toBeVisible()
  const rows = ['op1;Ana Silva;B1;Wire Approval;Full', 'op2;Ben Ito;B2;Vault;Read']
  await choose(
    page,
    'lending-20260630.csv',
    ['Operator Id;Employee Name;Branch;Function;Access Level', ...rows].join('\r\n'),
  )

  await expect(page.getByRole('heading', { name: 'Assign this file' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'File format' })).toContainText('UTF-8 · semicolon · CRLF')
  await expect(page.getByLabel('File names')).toHaveValue('lending-*.csv')
  await page.getByLabel('Application name').fill('Loan Center')
  await page.getByRole('button', { name: /Maps to: Function/ }).click()
  await page.getByRole('option', { name: 'Ignored' }).click()
  await expect(page.getByText('Map a column to the permission')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Create and preview' })).toBeDisabled()
  await page.getByRole('button', { name: /Maps to: Function/ }).click()
  await page.getByRole('option', { name: 'Permission', exact: true }).click()
  await page.getByRole('button', { name: 'Create and preview' }).click()

  await expect.poll(() => sentences(page)).toContain('Ana Silva gains Wire Approval in Loan Center with access Full')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.getByRole('button', { name: 'Undo…' }).click()
  await expect.poll(() => sentences(page)).toContain('Ana Silva loses Wire Approval in Loan Center')
  await expect(decision(page)).toContainText('The guard')
})

test('a guard that stopped an import requires the name and a reason', async ({ page }) => {
  await createCore(host.test)
  await apply(host.test, await stage(host.test, extract(people(60)), 'core-june.csv', june))
  const staged = await stage(host.test, extract(people(20)), 'core-july.csv', july)
  await host.open(page, `/imports/${staged.id}`)
  await expect(page.getByRole('note', { name: 'The guard stopped this import' })).toContainText('40 of 60 accounts')
  const trigger = page.getByRole('button', { name: 'Override guard and apply…' })
  await trigger.click()
  const dialog = page.getByRole('alertdialog')
  const applyButton = dialog.getByRole('button', { name: 'Apply' })
  await dialog.getByLabel('Reason for the override').fill('no')
  await dialog.getByLabel(/Type “Core Banking”/).fill('core banking')
  await expect(applyButton).toBeDisabled()
  await dialog.getByLabel('Reason for the override').fill('Branch 12 closed, ticket 4711')
  expect(await violations(page)).toEqual([])
  await applyButton.click()
  await expect(decision(page)).toContainText('Current')
  await page.getByRole('tab', { name: 'Log' }).click()
  await expect(page.getByText('overrides the guard for this run: Branch 12 closed, ticket 4711')).toBeVisible()
})

test('shows a changed preview again before it applies anything', async ({ page }) => {
  await createCore(host.test)
  const staged = await stage(host.test, extract(first), 'core-1.csv', june)
  const two = await stage(host.test, extract(second), 'core-2.csv', july)
  await host.open(page, `/imports/${two.id}`)
  await expect.poll(() => sentences(page)).toHaveLength(7)
  await apply(host.test, staged)
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('note', { name: 'The preview has changed' })).toBeVisible()
  await expect.poll(() => sentences(page)).toHaveLength(3)
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(decision(page)).toContainText('Current')
})

test('restores an older generation from the history after a preview', async ({ page }) => {
  await createCore(host.test)
  for (const count of [5, 6, 7])
    await apply(host.test, await stage(host.test, extract(people(count)), `core-${count}.csv`, june))
  await host.open(page)
  await page
    .getByRole('region', { name: 'History of this application' })
    .getByRole('link', { name: /core-5/ })
    .click()
  await page.getByRole('button', { name: 'Restore this generation…' }).click()
  await expect(page.getByText('Restore generation 1 ·').last()).toBeVisible()
  await expect.poll(() => sentences(page)).toContain('user6 Doe leaves Core Banking')
})

test('shows what could not be done after an import, with the reason', async ({ page }) => {
  await createCore(host.test)
  host.test.drop('processed', 'a file where the folder for processed files should be')
  host.test.drop('core-july.csv', extract(first))
  await host.test.host.sweep()
  await host.test.host.sweep()
  await host.test.host.idle()
  await host.open(page)
  await page.getByText('core-july.csv').first().click()
  await decision(page)
    .getByRole('button', { name: /^Apply/ })
    .click()
  const note = page.getByText('Not everything that follows this import was done')
  await expect(note).toBeVisible()
  await expect(
    page.getByText(/Moving its files out of the watched folder: processed is a file, not a folder/),
  ).toBeVisible()
})
