import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { Application } from '../../src/contract/applications.ts'
import { apply, createCore, extract, stage } from '../support/test-host.ts'
import { checkPage, violations, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

const rosterGroup = {
  id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c09',
  name: 'People',
  pattern: 'hr*',
  profile: 'hr-roster',
}

/** Rules of applications and the audit log, with a real host. */
let host: WindowHost
let complaints: string[]
/** Messages of the browser about answers that the test expects to be refusals. */
let expected: string[]

test.beforeEach(async ({ page }) => {
  host = await startWindowHost()
  complaints = await watchPage(page)
  expected = []
})
test.afterEach(async ({ page }) => {
  await page.close()
  await host.close()
  expect(complaints.filter((text) => !expected.some((expectedText) => text.includes(expectedText)))).toEqual([])
})

test('corrects the rules at the failed import and reads the file', async ({ page }) => {
  await createCore(host.test)
  const content = 'User,Name,Email,Group,Permit,Access\nana,Ana Silva,a@cu.example,Tellers,Vault,Y\n'
  const failed = await stage(host.test, content, 'core-june.csv')
  await host.open(page, `/imports/${failed.id}`)
  await page.getByRole('link', { name: 'Edit the rules of Core Banking' }).click()
  await page.getByLabel('Add a column of the file').fill('Permit')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: /Maps to: Permit$/ }).click()
  await page.getByRole('option', { name: 'Permission', exact: true }).click()
  await expect(page.getByRole('button', { name: /Maps to: Permission$/ })).toContainText('Ignored')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: 'No unsaved changes' })).toBeVisible()
  await expect(page.getByText('version 2')).toBeVisible()
})

test('edits rules beside their result on the last file, shows all problems at once and restages the import', async ({
  page,
}) => {
  await createCore(host.test)
  const waiting = await stage(
    host.test,
    extract([
      ['ana', 'Vault'],
      ['test', 'Vault'],
    ]),
  )
  await host.open(page, '/applications')
  const trial = page.getByRole('region', { name: 'Preview of the first rows' })
  await expect(trial.getByRole('row').nth(1)).toContainText('ana')
  await expect(trial).toContainText('Used')

  await page.getByRole('button', { name: 'Add row filter' }).click()
  await expect(page.getByText('is missing')).toBeVisible()
  await page.getByLabel('Value', { exact: true }).fill('test')
  await expect(trial).toContainText(/User is equal.to "test"\./)
  await page.getByRole('checkbox', { name: 'Email is part of the row key' }).press('Space')
  await page.getByRole('button', { name: 'Add default value' }).click()
  await page.getByRole('button', { name: /Import files$/ }).click()
  await page.getByRole('option', { name: 'At set times' }).click()
  await page.getByRole('textbox', { name: 'Cron expression' }).fill('soon')
  await page.keyboard.press('Control+s')
  expected = ['400']
  await expect(page.getByRole('alert', { name: '1 problem' })).toBeVisible()
  await expect(page.getByText(/is no schedule: write minute/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Cron expression' }).fill('0 6 * * 1-5')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: 'No unsaved changes' })).toBeVisible()
  await expect(page.getByText(/^Next: /)).toBeVisible()

  await page.goto(new URL(`/imports/${waiting.id}`, page.url()).href)
  await expect(
    page.getByRole('note', { name: 'Staged with version 1 of the rules; the current version is 2.' }),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Stage again' }).click()
  await expect(page.getByRole('note', { name: /Staged with version 1/ })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Apply', exact: true })).toBeVisible()
})

test('makes a grant of each value in a cell, and of each marked column', async ({ page }) => {
  const core = await createCore(host.test)
  await host.open(page, `/applications/${core.id}`)
  const trial = page.getByRole('region', { name: 'Preview of the first rows' })
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Test another file…' }).click(),
  ])
  const buffer = Buffer.from('User,Name,Email,Group,Permission,Access\nana,Ana,a@b,T,Vault;Wires,Y\n,,,T,Read,Y\n')
  await chooser.setFiles({ name: 'try.csv', mimeType: 'text/csv', buffer })
  const split = page.getByRole('region', { name: 'Several values in one cell' })
  await split.getByRole('button', { name: /Field with several values$/ }).click()
  await page.getByRole('option', { name: 'Permission', exact: true }).click()
  await split.getByRole('button', { name: /Separated by$/ }).click()
  await page.getByRole('option', { name: 'Semicolon' }).click()
  await expect(trial.getByRole('cell', { name: 'Vault, Wires' })).toBeVisible()
  const repeated = page.getByRole('region', { name: 'Values repeated from above' })
  for (const name of ['User', 'Name', 'Email'])
    await repeated.getByRole('checkbox', { name, exact: true }).press('Space')
  await expect(trial.getByRole('row').nth(2)).toContainText('ana')
  const marked = page.getByRole('region', { name: 'A column per permission' })
  await marked.getByRole('button', { name: /Permission columns$/ }).click()
  await page.getByRole('option', { name: 'Every column that no other rule names' }).click()
  await expect(marked.getByRole('alert')).toContainText('does not go with a cell of several values')
  expect(await violations(page)).toEqual([])
})

test('tries rules on another file without importing it, and sets owners of an application', async ({ page }) => {
  const people = { ...rosterGroup, columns: { employeeId: 'No', fullName: 'Name' } }
  await host.test.ask(Application, 'POST', '/v1/applications', {
    kind: 'roster',
    name: 'HR',
    rules: { fileGroups: [people] },
  })
  await apply(host.test, await stage(host.test, 'No,Name\n1,Ana Silva\n', 'hr.csv'))
  const core = await createCore(host.test)
  await host.open(page, `/applications/${core.id}`)
  await expect(page.getByText('There is no file to test the rules with.')).toBeVisible()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Test another file…' }).click(),
  ])
  const buffer = Buffer.from('User,Name,Email,Group,Right,Access\nana,Ana,a@b,T,Vault,Y\n')
  await chooser.setFiles({ name: 'try.csv', mimeType: 'text/csv', buffer })
  await expect(page.getByRole('note', { name: 'The rules do not match this file' })).toContainText(
    '"Permission" is missing',
  )
  await page.getByRole('button', { name: 'Add the column “Right” of this file' }).click()
  await expect(page.getByRole('button', { name: /Maps to: Right$/ })).toBeVisible()
  await page.getByLabel('Find a person to add').fill('silva')
  await page.getByRole('option', { name: /Ana Silva/ }).click()
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: 'No unsaved changes' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Ana Silva' })).toBeVisible()
  const saved = await host.test.ask(Application, 'GET', `/v1/applications/${core.id}`)
  expect(saved.owners.map(({ name }) => name)).toEqual(['Ana Silva'])
})

test('does not overwrite rules that another user changed', async ({ page }) => {
  const core = await createCore(host.test)
  await host.open(page, '/applications')
  await page.getByLabel('Removals allowed without review').fill('7')
  const match = { 'if-match': `"${core.revision}"` }
  await host.test.ask(Application, 'PATCH', `/v1/applications/${core.id}`, { priority: 'High' }, match)
  expected = ['412']
  await page.getByRole('button', { name: 'Save rules' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Someone else changed this application' })).toBeVisible()
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await expect(page.getByLabel('Removals allowed without review')).toHaveValue('2')
  await page.getByLabel('Removals allowed without review').fill('9')
  await page.getByRole('button', { name: 'Save rules' }).click()
  await expect(page.getByRole('heading', { name: 'No unsaved changes' })).toBeVisible()
})

test('applications and the audit log pass axe and match their screenshots', async ({ page }, info) => {
  const check = (name: string) => checkPage(page, info, name)
  await host.open(page, '/applications')
  await expect(page.getByRole('heading', { name: 'No applications yet' })).toBeVisible()
  await check('no-applications')
  await createCore(host.test)
  await apply(host.test, await stage(host.test, extract([['ana', 'Vault']])))
  await expect(page.getByRole('heading', { name: 'Core Banking' })).toBeVisible()
  await check('rules')
  await page.keyboard.press('g')
  await page.keyboard.press('y')
  const log = page.getByRole('grid', { name: 'Audit log, newest first' })
  await expect(log).toContainText('Import applied')
  await page.keyboard.press('v')
  await expect(page.getByRole('note', { name: 'Audit log verified' })).toBeVisible()
  await expect(page.getByText(/signed checkpoint/)).toBeVisible()
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export for an auditor' }).click(),
  ])
  expect(await readFile(await saved.path(), 'utf8')).toContain('import.applied')
  await log.getByRole('row').nth(1).click()
  await expect(page.getByRole('complementary', { name: 'Selected entry' })).toBeVisible()
  await check('activity')
})
