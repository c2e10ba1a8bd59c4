import { expect, test } from '@playwright/test'
import { failingStore } from '../support/failing-store.ts'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** The one banner that says why nothing can be changed, with a disk that fails below a real host. */
let host: WindowHost
const layer = failingStore()

test.afterEach(async () => {
  layer.heal()
  await host.close()
})

test('a full disk is told by one banner, lists can be read meanwhile, and it goes by itself', async ({
  page,
}, info) => {
  host = await startWindowHost({ wrapWriter: layer.wrapWriter })
  const complaints = await watchPage(page)
  await host.open(page, '/imports')
  const banner = page.getByRole('alert', { name: 'The disk is full.' })
  await expect(page.getByText('Connected')).toBeVisible()
  await expect(banner).toHaveCount(0)
  layer.failAlways('SQLITE_FULL')
  expect((await host.test.call('POST', '/v1/tokens', { name: 'x', scopes: ['audit:read'] })).status).toBe(507)
  await expect(banner).toHaveCount(1)
  await expect(banner).toContainText('Castellan goes on by itself')
  await expect(banner).toContainText('Since')
  await page.getByRole('link', { name: /^Applications/ }).click()
  await expect(banner).toHaveCount(1)
  await checkPage(page, info, 'disk-full')
  layer.heal()
  await expect(banner).toHaveCount(0, { timeout: 15_000 })
  expect(complaints).toEqual([])
})
