import { expect, test } from '@playwright/test'
import { RevealedToken } from '../../src/contract/tokens.ts'
import { User } from '../../src/contract/users.ts'
import { createRoster, rosterOf } from '../support/roster.ts'
import { apply, stage } from '../support/test-host.ts'
import { checkPage, violations, watchPage } from '../support/watch-page.ts'
import { startWindowHost } from '../support/window-host.ts'

/** The API switch and tokens; users, folders, theme and stored data. */

test('turns on the API, shows a token once, rotates and revokes it', async ({ page, context }, info) => {
  const host = await startWindowHost()
  try {
    host.role = 'owner'
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const complaints = await watchPage(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    await host.open(page, '/scripts')
    await page.getByRole('button', { name: 'Turn on' }).click()
    await expect(page.getByRole('heading', { name: 'The API is on' })).toBeVisible()
    await checkPage(page, info, 'api')

    await page.getByRole('button', { name: 'New token…' }).click()
    await page.getByLabel('Name').fill('Nightly upload')
    await page.getByRole('checkbox', { name: /imports:read/ }).press('Space')
    await checkPage(page, info, 'new-token')
    await page.getByRole('button', { name: 'Create token' }).click()
    const reveal = page.getByRole('alertdialog', { name: 'Copy the token now' })
    await reveal.getByRole('button', { name: 'Show' }).click()
    const secret = (await reveal.locator('code').textContent()) ?? ''
    const called = await page.request.get(`${host.url}/v1/imports?limit=5`, {
      headers: { authorization: `Bearer ${secret}` },
    })
    expect(called.status()).toBe(200)
    await page.evaluate(() => window.dispatchEvent(new Event('blur')))
    await expect(reveal).toBeHidden()
    expect(await page.content()).not.toContain(secret)

    await expect(page.getByRole('heading', { name: 'Nightly upload' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Calls' })).toBeVisible()
    await checkPage(page, info, 'token')
    await page.getByRole('button', { name: 'Revoke…' }).click()
    await page.getByLabel('Reason').fill('test is over')
    await page.getByRole('button', { name: 'Revoke token' }).click()
    await expect(page.getByText('This token no longer works.')).toBeVisible()
    expect(complaints).toEqual([])
  } finally {
    await page.close()
    await host.close()
  }
})

test('creates and disables users, and shows the stored data in settings', async ({ page }, info) => {
  const host = await startWindowHost()
  try {
    host.role = 'owner'
    const complaints = await watchPage(page)
    await page.setViewportSize({ width: 1280, height: 720 })
    await host.open(page, '/settings')
    const grid = page.getByRole('grid', { name: 'Users' })
    await expect(grid).toContainText('owner')
    await page.keyboard.press('n')
    await page.getByLabel('User name').fill('ana')
    await page.getByLabel('Password').fill('short')
    await page.getByRole('checkbox', { name: /auditor/ }).press('Space')
    await page.getByRole('button', { name: 'Create user' }).click()
    await expect(page.getByText('must have at least 15 characters')).toBeVisible()
    await checkPage(page, info, 'new-user')
    await page.getByLabel('Password').fill('seven plums, five herons & no kettle')
    await page.getByRole('button', { name: 'Create user' }).click()
    const ana = grid.getByRole('row', { name: /ana/ })
    await expect(ana).toContainText('Active')
    await ana.dblclick()
    await page.getByRole('button', { name: 'Disable…' }).click()
    await page.getByRole('button', { name: 'Disable', exact: true }).click()
    await expect(ana).toContainText('Disabled')
    await checkPage(page, info, 'users')

    await page.getByRole('tab', { name: 'Folders' }).click()
    await expect(page.getByText(host.test.importsDir)).toBeVisible()
    await checkPage(page, info, 'folders')
    await page.getByRole('tab', { name: 'Backups' }).click()
    await expect(page.getByText('No backups yet.')).toBeVisible()
    await page.getByRole('button', { name: 'Back up now' }).click()
    await expect(page.getByRole('cell', { name: 'on request' })).toBeVisible()
    await checkPage(page, info, 'backups')
    await page.getByRole('tab', { name: 'Data and storage' }).click()
    await expect(page.getByText('The database is not encrypted by Castellan')).toBeVisible()
    await checkPage(page, info, 'stored')
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
  } finally {
    await page.close()
    await host.close()
  }
})

test('an owner links a user to a person, resets a password and changes their own', async ({ page }, info) => {
  const host = await startWindowHost()
  try {
    host.role = 'owner'
    const complaints = await watchPage(page)
    await createRoster(host.test)
    const roster = rosterOf(['1', 'Olga', 'Owner'], ['2', 'Sam', 'Silva'])
    await apply(host.test, await stage(host.test, roster, 'hr.csv'))
    await host.test.ask(User, 'POST', '/v1/users', { username: 'sam', roles: ['auditor'] })
    await page.setViewportSize({ width: 1280, height: 720 })
    await host.open(page, '/settings')
    const sam = page.getByRole('grid', { name: 'Users' }).getByRole('row', { name: /sam/ })
    await sam.dblclick()
    await page.getByRole('button', { name: 'Link…' }).click()
    await page.getByLabel('Name, e-mail or employee number').fill('silva')
    await page.getByRole('option', { name: /Sam Silva/ }).click()
    await checkPage(page, info, 'tie')
    await page.getByRole('button', { name: 'Save' }).click()
    await sam.dblclick()
    await expect(page.getByRole('alertdialog')).toContainText('Sam Silva')
    await page.getByRole('button', { name: 'Set password…' }).click()
    await page.getByLabel('New password').fill('seven plums, five herons & no kettle')
    await checkPage(page, info, 'password')
    await page.getByRole('button', { name: 'Set password', exact: true }).click()
    await expect(sam).toContainText('Active')

    await page.getByRole('button', { name: 'Change your password…' }).click()
    await page.getByLabel('Current password').fill('not it at all')
    await page.getByLabel('New password').fill('nine kettles & a heron, no plums')
    await page.getByRole('button', { name: 'Set password', exact: true }).click()
    await expect(page.getByText('is not your present password')).toBeVisible()
    await page.getByLabel('Current password').fill('a long password for tests')
    await page.getByRole('button', { name: 'Set password', exact: true }).click()
    await expect(page.getByText('Password changed.')).toBeVisible()
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
  } finally {
    await page.close()
    await host.close()
  }
})

test('lists tokens that expire soon and counts them in the navigation', async ({ page }, info) => {
  const host = await startWindowHost()
  try {
    host.role = 'owner'
    const wanted = { name: 'Nightly upload', scopes: ['imports:read'], expires: { days: 9 } }
    await host.test.ask(RevealedToken, 'POST', '/v1/tokens', wanted)
    await page.setViewportSize({ width: 1280, height: 720 })
    await host.open(page, '/scripts')
    const note = page.getByRole('note', { name: '1 token expires within 14 days' })
    await expect(note.getByRole('link', { name: 'Nightly upload' })).toBeVisible()
    await expect(page.getByRole('link', { name: /API/ })).toContainText('1 tokens expire soon')
    await checkPage(page, info, 'ending')
  } finally {
    await page.close()
    await host.close()
  }
})

test('keeps a theme that was chosen against that of the system', async ({ page }) => {
  const host = await startWindowHost()
  try {
    await host.open(page, '/activity')
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await background()
    await page.getByRole('button', { name: 'Theme: system' }).click()
    await page.getByRole('button', { name: 'Theme: light' }).click()
    await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible()
    expect(await background()).not.toBe(light)
    expect(await violations(page)).toEqual([])
  } finally {
    await page.close()
    await host.close()
  }
})
