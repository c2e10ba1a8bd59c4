import { expect, test } from '@playwright/test'
import { CatalogueItem, CataloguePage } from '../../src/contract/catalogue.ts'
import { seedCreditUnion, openAs } from '../support/credit-union.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** Approvers, owner and provisioner of a catalogue item. */
let host: WindowHost

test.beforeEach(async () => {
  host = await startWindowHost()
  await seedCreditUnion(host)
})
test.afterEach(() => host.close())

const wire = async (): Promise<CatalogueItem> => {
  const { items } = await host.test.ask(CataloguePage, 'GET', '/v1/catalogue?q=wire')
  if (!items[0]) throw new Error('nothing is called wire')
  return host.test.ask(CatalogueItem, 'GET', `/v1/catalogue/${encodeURIComponent(items[0].id)}`)
}

test('sets approval levels, owner and removal by name and previews them for a person before saving', async ({
  page,
}, info) => {
  test.setTimeout(90_000)
  const complaints = await watchPage(page)
  const before = await wire()
  await openAs(host, page, 'security-officer', `/catalogue/${encodeURIComponent(before.id)}`)
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Wire Approval' })
  const group = (name: string) => dialog.getByRole('group', { name, exact: true })
  const preview = dialog.getByRole('region', { name: 'Preview approvers for' })

  await preview.getByRole('button', { name: /select/ }).click()
  await page.keyboard.type('silva')
  await preview.getByRole('option', { name: 'Ana Silva' }).click()
  await expect(preview.getByRole('status')).toContainText('Maria Keller. Provisioned by Ivan Petrov.')
  await expect(preview.getByRole('status')).toContainText('To remove access: the same.')

  await group('Owner').getByRole('button', { name: 'Owner: select' }).click()
  await expect(group('Owner').getByRole('searchbox')).toBeFocused()
  await page.keyboard.type('ito')
  await group('Owner').getByRole('option', { name: 'Ben Ito' }).click()
  await expect(group('Owner').getByRole('button', { name: 'Owner: select' })).toBeFocused()

  const decides = dialog.getByRole('group', { name: 'Approvers', exact: true }).first()
  await decides.getByRole('radio', { name: 'Own approvers' }).click()
  await expect(decides.getByText('Add at least one level')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
  await decides.getByRole('button', { name: 'the manager' }).click()
  await decides.getByRole('button', { name: 'the item owner' }).click()
  // The pressed option is gone and the focus stays in the field.
  await expect(decides.getByRole('button', { name: 'the recipient' })).toBeFocused()
  await expect(preview.getByRole('status')).toContainText('To add access: Maria Keller, then Ben Ito.')
  await decides.getByRole('button', { name: 'Move the item owner up' }).click()
  await expect(preview.getByRole('status')).toContainText('To add access: Ben Ito, then Maria Keller.')

  const removal = dialog.getByRole('group', { name: 'Approvers for removal', exact: true }).first()
  await removal.getByRole('radio', { name: 'No approval' }).click()
  await expect(preview.getByRole('status')).toContainText('To remove access: No approval needed.')
  await dialog.getByText('Owner', { exact: true }).scrollIntoViewIfNeeded()
  await checkPage(page, info, 'form')
  await preview.scrollIntoViewIfNeeded()
  await checkPage(page, info, 'form-below')
  expect((await wire()).revision).toBe(before.revision)

  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  const after = await wire()
  expect([after.approvers?.map(({ word }) => word), after.removalApprovers, after.owner?.name]).toEqual([
    ['entitlementOwner', 'manager'],
    [],
    'Ben Ito',
  ])
  await expect(page.getByText('the owner, Ben Ito')).toBeVisible()
  await checkPage(page, info, 'detail')
  expect(complaints).toEqual([])
})
