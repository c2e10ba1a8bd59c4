import { expect, test } from '@playwright/test'
import { askFor, seedCreditUnion, openAs } from '../support/credit-union.ts'
import { violations } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

let host: WindowHost

test.beforeEach(async () => {
  host = await startWindowHost()
  await seedCreditUnion(host)
})
test.afterEach(() => host.close())

test('the palette finds people, items, requests, policies and every page', async ({ page }, info) => {
  await openAs(host, page, 'security-officer', '/imports')
  await expect(page.getByRole('heading', { name: 'Imports' })).toBeVisible()
  await askFor(host, page, { person: 'Silva', item: 'Wire' })
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  const type = async (words: string) => {
    await page.keyboard.press('Control+k')
    await palette.getByRole('combobox').fill(words)
  }
  const option = (name: string | RegExp) => palette.getByRole('option', { name })
  await type('silva')
  await expect(palette.getByRole('group', { name: 'People' }).getByRole('option')).toHaveText(/Ana Silva/)
  await expect(palette.getByRole('group', { name: 'Requests' }).getByRole('option')).toHaveText(/Wire Approval/)
  await page.screenshot({ path: info.outputPath('palette.png') })
  expect(await violations(page)).toEqual([])
  await option(/Ana Silva.*Wire Approval/).click()
  await expect(page.getByRole('heading', { name: 'For Ana Silva' })).toBeVisible()
  await type('maker')
  await option(/Maker and checker/).click()
  await expect(page.getByRole('heading', { name: 'Maker and checker' })).toBeVisible()
  await type('payment rel')
  await expect(palette.getByRole('group', { name: 'Catalogue' }).getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Payment Release' })).toBeVisible()
  await type('delegation')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'No delegations' })).toBeVisible()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  for (const title of actions) await expect(sheet.getByText(title[0], { exact: true })).toBeVisible()
})

const actions = [
  ['New policy', 'dialog', 'New policy'],
  ['New role', 'dialog', 'New role'],
  ['New bundle', 'dialog', 'New bundle'],
  ['New request field', 'dialog', 'New request field'],
  ['New delegation', 'dialog', 'New delegation'],
  ['Publish entitlements', 'button', 'Publish the only result'],
  ['Request access', 'heading', 'New request'],
  ['Remove access', 'heading', 'Access to remove'],
  ['Scan now', 'heading', 'No open violations'],
] as const

test('the palette runs the action of every button from any screen', async ({ page }) => {
  await openAs(host, page, 'security-officer', '/imports')
  await expect(page.getByRole('heading', { name: 'Imports' })).toBeVisible()
  for (const [title, role, name] of actions) {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox').fill(title)
    await page.keyboard.press('Enter')
    await expect(page.getByRole(role, { name, exact: true }).first()).toBeVisible()
    if (role !== 'dialog') continue
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(new URL(page.url()).searchParams.get('do')).toBeNull()
  }
  await expect(page.getByText(/Scanned 4 people/)).toBeVisible()
})

test('the search finds requests by requester, beneficiary and item', async ({ page }) => {
  await openAs(host, page, 'security-officer', '/imports')
  await askFor(host, page, { person: 'Silva', item: 'Wire' })
  await askFor(host, page, { person: 'Petrov', item: 'Payment Entry' })
  await page.goto(`${host.url}/requests?show=active`)
  const list = page.getByRole('listbox', { name: 'Requests, newest first' })
  await expect(list.getByRole('option')).toHaveCount(2)
  await page.keyboard.press('/')
  await page.keyboard.type('wire')
  await expect(list.getByRole('option')).toHaveCount(1)
  await expect(list.getByRole('option')).toContainText('Ana Silva')
  await page.keyboard.type(' petrov')
  await expect(page.getByText('No results').first()).toBeVisible()
  await expect(page.getByRole('searchbox', { name: 'Find by person or item' })).toBeFocused()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await palette.getByRole('combobox').fill('ito wire')
  await expect(palette.getByRole('group', { name: 'Requests' }).getByRole('option')).toHaveText(
    /Ana Silva.*Wire Approval/,
  )
})

test('the palette does not search records that the user cannot read', async ({ page }) => {
  await openAs(host, page, 'approver', '/approvals')
  await expect(page.getByRole('heading', { name: 'Your inbox is empty' })).toBeVisible()
  const paths: string[] = []
  page.on('request', (request) => paths.push(new URL(request.url()).pathname))
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await palette.getByRole('combobox').fill('maker')
  await expect.poll(() => paths).toContain('/v1/catalogue')
  expect(paths).not.toContain('/v1/policies')
  await palette.getByRole('combobox').fill('notification templates')
  await expect(palette.getByText('No results')).toBeVisible()
})
