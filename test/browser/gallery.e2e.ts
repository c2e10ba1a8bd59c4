import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { servePages } from '../support/page-server.ts'
import { violations, watchPage } from '../support/watch-page.ts'

/** The components of src/renderer/ui alone: under the policy of the page, in both themes and densities, by keyboard. */
let folder: string
let pages: Awaited<ReturnType<typeof servePages>>

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'castellan-gallery-'))
  await build({
    root: resolve(import.meta.dirname, '../support/gallery'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 5000 },
  })
  pages = await servePages(folder)
})

test.afterAll(async () => {
  await pages.close()
  await rm(folder, { recursive: true })
})

let complaints: string[]
test.beforeEach(async ({ page }) => {
  complaints = await watchPage(page)
})
test.afterEach(() => expect(complaints).toEqual([]))

const open = (page: Page, story: string, theme = 'light', density = 'dense') =>
  page.goto(`${pages.url}/?story=${story}&theme=${theme}&density=${density}`)

for (const theme of ['light', 'dark']) {
  for (const density of ['dense', 'roomy']) {
    test(`components pass axe, ${theme}, ${density}`, async ({ page }) => {
      for (const story of ['controls', 'dialogs', 'figures', 'lists', 'states']) {
        await open(page, story, theme, density)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        expect(await violations(page), story).toEqual([])
      }
    })
  }
}

test('menus, pickers, dialogs and notices pass axe while open', async ({ page }) => {
  await open(page, 'controls')
  await page.getByRole('button', { name: 'Notice', exact: true }).click()
  await page.getByRole('button', { name: 'Actions', exact: true }).click()
  await expect(page.getByRole('menuitem', { name: 'Hold back' })).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /Encoding/ }).click()
  await expect(page.getByRole('option', { name: 'UTF-8' })).toBeVisible()
  expect(await violations(page)).toEqual([])
  await open(page, 'dialogs')
  await page.getByRole('button', { name: 'Override guard and apply' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('a typed confirmation works by keyboard and returns the focus', async ({ page }) => {
  await open(page, 'dialogs')
  const trigger = page.getByRole('button', { name: 'Override guard and apply' })
  await trigger.focus()
  await page.keyboard.press('Enter')
  const applyButton = page.getByRole('button', { name: 'Apply 34 removals' })
  await expect(applyButton).toBeDisabled()
  await page.keyboard.type('Ticket 4711')
  await page.keyboard.press('Tab')
  await page.keyboard.type('core bankin')
  await expect(applyButton).toBeDisabled()
  await page.keyboard.type('g')
  await page.keyboard.press('Enter')
  await expect(page.locator('output')).toHaveText('Ticket 4711')
  await expect(trigger).toBeFocused()
})

test('a table of 100,000 rows is scrolled, selected and opened by keyboard', async ({ page }) => {
  await open(page, 'lists')
  const grid = page.getByRole('grid', { name: 'Changes' })
  const facts = page.getByTestId('facts')
  const activeRow = () =>
    grid.evaluate((element) => {
      const row = document.getElementById(element.getAttribute('aria-activedescendant') ?? '')
      const head = element.querySelector('[role=columnheader]')?.getBoundingClientRect()
      const box = row?.getBoundingClientRect()
      const frame = element.getBoundingClientRect()
      return {
        index: Number(row?.getAttribute('aria-rowindex')),
        seen: Boolean(box && head && box.top >= head.bottom - 1 && box.bottom <= frame.bottom + 1),
      }
    })
  await grid.focus()
  await expect.poll(activeRow).toEqual({ index: 2, seen: true })
  await page.keyboard.press('ArrowDown')
  await expect.poll(activeRow).toEqual({ index: 3, seen: true })
  await page.keyboard.press('End')
  await expect.poll(activeRow).toEqual({ index: 100_001, seen: true })
  await page.keyboard.press('PageUp')
  await page.keyboard.press('Home')
  await expect.poll(activeRow).toEqual({ index: 2, seen: true })

  await page.keyboard.press('Space')
  await expect(facts).toContainText('1 chosen')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(facts).toContainText('3 chosen')
  await page.keyboard.press('Control+a')
  await expect(facts).toContainText('100000 chosen')
  await page.keyboard.press('Space')
  await expect(facts).toContainText('99999 chosen')
  await page.keyboard.press('Enter')
  await expect(facts).toContainText('row 2 opened')
  await expect(grid).toHaveAttribute('aria-rowcount', '100001')
  expect(await grid.getByRole('row').count()).toBeLessThan(80)
})

test('selects rows by checkbox with the pointer, and a range with Shift', async ({ page }) => {
  await open(page, 'lists')
  const facts = page.getByTestId('facts')
  const row = (place: number) => page.getByRole('grid', { name: 'Changes' }).locator(`[aria-rowindex="${place + 2}"]`)
  const box = (place: number) => row(place).getByRole('gridcell').first()
  await box(1).click()
  await expect(facts).toContainText('1 chosen')
  await box(4).click({ modifiers: ['Shift'] })
  await expect(facts).toContainText('4 chosen')
  await box(2).click()
  await expect(facts).toContainText('3 chosen')
  await expect(row(2)).toHaveAttribute('aria-selected', 'false')
  // A click outside the checkbox only moves the active row.
  await row(3).getByText('Wire Approval').click()
  await expect(facts).toContainText('3 chosen')
})

test('no control is smaller than 24 pixels', async ({ page }) => {
  for (const story of ['controls', 'dialogs', 'lists', 'states']) {
    await open(page, story)
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, a[href], [role=tab], .checkbox, [role=option], [role=row]')]
        .filter((element) => element.checkVisibility())
        .map((element) => ({ text: element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
        .map(({ text, box }) => `${text} ${box.width}×${box.height}`),
    )
    expect(small, story).toEqual([])
  }
})
