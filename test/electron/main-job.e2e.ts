import { writeFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { test } from './desktop.ts'

const june =
  'User,Name,Group,Permission,Access\nana,Ana Silva,Tellers,Vault,Y\nana,Ana Silva,Tellers,Wire Approval,Y\nben,Ben Ito,Tellers,Vault,Y\n'
const july =
  'User,Name,Group,Permission,Access\nana,Ana Silva,Tellers,Wire Approval,Full\nben,Ben Ito,Tellers,Vault,Y\nben,Ben Ito,Tellers,Wire Approval,Y\n'

const sentences = async (page: Page) => (await page.getByRole('grid').getByRole('row').allInnerTexts()).join('\n')

test('the main job in the window: files dropped into the folder, preview, apply, undo', async ({ desktop }, info) => {
  const { page, violations } = await desktop.start()
  await page.getByRole('button', { name: 'Skip for now' }).click()

  writeFileSync(desktop.at('imports', 'core-june.csv'), june)
  await page.getByRole('heading', { name: 'core-june.csv' }).waitFor({ timeout: 20_000 })
  await page.screenshot({ path: info.outputPath('whose-file.png') })
  await page.getByRole('button', { name: /Create and preview/ }).click()
  await expect.poll(() => sentences(page)).toContain('Ana Silva gains Wire Approval')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByText('This is generation 1')).toBeVisible()

  writeFileSync(desktop.at('imports', 'core-july.csv'), july)
  // At first the entry is a file that must stand still; then it is an import.
  const staged = page.getByRole('option').filter({ hasText: 'core-july.csv' }).filter({ hasText: 'To review' })
  await staged.click({ timeout: 20_000 })
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
