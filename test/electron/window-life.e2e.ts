import { AuditPage } from '../../src/contract/audit.ts'
import { expect, instanceOf, test } from './desktop.ts'

/** A page that ends by itself or hangs is not the end of the program. */
test('a page that was killed is loaded again, and the log says so', async ({ desktop }) => {
  const { app, page } = await desktop.start()
  await expect(page.locator('#root')).not.toBeEmpty()
  const pid = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId())
  process.kill(pid, 'SIGKILL')
  const isBack = () =>
    app.evaluate(async ({ BrowserWindow }, before) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      if (webContents.isCrashed() || webContents.getOSProcessId() === before) return false
      const text: unknown = await webContents.executeJavaScript('document.querySelector("#root")?.textContent ?? ""')
      return String(text).length > 0
    }, pid)
  await expect.poll(isBack, { timeout: 15_000 }).toBe(true)
  const said = await app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    return String(await webContents.executeJavaScript('document.title'))
  })
  expect(said).toContain('Castellan')
  const { url, call } = await instanceOf(desktop.at('data'))
  const { items } = AuditPage.parse(await (await call(new Request(`${url}/v1/audit`))).json())
  expect(items.map(({ action }) => action)).toContain('window.restored')
})

test('a page that hangs does not keep the window from being closed', async ({ desktop }) => {
  const { app, page } = await desktop.start()
  void page
    .evaluate(() =>
      setTimeout(() => {
        for (;;);
      }, 0),
    )
    .catch(() => undefined)
  await new Promise((done) => setTimeout(done, 500))
  const began = Date.now()
  const code = await desktop.end(app, () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close()),
  )
  expect(code).toBe(0)
  expect(Date.now() - began).toBeLessThan(15_000)
})
