import { expect, type Page, test } from '@playwright/test'
import { z } from 'zod'
import type { Role } from '../../src/contract/user-roles.ts'
import { seedCreditUnion, longIdOf, openAs, withWire } from '../support/credit-union.ts'
import { apply, stage } from '../support/test-host.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** Requests, approvals, the catalogue and policies of a small credit union. */
let host: WindowHost

test.beforeEach(async () => {
  host = await startWindowHost()
})
test.afterEach(() => host.close())

/** Presses Tab until the element with this name has the focus. */
async function tabTo(page: Page, name: RegExp) {
  for (let i = 0; i < 60; i++) {
    const focused = page.locator(':focus')
    const label =
      (await focused.count()) > 0
        ? await focused.evaluate(
            (at) =>
              at.getAttribute('aria-label') ??
              (at as HTMLInputElement).labels?.[0]?.textContent ??
              at.textContent ??
              '',
          )
        : ''
    if (name.test(label)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`nothing called ${name} takes the focus`)
}

test('requests, approves, provisions and verifies by the next import, all by keyboard', async ({ browser }) => {
  await seedCreditUnion(host)
  const as = async (role: Role, path: string) => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
    await openAs(host, page, role, path)
    return page
  }
  const officer = await as('security-officer', '/imports')
  await expect(officer.getByRole('heading', { name: 'Imports' })).toBeVisible()
  await officer.keyboard.press('g')
  await officer.keyboard.press('r')
  await expect(officer.getByRole('heading', { name: 'You have no open requests' })).toBeVisible()
  await officer.keyboard.press('n')
  await expect(officer.getByRole('heading', { name: 'People' })).toBeVisible()
  await tabTo(officer, /^Find a person$/)
  await officer.keyboard.type('silva')
  await expect(officer.getByRole('listbox', { name: 'Matching people and roles' }).getByRole('option')).toHaveCount(1)
  await tabTo(officer, /^Ana Silva/)
  await officer.keyboard.press('Enter')
  await expect(officer.getByRole('list', { name: 'Selected' })).toContainText('Ana Silva')
  await tabTo(officer, /^Find an item to request$/)
  await officer.keyboard.type('wire')
  await expect(officer.getByRole('listbox', { name: 'Find an item to request' }).getByRole('option')).toHaveCount(1)
  await officer.keyboard.press('Tab')
  await officer.keyboard.press('Enter')
  await expect(officer.getByRole('region', { name: 'Preview' })).toContainText(
    'Approvers: Maria Keller; provisioned by Ivan Petrov',
  )
  await tabTo(officer, /^Reason$/)
  await officer.keyboard.type('She signs wires from Monday')
  await tabTo(officer, /^Submit request$/)
  await officer.keyboard.press('Enter')
  await expect(officer.getByText('Waits for Maria Keller to decide').first()).toBeVisible()

  const manager = await as('approver', '/imports')
  // The page loses keys that are pressed before it listens.
  await expect(manager.getByRole('heading', { name: 'Imports', exact: true })).toBeVisible()
  await manager.keyboard.press('g')
  await manager.keyboard.press('d')
  await expect(manager.getByText('She signs wires from Monday').first()).toBeVisible()
  await manager.keyboard.press('a')
  await expect(manager.getByRole('heading', { name: 'Your inbox is empty' })).toBeVisible()

  const provisioner = await as('administrator', '/approvals')
  await expect(provisioner.getByRole('heading', { name: 'Provision access for Ana Silva' })).toBeVisible()
  await provisioner.keyboard.press('a')
  await expect(provisioner.getByRole('heading', { name: 'Your inbox is empty' })).toBeVisible()
  await expect(officer.getByText('Done, to be proved by the next import').first()).toBeVisible()

  await apply(host.test, await stage(host.test, withWire, 'core-july.csv', '2099-01-01T00:00:00.000Z'))
  await expect(officer.getByText('Verified').first()).toBeVisible()
  await expect(officer.getByText(/account ana, row 3 of core-july.csv/)).toBeVisible()
})

test('each screen passes axe and matches its screenshots, empty and full', async ({ page }, info) => {
  test.setTimeout(120_000)
  const complaints = await watchPage(page)
  const check = (name: string) => checkPage(page, info, name)
  const go = async (path: string, heading: string) => {
    await page.goto(host.url + path)
    await expect(page.getByRole('heading', { name: heading, exact: true }).first()).toBeVisible()
  }
  await openAs(host, page, 'security-officer', '/approvals')
  await expect(page.getByRole('heading', { name: 'Your inbox is empty' })).toBeVisible()
  await check('approvals-empty')
  await go('/catalogue', 'The catalogue is empty')
  await check('catalogue-empty')
  await go('/policies', 'No policies yet')
  await check('policies-empty')

  await seedCreditUnion(host)
  const ana = await longIdOf(host, 'Silva')
  const { items } = await host.test.ask(
    z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }),
    'GET',
    '/v1/catalogue',
  )
  const input = { people: [ana], items: items.map(({ id }) => ({ itemId: id })), comment: 'A new job from Monday.' }
  await go('/requests/new', 'New request')
  await page
    .getByRole('listbox', { name: 'Matching people and roles' })
    .getByRole('option', { name: 'Ana Silva' })
    .click()
  for (const { name } of items)
    await page
      .getByRole('listbox', { name: 'Find an item to request' })
      .getByRole('option', { name: new RegExp(name) })
      .click()
  await expect(page.getByText('New violation for Ana Silva: Maker and checker')).toBeVisible()
  await check('new-request')
  await page.getByLabel('Reason').fill(input.comment)
  await page.getByRole('button', { name: 'Submit request' }).click()
  await expect(page.getByText('Request not submitted')).toBeVisible()
  await page.getByRole('button', { name: 'Remove Payment Release' }).click()
  await page.getByRole('button', { name: 'Submit request' }).click()
  await expect(page.getByRole('heading', { name: 'For Ana Silva' })).toBeVisible()
  await check('request')
  await go('/requests/new', 'New request')
  await page
    .getByRole('listbox', { name: 'Matching people and roles' })
    .getByRole('option', { name: 'Ana Silva' })
    .click()
  await page.getByRole('option', { name: /Payment Entry/ }).click()
  await expect(page.getByText('already requested')).toBeVisible()

  await go('/catalogue', 'Payment Entry')
  await check('catalogue')
  await page.getByRole('button', { name: 'Edit' }).click()
  await expect(page.getByRole('dialog', { name: 'Payment Entry' })).toBeVisible()
  await check('catalogue-change')
  await go('/catalogue?show=entitlements', 'Catalogue')
  await expect(page.getByText('Vault').first()).toBeVisible()
  await check('entitlements')
  await go('/catalogue?show=fields', 'No request fields')
  await check('fields')
  await go('/policies', 'Maker and checker')
  await check('policies')
  await page.getByRole('button', { name: 'Edit' }).click()
  await expect(page.getByRole('dialog', { name: 'Maker and checker' })).toBeVisible()
  await check('policy-change')
  await go('/policies?show=violations', 'No open violations')
  await page.getByRole('button', { name: 'Scan now' }).click()
  await expect(page.getByText(/Scanned 4 people/)).toBeVisible()
  await check('violations')
  await go('/requests/out-of-band', 'No unrequested access')
  await check('out-of-band')

  await page.context().clearCookies()
  const manager = await page.context().newPage()
  await openAs(host, manager, 'approver', '/approvals')
  await expect(manager.getByRole('heading', { name: /requests access for Ana Silva/ })).toBeVisible()
  await checkPage(manager, info, 'approval')
  await manager.getByRole('button', { name: 'Decide item by item' }).click()
  await checkPage(manager, info, 'approval-by-item')
  expect(complaints.filter((complaint) => !complaint.includes('403'))).toEqual([])
})
