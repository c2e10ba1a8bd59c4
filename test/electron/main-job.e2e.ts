import { writeFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { test, watchNotices } from './desktop.ts'

const june =
  'User,Name,Group,Permission,Access\nana,Ana Silva,Tellers,Vault,Y\nana,Ana Silva,Tellers,Wire Approval,Y\nben,Ben Ito,Tellers,Vault,Y\n'
const july =
  'User,Name,Group,Permission,Access\nana,Ana Silva,Tellers,Wire Approval,Full\nben,Ben Ito,Tellers,Vault,Y\nben,Ben Ito,Tellers,Wire Approval,Y\n'

const sentences = async (page: Page) => (await page.getByRole('grid').getByRole('row').allInnerTexts()).join('\n')

test('the main job in the window: files dropped into the folder, preview, apply, undo', async ({ desktop }, info) => {
  const { page, violations } = await desktop.start()
  await page.getByRole('button', { name: 'Skip for now' }).click()
  await page.getByRole('link', { name: /^Imports/ }).click()

  writeFileSync(desktop.at('imports', 'core-june.csv'), june)
  await page.getByRole('heading', { name: 'core-june.csv' }).waitFor({ timeout: 20_000 })
  await page.screenshot({ path: info.outputPath('whose-file.png') })
  await page.getByRole('button', { name: /Create and preview/ }).click()
  await expect.poll(() => sentences(page)).toContain('Ana Silva gains Wire Approval')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('This is generation 1')).toBeVisible()

  writeFileSync(desktop.at('imports', 'core-july.csv'), july)
  // At first the entry is a file that must stand still; who has it open is taken along when it is an import.
  const entry = page.getByRole('option').filter({ hasText: 'core-july.csv' })
  await entry.click({ timeout: 20_000 })
  await expect(entry.filter({ hasText: 'To review' })).toBeVisible({ timeout: 20_000 })
  await expect.poll(() => sentences(page)).toContain('Ana Silva loses Vault')
  await page.screenshot({ path: info.outputPath('preview.png') })
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('This is generation 2')).toBeVisible()

  await page.getByRole('button', { name: 'Undo…' }).click()
  await expect.poll(() => sentences(page)).toContain('Ana Silva gains Vault')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('This is generation 3')).toBeVisible()
  await page.screenshot({ path: info.outputPath('undone.png') })
  expect(violations).toEqual([])
})

test('files dropped on the window go by path: the page never has their bytes', async ({ desktop }) => {
  const { page, violations } = await desktop.start()
  await page.getByRole('button', { name: 'Skip for now' }).click()
  await page.getByRole('link', { name: /^Imports/ }).click()
  const file = desktop.at('core dropped.csv')
  writeFileSync(file, june)
  const sent: (string | undefined)[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/v1/files'))
      sent.push(request.headers()['x-castellan-drop'])
  })
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import files…' }).first().click(),
  ])
  await chooser.setFiles(file)
  await page.getByRole('heading', { name: 'core dropped.csv' }).waitFor({ timeout: 20_000 })
  expect(sent).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
  const notes = desktop.at('notes.pdf')
  writeFileSync(notes, 'x')
  const [again] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import files…' }).first().click(),
  ])
  await again.setFiles(notes)
  await expect(page.getByText('are not extracts')).toBeVisible()
  expect(violations).toEqual([])
})

test('a staged import that nobody looks at is announced, and the notice leads to it', async ({ desktop }) => {
  const { app, page } = await desktop.start()
  await page.getByRole('button', { name: 'Skip for now' }).click()
  await page.getByRole('link', { name: /^Imports/ }).click()
  writeFileSync(desktop.at('imports', 'core-june.csv'), june)
  await page.getByRole('heading', { name: 'core-june.csv' }).waitFor({ timeout: 20_000 })
  await page.getByRole('button', { name: /Create and preview/ }).click()
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('This is generation 1')).toBeVisible()
  await page.getByRole('link', { name: 'People' }).click()

  const notices = await watchNotices(app, page)
  writeFileSync(desktop.at('imports', 'core-july.csv'), july)
  await expect
    .poll(notices.all, { timeout: 20_000 })
    .toEqual([{ title: 'An import waits for you', body: 'See what it would change.' }])
  await notices.clickFirst()
  await expect.poll(() => sentences(page)).toContain('Ana Silva loses Vault')
})
