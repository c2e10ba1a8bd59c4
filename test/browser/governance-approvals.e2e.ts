import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { askFor, furnish, openAs } from '../support/credit-union.ts'
import { violations } from '../support/watch-page.ts'
import { buildPage, removePage, startWindowHost, type WindowHost } from '../support/window-host.ts'

/** What newly comes to somebody is told; files go from the card and onto it. */
let folder: string
let host: WindowHost

test.beforeAll(async () => {
  folder = await buildPage()
})
test.afterAll(() => removePage(folder))
test.beforeEach(async () => {
  host = await startWindowHost(folder)
  await furnish(host)
})
test.afterEach(() => host.close())

const wish = { person: 'Silva', item: 'wire', comment: 'She signs wires from Monday.' }
const file = { name: 'job.txt', mimeType: 'text/plain', buffer: Buffer.from('From Monday:\nwires. ✓') }

async function choose(page: Page) {
  const asked = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach a file' }).click()
  await (await asked).setFiles(file)
}

test('the approver is told of what comes, goes there, attaches a file and gets it back byte by byte', async ({
  page,
  browser,
}, info) => {
  await openAs(host, page, 'approver', '/people')
  await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()
  const officer = await (await browser.newContext()).newPage()
  await openAs(host, officer, 'security officer', '/requests')
  await askFor(host, officer, wish)
  const notice = page.getByText(/New for you: Wire Approval.* for Ana Silva/)
  await expect(notice).toBeVisible()
  await page.screenshot({ path: info.outputPath('told.png') })
  await page.getByRole('button', { name: 'Look' }).click()
  await expect(page.getByRole('heading', { name: /asks for Ana Silva to have/ })).toBeVisible()
  await choose(page)
  await expect(page.getByText('job.txt is attached.')).toBeVisible()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save job.txt' }).click()
  const download = await saved
  expect(download.suggestedFilename()).toBe('job.txt')
  expect(await readFile(await download.path())).toEqual(file.buffer)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.screenshot({ path: info.outputPath('card.png') })
  expect(await violations(page)).toEqual([])
  // Who asked sees the file too.
  await officer.reload()
  await officer.getByRole('option', { name: /Ana Silva/ }).click()
  await expect(officer.getByRole('button', { name: 'Save job.txt' })).toBeVisible()
})

test('nobody is told of what is not for them, and what lies there already is no news', async ({ page, browser }) => {
  const officer = await (await browser.newContext()).newPage()
  await openAs(host, officer, 'security officer', '/requests')
  await askFor(host, officer, wish)
  await openAs(host, page, 'administrator', '/people')
  await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()
  await officer.getByRole('option', { name: /Ana Silva/ }).click()
  await expect(officer.getByRole('heading', { name: 'For Ana Silva' })).toBeVisible()
  await expect(officer.getByText(/New for you/)).toHaveCount(0)
  await expect(page.getByText(/New for you/)).toHaveCount(0)
})
