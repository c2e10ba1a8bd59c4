import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, type TestInfo } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Collects whatever a page should never say: console errors and warnings, thrown errors, breaches of its policy. */
export async function watchPage(page: Page): Promise<string[]> {
  const complaints: string[] = []
  page.on('console', (message) => {
    // A call that failed says in its place which one it was.
    if (['error', 'warning'].includes(message.type()))
      complaints.push(`${message.text()} ${message.location().url}`.trim())
  })
  page.on('pageerror', (thrown) => complaints.push(thrown.message))
  await page.exposeFunction('complain', (text: string) => complaints.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { complain } = window as unknown as { complain: (text: string) => void }
      complain(`policy: ${event.violatedDirective} ${event.sourceFile} ${event.sample}`)
    })
  })
  return complaints
}

/** What axe finds wrong, by the rules that we hold. The page has no frames, so one run in it finds all and spares a second page. */
export async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).setLegacyMode().withTags(rules).analyze()
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
}

const sizes = [
  [1440, 900],
  [1280, 720],
] as const

/** Waits until what was changed is on the screen: a picture is of the last frame. */
const painted = async (): Promise<void> => {
  for (let frame = 0; frame < 2; frame++) await new Promise((done) => requestAnimationFrame(done))
}

/**
 * Takes pictures of a state in light and dark, and holds that axe finds nothing in either. With CASTELLAN_PICTURES=1 it is
 * pictured in both sizes.
 */
export async function checkPage(page: Page, info: TestInfo, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    // A colour on its way from one to the other would be judged by where it is.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const picture = async (more = '') => {
      await page.evaluate(painted)
      await page.screenshot({ path: info.outputPath(`${name}-${colorScheme}${more}.png`) })
    }
    if (process.env['CASTELLAN_PICTURES'] === undefined) await picture()
    else
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height })
        await picture(`-${width}`)
      }
    expect(await violations(page), `${name}, ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
}
