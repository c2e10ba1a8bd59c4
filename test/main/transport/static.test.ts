import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveStatic } from '../../../src/main/transport/static.ts'

const root = mkdtempSync(join(tmpdir(), 'castellan-static-'))
const bundle = join(root, 'bundle')
beforeAll(() => {
  mkdirSync(join(bundle, 'assets'), { recursive: true })
  writeFileSync(join(bundle, 'index.html'), '<meta name="csp-nonce" nonce="__CSP_NONCE__"><div id="root"></div>')
  writeFileSync(join(bundle, 'assets/index-a1.js'), 'export {}')
  writeFileSync(join(root, 'secret.js'), 'outside')
})
afterAll(() => rmSync(root, { recursive: true }))

const get = (path: string, method = 'GET') => serveStatic(bundle).respond(method, path)
const directives = (policy: string | null) =>
  new Map((policy ?? '').split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]))

test('the page comes with a policy that allows nothing by default and nothing unsafe', async () => {
  const policy = directives((await get('/')).headers.get('content-security-policy'))
  for (const name of ['default-src', 'object-src', 'base-uri', 'form-action', 'frame-ancestors']) {
    expect(policy.get(name), name).toEqual(["'none'"])
  }
  for (const name of ['script-src', 'connect-src', 'font-src']) expect(policy.get(name), name).toEqual(["'self'"])
  expect(policy.get('require-trusted-types-for')).toEqual(["'script'"])
  expect(JSON.stringify([...policy])).not.toMatch(/unsafe|\*|http:/)
})

test('every answer has a nonce of its own, in the policy and in the page', async () => {
  const [page, two] = [await get('/'), await get('/imports/5')]
  const nonceOf = (response: Response) =>
    /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
  expect(await page.text()).toContain(`nonce="${nonceOf(page)}"`)
  expect(nonceOf(page)).toMatch(/^[A-Za-z0-9+/]{22}==$/)
  expect(nonceOf(page)).not.toBe(nonceOf(two))
})

test('files have their type and are never guessed at', async () => {
  const script = await get('/assets/index-a1.js')
  expect([script.status, await script.text()]).toEqual([200, 'export {}'])
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(script.headers.get('x-content-type-options')).toBe('nosniff')
})

test.each([
  '/../secret.js',
  '/%2e%2e/secret.js',
  '/..%2fsecret.js',
  '/assets/../../secret.js',
  '/assets/absent.js',
  '/.env',
])('%s yields no file', async (path) => {
  const response = await get(path)
  expect([400, 404]).toContain(response.status)
  expect(await response.text()).not.toContain('outside')
})

test('a page is read, not written', async () => {
  const response = await get('/', 'POST')
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  expect(await (await get('/', 'HEAD')).text()).toBe('')
})

test('before the page is built it says so', async () => {
  const response = await serveStatic(join(root, 'nowhere')).respond('GET', '/')
  expect(response.status).toBe(503)
  expect(await response.text()).toContain('npm run build')
})
