import { expect, test } from '@playwright/test'
import { checkPage, watchPage } from '../support/watch-page.ts'
import { startWindowHost, type WindowHost } from '../support/window-host.ts'

/** The strip that says that the clock of this computer was set back. */
let host: WindowHost
const day = 24 * 3_600_000
let now = Date.now()
test.afterEach(() => host.close())

test('a clock that was set back is told until somebody says that it is right, and then everybody signs in again', async ({
  page,
}, info) => {
  const complaints = await watchPage(page)
  host = await startWindowHost({ clock: () => now })
  host.role = 'administrator'
  now += 2 * day
  await host.test.reopen(() => {
    now -= 2 * day
  })
  await host.open(page, '/imports')
  const strip = page.getByRole('alert', { name: 'The clock of this computer was set back' })
  await expect(strip).toContainText('setting the clock back gives nothing back')
  await checkPage(page, info, 'clock-set-back')
  await strip.getByRole('button', { name: 'The clock is right now…' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Is the clock right now?' })
  await expect(dialog).toBeVisible()
  await checkPage(page, info, 'clock-confirm')
  await dialog.getByRole('button', { name: 'The clock is right' }).click()
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  // What was asked with the session that ended is refused, as it should be.
  expect(complaints.filter((complaint) => !complaint.includes('401'))).toEqual([])
})
