import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { apply, createCore, extract, type Grant, stage } from '../support/test-host.ts'
import { workbookOf } from '../support/workbook.ts'
import { checkPage, violations, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'
import { june, first, people, choose, decision, changes, sentences } from './imports-page.ts'

/** Previews in detail: rejected rows, workbooks, long lists, permissions, a lost connection, and every state. */
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

test('lists every rejected row, and shows all problems of a file at once', async ({ page }) => {
  await createCore(host.test)
  await host.open(page)
  const odd = `${extract(first)}broken,row\n,No user,x@cu.example,Tellers,Vault,Y\n`
  await choose(page, 'core-odd.csv', odd)
  await page.getByRole('tab', { name: /Rejected rows/ }).click()
  const rows = page.getByRole('grid', { name: 'Rejected rows' })
  await expect(rows).toContainText('It has 2 fields; the header has 6.')
  await rows.getByRole('row').filter({ hasText: 'broken' }).click()
  await expect(page.getByRole('complementary', { name: 'Selected row' })).toContainText('line 5 of core-odd.csv')
  await choose(page, 'core-bad.csv', 'User,Name,Email,Group,Permit,Access\na,b,c,d,e,f\n')
  await expect(page.getByRole('alert').filter({ hasText: 'does not fit the rules' })).toBeVisible()
  await expect(page.getByText('The column "Permission" is missing.')).toBeVisible()
  await expect(page.getByText('The rules do not know the column "Permit".')).toBeVisible()
})

test('chooses the sheet of an unknown workbook and suggests its columns again', async ({ page }) => {
  const workbook = workbookOf({
    Cover: [['Made by', 'Core']],
    Access: [
      ['User', 'Permission'],
      ['ana', 'Vault'],
    ],
  })
  host.test.drop('core.xlsx', workbook)
  await host.open(page)
  for (let i = 0; i < 3; i++) await host.test.host.sweep()
  await page.getByRole('radio', { name: 'Received files' }).click()
  await page.getByRole('option', { name: /core.xlsx/ }).click()
  const form = page.getByRole('form', { name: 'Assign this file' })
  await form.getByRole('button', { name: /Worksheet/ }).click()
  await page.getByRole('option', { name: 'Access', exact: true }).click()
  await expect(page.getByRole('button', { name: /Maps to: Permission$/ })).toBeVisible()
  await form.getByRole('button', { name: 'Create and preview' }).click()
  await expect(page.getByRole('button', { name: 'Apply', exact: true })).toBeVisible()
})

test('explains why a file was not picked up from the folder', async ({ page }) => {
  await host.open(page)
  host.test.drop('notes.csv.part', 'half')
  host.test.drop('unknown.csv', 'a,b\n1,2\n')
  await host.test.host.sweep()
  await page.getByRole('radio', { name: 'Received files' }).click()
  await page.getByRole('option', { name: /unknown.csv/ }).click()
  await expect(page.getByRole('heading', { name: 'unknown.csv' })).toBeVisible()
  await expect(
    decision(page)
      .or(page.getByRole('form', { name: 'Assign this file' }))
      .first(),
  ).toContainText('No application has a file with this name')
})

test('scrolls a preview of 100,000 rows to its end, searches it and exports it', async ({ page }) => {
  test.setTimeout(120_000)
  await createCore(host.test)
  const rows = Array.from(
    { length: 50_000 },
    (_, at): Grant => [`user${String(at).padStart(5, '0')}`, `Right ${at % 50}`],
  )
  const staged = await stage(host.test, extract(rows))
  await host.open(page, `/imports/${staged.id}`)
  await expect(changes(page)).toHaveAttribute('aria-rowcount', '100051')
  await changes(page).focus()
  await page.keyboard.press('End')
  await expect.poll(async () => (await sentences(page)).at(-1), { timeout: 60_000 }).toContain('user49999 Doe gains')
  expect(await changes(page).getByRole('row').count()).toBeLessThan(80)
  await page.keyboard.press('/')
  await page.keyboard.type('user31415')
  await expect.poll(() => sentences(page)).toHaveLength(2)

  const saved = page.waitForEvent('download')
  await page.keyboard.press('Escape')
  await page.getByRole('radio', { name: /Access gained/ }).click()
  await page.getByRole('button', { name: 'Export list as CSV' }).click()
  const path = await (await saved).path()
  expect((await saved).suggestedFilename()).toBe('Core Banking changes 2026-06-30.csv')
  expect((await readFile(path, 'utf8')).split('\r\n')).toHaveLength(50_002)
})

test('offers a reader no actions, and tells a user without access', async ({ page }) => {
  await createCore(host.test)
  await stage(host.test, extract(first))
  host.role = 'auditor'
  await host.open(page)
  await expect.poll(() => sentences(page)).toHaveLength(7)
  await expect(decision(page)).toContainText('A security officer can apply this import.')
  await expect(page.getByRole('button', { name: /Apply|Cancel import|Import files/ })).toHaveCount(0)
  await page.keyboard.press('a')
  await expect(page.getByRole('heading', { name: 'Core Banking' })).toBeVisible()
  await page.getByRole('radio', { name: 'Received files' }).click()
  await page.getByRole('option', { name: /Taken as an import/ }).click()
  await expect(page.getByText('Only a security officer or an application manager can see the contents.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0)
  host.role = 'approver'
  await host.open(page)
  await expect(page.getByRole('heading', { name: 'You have no permission to view imports' })).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('shows markup from a file as text', async ({ page }) => {
  await createCore(host.test)
  const nasty = [
    '<img src=x onerror=complain(1)>',
    '"><script>complain(2)</script>',
    'javascript:complain(3)',
    '{{7*7}}',
  ]
  const quoted = nasty.map((text, at): Grant => {
    const cell = `"${text.replaceAll('"', '""')}"`
    return [cell, cell, 'Y', cell, `${at}@cu.example`, cell]
  })
  const staged = await stage(host.test, extract(quoted))
  await host.open(page, `/imports/${staged.id}`)
  await expect(changes(page)).toContainText('<img src=x onerror=complain(1)>')
  await changes(page).getByRole('row').last().click()
  await page.getByRole('tab', { name: 'File', exact: true }).click()
})

test('reports a lost connection and recovers by itself', async ({ page }) => {
  await createCore(host.test)
  await stage(host.test, extract(first))
  await host.open(page)
  await expect.poll(() => sentences(page)).toHaveLength(7)
  await host.unplug()
  await expect(page.getByRole('status').filter({ hasText: 'Connection lost' })).toBeVisible()
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'does not answer' })).toBeVisible()
  await host.plug()
  await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(decision(page)).toContainText('Current')
  // The browser itself reports the closed port.
  complaints = complaints.filter((text) => !text.includes('net::ERR_CONNECTION_REFUSED'))
})

test('each state passes axe and matches its screenshots', async ({ page }, info) => {
  test.setTimeout(120_000)
  const check = (name: string) => checkPage(page, info, name)
  await host.open(page, '/imports')
  await expect(page.getByRole('heading', { name: 'Drop an access extract here' })).toBeVisible()
  await check('empty')
  await choose(page, 'lending-0630.csv', 'Operator Id;Name;Role;Access\r\nop1;Ana Silva;Teller;Y\r\n')
  await expect(page.getByRole('heading', { name: 'Assign this file' })).toBeVisible()
  await check('unrecognised')

  await createCore(host.test)
  await apply(host.test, await stage(host.test, extract(people(60)), 'core-june.csv', june))
  await choose(page, 'core-july.csv', extract([...people(58), ['ana', 'Wire Approval', 'Y', 'Ana Silva']]))
  await expect(changes(page)).toBeVisible()
  await changes(page).getByRole('row', { name: /gains/ }).click()
  await check('preview')
  for (const tab of ['Rejected rows', 'File', 'Log']) {
    await page.getByRole('tab', { name: tab }).click()
    await check(tab.toLowerCase().replaceAll(' ', '-'))
  }
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(decision(page)).toContainText('Current')
  await page.getByRole('tab', { name: 'Changes' }).click()
  await check('applied')
  await choose(page, 'core-august.csv', extract(people(10)))
  await expect(page.getByRole('note', { name: 'The guard stopped this import' })).toBeVisible()
  await check('guard')
  await choose(page, 'core-bad.csv', 'User,Name,Email,Group,Permit,Access\na,b,c,d,e,f\n')
  await expect(page.getByText('does not fit the rules')).toBeVisible()
  await check('failed')
  await page.getByRole('radio', { name: 'Received files' }).click()
  await check('files')
})
