import type { Locator, Page } from '@playwright/test'
import type { Grant } from '../support/test-host.ts'

/** What the tests of the Imports screen share: extracts, and the parts of the page. */

export const june = '2026-06-30T17:00:00.000Z'
export const july = '2026-07-31T17:00:00.000Z'
export const first: readonly Grant[] = [
  ['ana', 'Wire Approval', 'Y', 'Ana Silva'],
  ['ana', 'Vault', 'Y', 'Ana Silva'],
  ['ben', 'Vault', 'Y', 'Ben Ito'],
]
export const second: readonly Grant[] = [
  ['ana', 'Wire Approval', 'Full', 'Ana Silva'],
  ['ben', 'Vault', 'Y', 'Ben Ito'],
  ['ben', 'Wire Approval', 'Y', 'Ben Ito'],
]
export const people = (count: number): Grant[] =>
  Array.from({ length: count }, (_, at) => [`user${at}`, 'Vault'] as const)

export const drop = (page: Page, name: string, content: string) =>
  page.evaluate(
    ([name, content]) => {
      const data = new DataTransfer()
      data.items.add(new File([content], name, { type: 'text/csv', lastModified: Date.parse('2026-07-31T17:00:00Z') }))
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
      }
    },
    [name, content] as const,
  )
export const choose = (page: Page, name: string, content: string) =>
  page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
export const decision = (page: Page) => page.getByRole('region', { name: 'Decision', exact: true }).first()
export const changes = (page: Page) => page.getByRole('grid', { name: 'Changes of this import' })
export const sentences = (page: Page) => changes(page).locator('.change-text').allTextContents()
/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator) {
  for (let step = 0; step < 80; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${String(target)}`)
}
