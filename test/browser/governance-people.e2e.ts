import { expect, test } from '@playwright/test'
import { z } from 'zod'
import { PolicyScan } from '../../src/contract/policies.ts'
import { seedCreditUnion, openAs } from '../support/credit-union.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** What is asked for somebody and what policies say of them, on the person; giving access back. */
let host: WindowHost

test.beforeEach(async () => {
  host = await startWindowHost()
  await seedCreditUnion(host)
})
test.afterEach(() => host.close())

/** A policy that Ivan violates, found by a look at everybody. */
async function violate() {
  await host.test.ask(z.unknown(), 'POST', '/v1/policies', {
    name: 'Nobody is called Ivan',
    riskLevel: 9,
    expression: { operator: 'STARTS_WITH', operand: { targetName: 'givenName', targetValue: 'Ivan' } },
  })
  // One at a time: what follows the imports first.
  await host.test.host.runScans()
  await host.test.ask(PolicyScan, 'POST', '/v1/policies/scan')
  const state = async () => (await host.test.ask(PolicyScan, 'GET', '/v1/policies/scan')).state
  await expect.poll(state).toBe('done')
}

test('access is given back from the person, what is held first; the person shows request and violation', async ({
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

test('who may not see policies or the requests of all sees neither on a person', async ({ page }) => {
  await violate()
  await openAs(host, page, 'approver', '/people')
  await page.getByRole('option', { name: /Ivan Petrov/ }).click()
  await expect(page.getByText('You have no open requests for this person.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Policy violations' })).toHaveCount(0)
})

test('a person with requests and violations passes axe and is pictured', async ({ page }, info) => {
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
