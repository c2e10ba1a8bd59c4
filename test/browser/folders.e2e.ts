import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** The watched folders in Settings, with a real host. */
let host: WindowHost
let share: string
let complaints: string[]
let expected: string[]

test.beforeEach(async ({ page }) => {
  host = await startWindowHost()
  share = mkdtempSync(join(tmpdir(), 'castellan-share-'))
  complaints = await watchPage(page)
  expected = []
})
test.afterEach(async ({ page }) => {
  await page.close()
  await host.close()
  rmSync(share, { recursive: true, force: true })
  expect(complaints.filter((text) => !expected.some((expectedText) => text.includes(expectedText)))).toEqual([])
})

test('adds a folder, polls it, reports it as missing and removes it', async ({ page }, info) => {
  const check = (name: string) => checkPage(page, info, name)
  host.role = 'owner'
  await host.open(page, '/settings/folders')
  const form = page.getByRole('form', { name: 'Add a watched folder' })
  await form.getByLabel('Folder', { exact: true }).fill('half/a/path')
  expected = ['400']
  await form.getByRole('button', { name: 'Watch folder' }).click()
  await expect(form.getByText(/is no whole path/)).toBeVisible()
  await form.getByLabel('Folder', { exact: true }).fill(share)
  await form.getByText('Poll this folder').click()
  await form.getByLabel('Polling interval in seconds').fill('0')
  await expect(form.getByText('A whole number from 1 to 3600.')).toBeVisible()
  await form.getByLabel('Polling interval in seconds').fill('1')
  await form.getByRole('button', { name: 'Watch folder' }).click()
  const card = page.getByRole('region', { name: share })
  await expect(card).toContainText('It is read every 1 seconds. Added here.')
  await check('folders')

  await card.getByLabel('Polling interval in seconds').fill('2')
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(card).toContainText('every 2 seconds')
  rmSync(share, { recursive: true })
  await expect(card).toContainText('Unreachable', { timeout: 15_000 })
  await check('folder-away')
  await card.getByRole('button', { name: 'Stop watching…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stop watching' }).click()
  await expect(card).toBeHidden()
})

test('a folder in which files cannot be moved aside needs attention, and is not merely watched', async ({
  page,
}, info) => {
  host.role = 'owner'
  await host.open(page, '/settings/folders')
  symlinkSync(tmpdir(), join(share, 'processed'))
  const form = page.getByRole('form', { name: 'Add a watched folder' })
  await form.getByLabel('Folder', { exact: true }).fill(share)
  await form.getByRole('button', { name: 'Watch folder' }).click()
  const card = page.getByRole('region', { name: share })
  await expect(card).toContainText('processed is a link. Remove it.', { timeout: 15_000 })
  await expect(card).toContainText('Needs attention')
  await expect(card.getByText('Watching', { exact: true })).toHaveCount(0)
  await checkPage(page, info, 'folder-planted')
  rmSync(join(share, 'processed'))
  await expect(card.getByText('Watching', { exact: true })).toBeVisible({ timeout: 15_000 })
})
