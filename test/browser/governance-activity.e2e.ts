import { expect, test } from '@playwright/test'
import { z } from 'zod'
import { AuditPage } from '../../src/contract/audit.ts'
import { PolicyScan } from '../../src/contract/policies.ts'
import { askFor, seedCreditUnion, openAs } from '../support/credit-union.ts'
import { violations } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

let host: WindowHost

test.beforeEach(async () => {
  host = await startWindowHost()
})
test.afterEach(() => host.close())

test('the audit log describes requests, items, policies and roles and links to them', async ({
  page,
  browser,
}, info) => {
  await seedCreditUnion(host)
  const officer = await (await browser.newContext()).newPage()
  await openAs(host, officer, 'security-officer', '/requests')
  await askFor(host, officer, { person: 'Silva', item: 'Payment Entry', comment: 'From Monday.' })
  const manager = await (await browser.newContext()).newPage()
  await openAs(host, manager, 'approver', '/approvals')
  await manager
    .getByRole('region', { name: 'Decision' })
    .getByRole('button', { name: /^Approve/ })
    .click()
  await expect(manager.getByRole('heading', { name: 'Your inbox is empty' })).toBeVisible()
  await host.test.ask(z.unknown(), 'POST', '/v1/policies', {
    name: 'Nobody is called Ivan',
    riskLevel: 9,
    expression: { operator: 'STARTS_WITH', operand: { targetName: 'givenName', targetValue: 'Ivan' } },
  })
  // Only one scan runs at a time, so wait for the one after the imports.
  await host.test.host.runScans()
  await host.test.ask(PolicyScan, 'POST', '/v1/policies/scan')
  const state = async () => (await host.test.ask(PolicyScan, 'GET', '/v1/policies/scan')).state
  await expect.poll(state).toBe('done')

  const { items } = await host.test.ask(AuditPage, 'GET', '/v1/audit?limit=200')
  const kinds = new Set(items.map(({ action }) => action))
  for (const kind of ['request.made', 'approval-task.completed', 'role.given', 'policies.scanned', 'glossary.created'])
    expect(kinds).toContain(kind)

  await page.setViewportSize({ width: 1440, height: 900 })
  await openAs(host, page, 'security-officer', '/activity')
  const strip = page.getByRole('complementary', { name: 'Selected entry' })
  // The imports may have started a scan of their own.
  await page
    .getByRole('row', { name: /Policies scanned/ })
    .first()
    .click()
  await expect(strip).toContainText('Found')
  await page.getByRole('row', { name: /Role given/ }).click()
  await expect(strip).toContainText('Payment Entry')
  await page.getByRole('row', { name: /Approved/ }).click()
  await expect(strip).toContainText('Payment Entry: approved')
  await page.screenshot({ path: info.outputPath('activity.png') })
  expect(await violations(page)).toEqual([])
  await page.getByRole('row', { name: /Request made/ }).click()
  await strip.getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'For Ana Silva' })).toBeVisible()
})
