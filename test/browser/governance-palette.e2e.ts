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

test('the palette finds people, items, requests and policies, and every new place', async ({ page }, info) => {
  await openAs(host, page, 'security-officer', '/imports')
  await expect(page.getByRole('heading', { name: 'Imports' })).toBeVisible()
  await askFor(host, page, { person: 'Silva', item: 'Wire' })
  const palette = page.getByRole('dialog', { name: 'Commands' })
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
  await expect(page.getByRole('heading', { name: 'Nobody stands in for anybody' })).toBeVisible()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  for (const deed of deeds) await expect(sheet.getByText(deed[0], { exact: true })).toBeVisible()
})

const deeds = [
  ['New policy', 'dialog', 'New policy'],
  ['New role', 'dialog', 'New role'],
  ['New bundle', 'dialog', 'New bundle'],
  ['New request field', 'dialog', 'New field'],
  ['Name somebody who stands in', 'dialog', 'Somebody stands in'],
  ['Publish entitlements', 'button', 'Publish the one that fits'],
  ['Ask for access', 'heading', 'New request'],
  ['Give access back', 'heading', 'What they give back'],
  ['Look at everybody now', 'heading', 'No violation is open'],
] as const

test('what has a button can be done from the palette, wherever one is', async ({ page }) => {
  await openAs(host, page, 'security-officer', '/imports')
  await expect(page.getByRole('heading', { name: 'Imports' })).toBeVisible()
  for (const [deed, role, name] of deeds) {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Commands' }).getByRole('combobox').fill(deed)
    await page.keyboard.press('Enter')
    await expect(page.getByRole(role, { name, exact: true }).first()).toBeVisible()
    if (role !== 'dialog') continue
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(new URL(page.url()).searchParams.get('do')).toBeNull()
  }
  await expect(page.getByText(/4 people looked at/)).toBeVisible()
})

test('requests are found by who asked, for whom and what', async ({ page }) => {
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
  await expect(page.getByText('No request fits.').first()).toBeVisible()
  await expect(page.getByRole('searchbox', { name: 'Find by person or item' })).toBeFocused()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  await palette.getByRole('combobox').fill('ito wire')
  await expect(palette.getByRole('group', { name: 'Requests' }).getByRole('option')).toHaveText(
    /Ana Silva.*Wire Approval/,
  )
})

test('what one may not read is not looked for', async ({ page }) => {
  await openAs(host, page, 'approver', '/approvals')
  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible()
  const asked: string[] = []
  page.on('request', (one) => asked.push(new URL(one.url()).pathname))
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  await palette.getByRole('combobox').fill('maker')
  await expect.poll(() => asked).toContain('/v1/catalogue')
  expect(asked).not.toContain('/v1/policies')
  await palette.getByRole('combobox').fill('messages to people')
  await expect(palette.getByText('Nothing is called that.')).toBeVisible()
})
