import { expect, test } from '@playwright/test'
import { z } from 'zod'
import { apply, createCore, extract, stage } from '../support/test-host.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost } from '../support/window-host.ts'

const entitlement = (permission: string) => ({
  operator: 'EQUALS',
  operand: { targetName: 'entitlements', targetValue: `Core Banking/Tellers › ${permission}` },
})

test('a policy says what it knows: nothing before a scan, then which accounts without owner violate it', async ({
  page,
}, info) => {
  const host = await startWindowHost({ importsDir: null })
  try {
    const complaints = await watchPage(page)
    await createCore(host.test)
    const grants = extract([
      ['svc-batch', 'Enter', 'Y', 'Nightly batch'],
      ['svc-batch', 'Release'],
      ['ben', 'Enter'],
    ])
    await apply(host.test, await stage(host.test, grants), 'it is a test')
    await host.test.host.runScans()
    const expression = { operator: 'AND', operand: [entitlement('Enter'), entitlement('Release')] }
    await host.test.ask(z.unknown(), 'POST', '/v1/policies', { name: 'Two hands', expression, riskLevel: 8 })
    await host.open(page, '/policies')
    const detail = page.getByRole('region', { name: 'Policy details' })
    await expect(detail.getByText('No scan of everybody has looked at this policy')).toBeVisible()
    await expect(page.getByText('Nobody that was found')).toBeHidden()
    await checkPage(page, info, 'policy-not-scanned')

    await page.getByRole('button', { name: /Scan now/ }).click()
    await expect(detail.getByText('1 account without owner', { exact: true })).toBeVisible()
    await expect(
      detail.getByText(/2 accounts have no owner\. One violates this policy whoever owns them/),
    ).toBeVisible()
    await expect(detail.getByText(/^the scan of/)).toBeVisible()
    await checkPage(page, info, 'policy-accounts')
    await detail.getByRole('link', { name: 'svc-batch' }).click()
    await expect(page).toHaveURL(/\/people\/accounts\//)
    expect(complaints).toEqual([])
  } finally {
    await host.close()
  }
})
