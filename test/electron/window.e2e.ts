import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import type { Bridge } from '../../src/contract/bridge.ts'
import { expect, test } from './desktop.ts'

type BridgedWindow = Window & { castellan: Bridge }
const cli = resolve(import.meta.dirname, '../../out/main/cli.js')

test('the page comes from its own scheme, under its policy, with nothing but the bridge', async ({ desktop }, info) => {
  const { app, page, violations } = await desktop.start()
  expect(page.url()).toMatch(/^app:\/\/castellan\//)
  await expect(page.locator('#root')).not.toBeEmpty()
  await page.screenshot({ path: info.outputPath('first-start.png') })

  const world = await page.evaluate(async () => ({
    node: [typeof (globalThis as { require?: unknown }).require, typeof (globalThis as { process?: unknown }).process],
    bridge: Object.keys((window as unknown as BridgedWindow).castellan).toSorted(),
    policy: (await fetch('/')).headers.get('content-security-policy'),
    nonce: document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.nonce.length,
  }))
  expect(world.node).toEqual(['undefined', 'undefined'])
  expect(world.bridge).toEqual([
    'chooseFolder',
    'doorStatus',
    'dropped',
    'keepSignIn',
    'keptSignIn',
    'notify',
    'onOpen',
    'openExternal',
    'setStartAtLogin',
    'setTheme',
    'showInFolder',
    'startsAtLogin',
  ])
  expect(world.policy).toContain("default-src 'none'; script-src 'self'")
  expect(world.nonce).toBe(24)

  const preferences = await app.evaluate(({ BrowserWindow }) => {
    // Left out of Electron's types, since it is meant for tests.
    const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as { getLastWebPreferences(): object }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
  })
  // Nobody is signed in yet, which Chromium reports as an error of its own.
  expect(violations.filter((text) => !text.includes('401'))).toEqual([])
})

test('the page goes nowhere, opens nothing and is granted two permissions', async ({ desktop }) => {
  const { app, page } = await desktop.start()
  for (const url of ['https://example.invalid/', 'app://castellan.evil/', 'file:///etc/passwd', 'data:text/html,x']) {
    await page.evaluate((to) => location.assign(to), url).catch(() => undefined)
    await page.waitForTimeout(100)
    expect(page.url()).toMatch(/^app:\/\/castellan\//)
  }
  expect(await page.evaluate(() => window.open('https://example.invalid/'))).toBeNull()
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  const granted = await page.evaluate(async () => ({
    notifications: Notification.permission,
    geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
    camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      () => 'denied',
    ),
    screen: await navigator.mediaDevices.getDisplayMedia().then(
      () => 'granted',
      () => 'denied',
    ),
  }))
  expect(granted).toEqual({ notifications: 'granted', geolocation: 'denied', camera: 'denied', screen: 'denied' })
})

test('the bridge refuses what its schemas do not know', async ({ desktop }) => {
  const { page } = await desktop.start()
  const answers = await page.evaluate(async () => {
    const bridge = (window as unknown as BridgedWindow).castellan
    const attempt = (call: () => Promise<unknown>) => call().catch((error: unknown) => String(error))
    return {
      theme: await attempt(() => bridge.setTheme('pink' as never)),
      notice: await attempt(() => bridge.notify({ title: 'x', body: 'x', path: 'https://evil.test' })),
      reveal: await attempt(() => bridge.showInFolder('/etc/passwd')),
      external: await attempt(() => bridge.openExternal('file:///usr/bin/xterm')),
      dark: await attempt(() => bridge.setTheme('dark')),
      madeUp: await attempt(() => bridge.dropped(new File(['x'], 'made-up.csv'))),
    }
  })
  expect(answers.theme).toContain('refused')
  expect(answers.notice).toContain('refused')
  expect(answers.reveal).toBe(false)
  expect(answers.external).toBe(false)
  expect(answers.dark).toBeUndefined()
  // A file that no disk has yields no path, and so nothing to look at.
  expect(answers.madeUp).toContain('refused')
  expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
})

test('the API answers in process, and on the port that the status names', async ({ desktop }) => {
  const { page } = await desktop.start()
  const inside = await page.evaluate(async () => {
    const post = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }
    return {
      unknown: (await fetch('/v1/imports')).status,
      form: (await fetch('/v1/session', post)).status,
      query: (await fetch('/v1/imports?token=x')).status,
      door: await (window as unknown as BridgedWindow).castellan.doorStatus(),
    }
  })
  expect(inside).toMatchObject({ unknown: 401, form: 415, query: 400, door: { state: 'listening' } })
  expect((await fetch(`http://127.0.0.1:${inside.door.port}/v1/imports`)).status).toBe(401)
})

test('a dropped file goes to the host by ticket, and the ticket once', async ({ desktop }) => {
  const { page } = await desktop.start()
  const file = desktop.at('core banking.csv')
  writeFileSync(file, 'User,Group\nana,Tellers\n')
  await page.evaluate(() => {
    const input = document.createElement('input')
    input.type = 'file'
    input.id = 'drop'
    document.body.append(input)
  })
  await page.locator('#drop').setInputFiles(file)
  const result = await page.evaluate(async () => {
    const [dropped] = document.querySelector<HTMLInputElement>('#drop')?.files ?? []
    const given = dropped && (await (window as unknown as BridgedWindow).castellan.dropped(dropped))
    if (!given || 'refused' in given) return { given }
    const session = await fetch('/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    const { token } = (await session.json()) as { token: string }
    const send = async () => {
      const headers = { authorization: `Bearer ${token}`, 'x-castellan-drop': given.ticket }
      const response = await fetch(`/v1/files?name=${encodeURIComponent(given.name)}`, { method: 'POST', headers })
      return { status: response.status, body: (await response.json()) as { size?: number } }
    }
    return { given, session: session.status, first: await send(), second: (await send()).status }
  })
  expect(result).toMatchObject({
    given: { name: 'core banking.csv', size: 23 },
    first: { status: 201, body: { size: 23 } },
    second: 410,
  })
})

test('a second start shows the first window and ends with 0', async ({ desktop }) => {
  const { app } = await desktop.start()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  const second = spawn(app.process().spawnfile, [
    '--no-sandbox',
    '--disable-gpu',
    resolve(import.meta.dirname, '../..'),
    ...desktop.places,
  ])
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())).toBe(false)
})

test('a busy port is named, and the window works without it', async ({ desktop }) => {
  const squatter = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  const { port } = squatter.address() as { port: number }
  const { page } = await desktop.start(`--port=${port}`)
  const seen = await page.evaluate(async () => ({
    status: (await fetch('/v1/imports')).status,
    door: await (window as unknown as BridgedWindow).castellan.doorStatus(),
  }))
  expect(seen).toMatchObject({ status: 401, door: { state: 'port-busy', port } })
  expect(seen.door.detail).toContain('another program')
  squatter.close()
})

test('a window that finds a running serve on its data shows that one', async ({ desktop }) => {
  const ready = desktop.at('ready.json')
  const places = ['--data', desktop.at('data'), '--imports', desktop.at('imports')]
  const serve = spawn(process.execPath, [cli, 'serve', ...places, '--port', '0', '--ready-file', ready])
  await expect.poll(() => existsSync(ready)).toBe(true)
  const { port } = JSON.parse(readFileSync(ready, 'utf8')) as { port: number }
  const { app, page } = await desktop.start()
  const seen = await page.evaluate(async () => ({
    status: (await fetch('/v1/imports')).status,
    door: await (window as unknown as BridgedWindow).castellan.doorStatus(),
  }))
  expect(seen).toMatchObject({ status: 401, door: { state: 'elsewhere', port } })
  expect(await desktop.quit(app)).toBe(0)
  expect((await fetch(`http://127.0.0.1:${port}/v1/imports`)).status).toBe(401)
  serve.kill('SIGTERM')
  await once(serve, 'exit')
})

test('quitting folds the log in, frees the port and leaves no process', async ({ desktop }) => {
  const { app, page } = await desktop.start()
  const { port } = await page.evaluate(() => (window as unknown as BridgedWindow).castellan.doorStatus())
  expect(await desktop.quit(app)).toBe(0)
  expect(existsSync(desktop.at('data/castellan.db-wal'))).toBe(false)
  expect(existsSync(desktop.at('data/instance.json'))).toBe(false)
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

test('SIGTERM ends it the same way', async ({ desktop }) => {
  const { app } = await desktop.start()
  expect(await desktop.end(app, () => desktop.process(app).kill('SIGTERM'))).toBe(0)
  expect(existsSync(desktop.at('data/instance.json'))).toBe(false)
})

test('the window opens again where it was', async ({ desktop }) => {
  const place = { x: 60, y: 40, width: 900, height: 600 }
  const placeOf = (app: Awaited<ReturnType<typeof desktop.start>>['app']) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())
  const first = await desktop.start()
  await first.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), place)
  // The desktop moves it when it comes to it.
  await expect.poll(() => placeOf(first.app)).toMatchObject(place)
  const close = () => first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  expect(await desktop.end(first.app, close)).toBe(0)
  const again = await desktop.start()
  await expect.poll(() => placeOf(again.app)).toMatchObject(place)
})
