import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import type { Role } from '../../src/contract/people.ts'
import { User } from '../../src/contract/users.ts'
import type { Caller } from '../../src/main/api/caller.ts'
import { listen } from '../../src/main/api/listener.ts'
import { serveStatic } from '../../src/main/api/static.ts'
import type { HostConfig } from '../../src/main/host.ts'
import { startTestHost, type TestHost } from './test-host.ts'

/** The whole program without Electron: a real host behind the real listener, with the page as it is built. */
export interface WindowHost {
  readonly test: TestHost
  readonly url: string
  /** Who is signed in on pages that are opened from now on. */
  role: Role
  /** Makes the user of a role, who is otherwise made when they first open a page. */
  enrol(role: Role): Promise<unknown>
  /** Opens the page signed in, without the sign-in screen: that has tests of its own. */
  open(page: Page, path?: string, theme?: 'light' | 'dark'): Promise<void>
  /** Takes the wire away and brings it back, at the same address. */
  unplug(): Promise<void>
  plug(): Promise<void>
  close(): Promise<void>
}

/** Builds the page once for a test file. @returns the folder, to be removed with `rm` */
export async function buildPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'castellan-page-'))
  await build({
    root: resolve(import.meta.dirname, '../../src/renderer'),
    base: '/',
    configFile: false,
    logLevel: 'silent',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 5000,
    },
  })
  return folder
}

const password = 'a long password for tests'

export async function startWindowHost(folder: string, config: Partial<HostConfig> = {}): Promise<WindowHost> {
  const test = await startTestHost(config)
  const known = new Set<string>()
  const answering = {
    fetch: (request: Request, caller: Caller) => test.host.fetch(request, caller),
    identify: (authorization: string | null, door: 'wire') => test.host.identify(authorization, door),
  }
  const userOf = async (role: Role): Promise<string> => {
    const username = role.replaceAll(' ', '-')
    if (!known.has(role)) await test.ask(User, 'POST', '/v1/users', { username, password, roles: [role] })
    known.add(role)
    return username
  }
  await userOf('owner')
  /** A session of somebody with this role; the first time, of somebody new. */
  const signIn = async (role: Role): Promise<string> => {
    const username = await userOf(role)
    const anybody: Caller = { kind: 'anonymous', door: 'wire' }
    return (await test.call('POST', '/v1/session', { username, password }, {}, anybody)).text()
  }
  const files = serveStatic(folder)
  let listener = await listen(answering, { port: 0, files })
  const host: WindowHost = {
    test,
    url: listener.url,
    role: 'security officer',
    enrol: (role) => userOf(role),
    async open(page, path = '/imports', theme = 'light') {
      const session = await signIn(host.role)
      await page.addInitScript(
        ([session, theme]) => {
          sessionStorage.setItem('castellan.session', session)
          localStorage.setItem('castellan.preferences', JSON.stringify({ theme }))
        },
        [session, theme] as const,
      )
      await page.goto(host.url + path)
    },
    unplug: () => listener.close(),
    async plug() {
      listener = await listen(answering, { port: listener.port, files })
    },
    async close() {
      await listener.close()
      await test.close()
    },
  }
  return host
}

export const removePage = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })
