import { expect, test } from '@playwright/test'
import { Import } from '../../src/contract/imports.ts'
import { apply, createCore, extract, stage } from '../support/test-host.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost } from '../support/window-host.ts'

/** Held changes, and a roster application created from a file. */

test('holds a change by shortcut with a reason, finds it again and releases it', async ({ page }, info) => {
  const host = await startWindowHost()
  try {
    const complaints = await watchPage(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    await createCore(host.test)
    await apply(host.test, await stage(host.test, extract([['ana', 'Vault']]), 'core-june.csv'))
    const july = extract([
      ['ana', 'Vault'],
      ['ana', 'Wire'],
      ['ben', 'Vault'],
    ])
    const staged = await stage(host.test, july, 'core-july.csv', '2026-07-31T17:00:00.000Z')
    await host.open(page, `/imports/${staged.id}`)
    const grid = page.getByRole('grid', { name: 'Changes of this import' })
    const wire = grid.getByRole('row', { name: /gains Wire/ })
    await wire.click()
    await page.keyboard.press('h')
    await page.getByLabel('Reason').fill('transfer not confirmed')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Hold back', exact: true }).click()
    await expect(wire).toContainText('Held back: transfer not confirmed (security-officer)')
    await expect(page.getByText('1 change is held back and will not be applied.')).toBeVisible()
    await checkPage(page, info, 'held')

    await page.getByRole('radio', { name: /Held back/ }).click()
    await expect(grid.getByRole('row')).toHaveCount(2)
    await grid.getByRole('row').nth(1).click()
    await page.keyboard.press('h')
    await expect(page.getByText('No results')).toBeVisible()
    expect((await host.test.ask(Import, 'GET', `/v1/imports/${staged.id}`)).held).toBe(0)
    expect(complaints).toEqual([])
  } finally {
    await page.close()
    await host.close()
  }
})

test('creates a roster from its file', async ({ page }, info) => {
  const host = await startWindowHost()
  try {
    const roster =
      'Employee ID,First Name,Last Name,Email,Title,Department,Manager\n' +
      '7001,Ana,Silva,ana@cu.example,Teller,Branch 4,\n7002,Ben,Ito,ben@cu.example,Clerk,Loans,7001\n'
    host.test.drop('hr-roster.csv', roster)
    await host.open(page, '/imports')
    await page.getByText('hr-roster.csv').first().click()
    await expect(page.getByRole('button', { name: /File type/ })).toContainText('People (HR roster)')
    await page.screenshot({ path: info.outputPath('roster.png') })
    await page.getByRole('button', { name: 'Create and preview' }).click()
    await expect(page.getByRole('grid', { name: 'Changes of this import' })).toContainText('Ana Silva')
  } finally {
    await page.close()
    await host.close()
  }
})

test('shows what rows that could not be read hold back, with their lines, and releases it for a reason', async ({
  page,
}, info) => {
  const host = await startWindowHost()
  try {
    const complaints = await watchPage(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    await createCore(host.test)
    const names = ['ana', 'ben', 'cem', 'dora', 'eve', 'fay']
    await apply(host.test, await stage(host.test, extract(names.map((name) => [name, 'Vault'])), 'core-june.csv'))
    const july = `${extract(names.slice(0, 5).map((name) => [name, 'Vault']))}Total users: 5\n`
    const staged = await stage(host.test, july, 'core-july.csv', '2026-07-31T17:00:00.000Z')
    await host.open(page, `/imports/${staged.id}`)
    const grid = page.getByRole('grid', { name: 'Changes of this import' })
    const leaves = grid.getByRole('row', { name: /fay Doe leaves/ })
    await expect(leaves).toContainText('In doubt: Line 7 could not be read and may be about this')
    await expect(page.getByText('2 changes are held back and will not be applied.')).toBeVisible()
    await expect(page.getByText('1 row could not be read, and nobody can tell whose it is')).toBeVisible()
    await leaves.click()
    await checkPage(page, info, 'in-doubt')

    await page.getByRole('tab', { name: /Rejected rows/ }).click()
    await page.getByRole('grid', { name: 'Rejected rows' }).getByText('Total users: 5').click()
    await checkPage(page, info, 'in-doubt-rows')
    await page.getByRole('tab', { name: /Changes/ }).click()

    await page.getByRole('button', { name: 'Release all in doubt…' }).click()
    await page.getByLabel('Reason').fill('the total line')
    await checkPage(page, info, 'in-doubt-release')
    await page.getByRole('button', { name: 'Release all', exact: true }).click()
    await expect(page.getByText(/held back and will not be applied/)).toHaveCount(0)
    const { held, after } = await host.test.ask(Import, 'GET', `/v1/imports/${staged.id}`)
    expect([held, after?.accounts]).toEqual([0, 5])
    expect(complaints).toEqual([])
  } finally {
    await host.close()
  }
})
