import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, expect, type Page, test } from '@playwright/test'
import type { Listener } from '../../src/main/transport/listener.ts'
import { program } from '../main/transport/wire.ts'
import { findChromium, quietChromium } from '../support/chromium.ts'

/**
 * What a foreign page can do to the listener, tried in a real browser. `evil.test` is a name that the attacker resolves
 * to 127.0.0.1 (DNS rebinding). The other attacker is a server on this machine, which browsers count as the same site.
 * No request of either page may reach the program.
 */
const { start, callers, events } = program()
let listener: Listener
let attacker: Server
let attackerPort: number
let browser: Browser

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  listener = await start()
  attacker = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><link rel="icon" href="data:,"><title>a page of somebody else</title>')
  })
  await new Promise<void>((listening) => attacker.listen(0, '127.0.0.1', listening))
  attackerPort = (attacker.address() as AddressInfo).port
  const executablePath = findChromium()
  browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: [
      ...quietChromium,
      '--host-resolver-rules=MAP evil.test 127.0.0.1',
      // Protection by the browser does not count here: the listener itself must refuse.
      '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets,PrivateNetworkAccessForNavigations',
    ],
  })
})
test.afterAll(async () => {
  await browser.close()
  attacker.close()
  await listener.close()
})
test.beforeEach(() => {
  callers.length = 0
  events.length = 0
})

test('DNS rebinding: answers nothing under a foreign host name on any path', async () => {
  const page = await browser.newPage()
  for (const path of ['/', '/v1/things', '/.well-known/instance?challenge=0', '/assets/x.js']) {
    const response = await page.goto(`http://evil.test:${listener.port}${path}`)
    expect(response?.status()).toBe(421)
    expect(await response?.text()).not.toContain('127.0.0.1')
  }
  const read = await page.evaluate(async () => {
    const response = await fetch('/v1/things', { headers: { authorization: 'Bearer good' } })
    return response.status
  })
  expect(read).toBe(421)
  expect(callers).toEqual([])
})

for (const host of ['evil.test', '127.0.0.1', 'localhost']) {
  test(`a page of ${host} can neither read nor change anything`, async () => {
    const page = await browser.newPage()
    await page.goto(`http://${host}:${attackerPort}/`)
    const target = `http://127.0.0.1:${listener.port}`
    expect(await fromPage(page, target)).toEqual({
      read: 'blocked',
      credential: 'blocked',
      blind: 'blocked',
      blindPost: 'blocked',
      preflight: 'blocked',
      script: 'error',
      image: 'error',
      socket: 'error',
      events: 'error',
    })
    // The listener refused, each time because of the origin of the request.
    const codes = events.map((event) => (event.kind === 'refused' ? event.code : event.kind))
    expect(codes.length).toBeGreaterThanOrEqual(9)
    expect(new Set(codes)).toEqual(new Set(codes.filter((code) => code === 'foreign-origin' || code === 'cross-site')))
    expect(callers).toEqual([])
  })

  test(`a form or a link on a page of ${host} has no effect`, async () => {
    for (const method of ['GET', 'POST'] as const) {
      const page = await browser.newPage()
      await page.goto(`http://${host}:${attackerPort}/`)
      const [response] = await Promise.all([
        page.waitForResponse((answer) => answer.url().startsWith(`http://127.0.0.1:${listener.port}/`)),
        page.evaluate(
          ([url, how]) => {
            const form = document.createElement('form')
            Object.assign(form, { action: url, method: how, enctype: 'text/plain' })
            document.body.append(form)
            form.submit()
          },
          [`http://127.0.0.1:${listener.port}/v1/things`, method] as const,
        ),
      ])
      expect(response.status()).toBe(403)
    }
    const page = await browser.newPage()
    await page.goto(`http://${host}:${attackerPort}/`)
    await page.evaluate((url) => {
      const frame = document.createElement('iframe')
      frame.src = url
      document.body.append(frame)
      location.assign(url)
    }, `http://127.0.0.1:${listener.port}/`)
    await page.waitForURL(`http://127.0.0.1:${listener.port}/`)
    expect(await page.content()).toContain('cross-site')
    expect(callers).toEqual([])
  })
}

test('rejects a sandboxed page, whose origin is null', async () => {
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${attackerPort}/`)
  const report = page.waitForEvent('console', { predicate: (message) => message.text().startsWith('sandbox:') })
  await page.evaluate((target) => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.srcdoc = `<script>fetch('${target}/v1/things').then(() => console.log('sandbox: read'), () => console.log('sandbox: blocked'))</script>`
    document.body.append(frame)
  }, `http://127.0.0.1:${listener.port}`)
  expect((await report).text()).toBe('sandbox: blocked')
  expect(callers).toEqual([])
})

test('accepts the product’s own page from the address bar', async () => {
  const page = await browser.newPage()
  expect((await page.goto(`http://127.0.0.1:${listener.port}/`))?.status()).toBe(200)
  const own = await page.evaluate(async () => (await fetch('/v1/things')).status)
  expect(own).toBe(200)
  expect(callers).toHaveLength(1)
})

/** Everything that a page can try without permission, and the answers it gets. */
function fromPage(page: Page, target: string) {
  return page.evaluate(async (url) => {
    const tried = (request: Promise<Response>) =>
      request.then(
        (response) => (response.type === 'opaque' ? 'opaque' : 'read'),
        () => 'blocked',
      )
    const loads = (element: HTMLElement, src: string) =>
      new Promise<string>((resolve) => {
        element.addEventListener('load', () => resolve('load'))
        element.addEventListener('error', () => resolve('error'))
        Object.assign(element, { src })
        document.body.append(element)
      })
    const opens = (target: EventTarget & { close(): void }) =>
      new Promise<string>((resolve) => {
        target.addEventListener('open', () => resolve('open'))
        target.addEventListener('error', () => {
          target.close()
          resolve('error')
        })
      })
    const post = { method: 'POST', body: '{"a":1}' }
    return {
      read: await tried(fetch(`${url}/v1/things`)),
      credential: await tried(fetch(`${url}/v1/things`, { headers: { authorization: 'Bearer good' } })),
      blind: await tried(fetch(`${url}/v1/things`, { mode: 'no-cors' })),
      blindPost: await tried(fetch(`${url}/v1/things`, { ...post, mode: 'no-cors' })),
      preflight: await tried(fetch(`${url}/v1/things`, { ...post, headers: { 'content-type': 'application/json' } })),
      script: await loads(document.createElement('script'), `${url}/v1/things`),
      image: await loads(document.createElement('img'), `${url}/v1/things`),
      socket: await opens(new WebSocket(`${url.replace('http', 'ws')}/v1/events`)),
      events: await opens(new EventSource(`${url}/v1/events`)),
    }
  }, target)
}
