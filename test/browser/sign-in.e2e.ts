import { expect, type Page, test } from '@playwright/test'
import { FirstRunCode } from '../../src/contract/session.ts'
import type { Caller } from '../../src/main/api/http/caller.ts'
import { listen } from '../../src/main/transport/listener.ts'
import { serveStatic } from '../../src/main/transport/static.ts'
import { startTestHost } from '../support/test-host.ts'
import { checkPage, violations, watchPage } from '../support/watch-page.ts'
import { builtPage } from '../support/page-build.ts'
import { startWindowHost } from '../support/window-host.ts'

/** Sign-in: first run, password and link, the lock, and the password prompt for sensitive calls. */

const password = 'a long password for tests'
/** Opens the page without a session. */
async function arrive(page: Page, url: string) {
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.goto(url)
}

test('the first run creates an owner, can be skipped and resumed', async ({ page }, info) => {
  const host = await startTestHost()
  const server = {
    fetch: (request: Request, caller: Caller) => host.host.fetch(request, caller),
    identify: (authorization: string | null, channel: 'wire') => host.host.identify(authorization, channel),
  }
  const listener = await listen(server, { port: 0, files: serveStatic(builtPage()) })
  try {
    const complaints = await watchPage(page)
    const { code } = await host.ask(FirstRunCode, 'POST', '/v1/session/codes')
    await arrive(page, `${listener.url}/#code=${code}`)
    await expect(page.getByRole('heading', { name: 'Welcome to Castellan' })).toBeVisible()
    await expect(page.getByText(host.importsDir)).toBeVisible()
    await checkPage(page, info, 'first-run')

    await page.getByRole('button', { name: 'Skip for now' }).click()
    await expect(page.getByRole('heading', { name: 'Drop an access extract here' })).toBeVisible()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('finish setup')
    await page.keyboard.press('Enter')

    await page.getByLabel('User name').fill('maria')
    await page.getByLabel('Password', { exact: true }).fill('too short')
    await page.getByRole('button', { name: 'Create and sign in' }).click()
    await expect(page.getByText('must have at least 15 characters')).toBeVisible()
    await page.getByLabel('Password', { exact: true }).fill('seven plums, five herons & no kettle')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: /maria/ })).toContainText('owner')
    await expect(page.getByRole('heading', { name: 'Drop an access extract here' })).toBeVisible()
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
  } finally {
    await page.close()
    await listener.close()
    await host.close()
  }
})

test('a password signs in, and the lock keeps the page', async ({ page }, info) => {
  const host = await startWindowHost()
  try {
    const complaints = await watchPage(page)
    await arrive(page, `${host.url}/activity`)
    await checkPage(page, info, 'sign-in')
    await page.getByLabel('User name').fill('owner')
    await page.getByLabel('Password', { exact: true }).fill('not this one, surely')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert').filter({ hasText: 'Wrong user name or password' })).toBeVisible()
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('grid', { name: 'Audit log, newest first' })).toBeVisible()

    await page.keyboard.press('Control+Shift+l')
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible()
    await checkPage(page, info, 'locked')
    // A reload does not get around the lock, because the host locked.
    await page.reload()
    await page.getByLabel('Password', { exact: true }).fill('a wrong password of some length')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Wrong password.')).toBeVisible()
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('grid', { name: 'Audit log, newest first' })).toBeVisible()

    await page.getByRole('button', { name: /^owner/ }).click()
    await page.getByRole('menuitem', { name: 'Switch user' }).click()
    await expect(page.getByText('The next person can sign in.')).toBeVisible()
    expect(complaints.filter((text) => !/40[13]/.test(text))).toEqual([])
  } finally {
    await page.close()
    await host.close()
  }
})

test('shows how long to wait after too many attempts, and retries the call after a new sign-in', async ({ page }) => {
  const host = await startWindowHost()
  try {
    await page.goto(host.url)
    const problem = (status: number, code: string, headers = {}) => ({
      status,
      headers: { 'content-type': 'application/problem+json', ...headers },
      body: JSON.stringify({ type: `urn:castellan:problem:${code}`, title: 'No.', status, requestId: 'r' }),
    })
    await page.route(
      '**/v1/session',
      (route) => route.fulfill(problem(429, 'too-many-attempts', { 'retry-after': '90' })),
      {
        times: 1,
      },
    )
    await page.getByLabel('User name').fill('owner')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await expect(page.getByText('Too many attempts. Try again in 1 min 30 s.')).toBeVisible()

    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Activity' }).click()
    await page.route('**/v1/audit/verify', (route) => route.fulfill(problem(403, 'step-up-needed')), { times: 1 })
    await page.getByRole('button', { name: 'Verify audit log' }).click()
    await expect(page.getByRole('alertdialog', { name: 'Confirm your password' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('note', { name: 'Audit log verified' })).toBeVisible()
  } finally {
    await page.close()
    await host.close()
  }
})

test('warns a minute before it locks and stays open on activity', async ({ page }) => {
  const host = await startWindowHost()
  try {
    await page.clock.install()
    await host.open(page, '/activity')
    await expect(page.getByRole('grid', { name: 'Audit log, newest first' })).toBeVisible()
    await page.clock.runFor('14:20')
    await expect(page.getByText('Castellan locks in one minute.')).toBeVisible()
    await page.mouse.move(300, 300)
    await expect(page.getByText('Castellan locks in one minute.')).toBeHidden()
    await page.clock.runFor('05:00')
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeHidden()
    await page.clock.runFor('11:00')
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible()
  } finally {
    await page.close()
    await host.close()
  }
})
