import { expect, test } from '@playwright/test'
import { z } from 'zod'
import { PolicyScan } from '../../src/contract/policies.ts'
import { seedCreditUnion, openAs } from '../support/credit-union.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** Requests and violations on a person, and removal of access. */
let host: WindowHost

test.beforeEach(async () => {
  host = await startWindowHost()
  await seedCreditUnion(host)
})
test.afterEach(() => host.close())

/** Creates a policy that Ivan violates and scans for it. */
async function violate() {
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
}

test('requests removal from the person, lists held access first, and shows requests and violations of the person', async ({
  page,
}) => {
  await violate()
  await openAs(host, page, 'security-officer', '/people')
  await page.getByRole('option', { name: /Ivan Petrov/ }).click()
  const policies = page.getByRole('region', { name: 'Policy violations' })
  await expect(policies.getByRole('link', { name: 'Nobody is called Ivan' })).toBeVisible()
  await expect(page.getByText('No open requests.')).toBeVisible()
  await page.getByRole('link', { name: 'Remove access' }).click()
  await expect(page.getByRole('list', { name: 'Selected' })).toContainText('Ivan Petrov')
  const choices = page.getByRole('listbox', { name: 'Find access to remove' }).getByRole('option')
  await expect(choices).toHaveCount(1)
  await expect(choices).toContainText('held')
  await choices.click()
  await expect(page.getByRole('region', { name: 'Preview' })).not.toContainText('not held')
  await page.getByLabel('Reason for removal').fill('He changes to another job.')
  await page.getByRole('button', { name: 'Submit request' }).click()
  await expect(page.getByRole('heading', { name: 'For Ivan Petrov' })).toBeVisible()
  await expect(page.getByText('remove', { exact: true })).toBeVisible()
  await page.goto(`${host.url}/people`)
  await page.getByRole('option', { name: /Ivan Petrov/ }).click()
  await page.getByRole('region', { name: 'Open requests' }).getByRole('link', { name: 'Wire Approval' }).click()
  await expect(page.getByRole('heading', { name: 'For Ivan Petrov' })).toBeVisible()
})

test('hides policies and requests on a person from a user who cannot read them', async ({ page }) => {
  await violate()
  await openAs(host, page, 'approver', '/people')
  await page.getByRole('option', { name: /Ivan Petrov/ }).click()
  await expect(page.getByText('You have no open requests for this person.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Policy violations' })).toHaveCount(0)
})

test('a person with requests and violations passes axe and matches its screenshots', async ({ page }, info) => {
  await violate()
  const complaints = await watchPage(page)
  const check = (name: string) => checkPage(page, info, name)
  await openAs(host, page, 'security-officer', '/people')
  await page.getByRole('option', { name: /Ivan Petrov/ }).click()
  await expect(page.getByRole('link', { name: 'Nobody is called Ivan' })).toBeVisible()
  await check('person')
  await page.getByRole('link', { name: 'Review violations' }).click()
  await expect(page.getByRole('button', { name: 'Show all people' })).toBeVisible()
  await check('violations')
  await page.goBack()
  await page.getByRole('link', { name: 'Remove access' }).click()
  await page.getByRole('listbox', { name: 'Find access to remove' }).getByRole('option').click()
  await expect(page.getByText('All matching current access is selected.')).toBeVisible()
  await check('give-back')
  expect(complaints).toEqual([])
})
