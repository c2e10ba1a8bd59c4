import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import type { Role } from '../../src/contract/people.ts'
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

const token = 'a-session-of-this-test'

export async function startWindowHost(folder: string, config: Partial<HostConfig> = {}): Promise<WindowHost> {
  const test = await startTestHost(config)
  const person = (role: Role): Caller => ({
    kind: 'person',
    userId: 1,
    username: 'maria',
    roles: [role],
    session: 'test',
    via: 'password',
    provedAt: null,
  })
  const answering = {
    fetch: (request: Request, caller: Caller) => test.host.fetch(request, caller),
    identify: async (authorization: string | null): Promise<Caller> =>
      authorization === `Bearer ${token}` ? person(host.role) : { kind: 'anonymous', door: 'wire' },
  }
  const files = serveStatic(folder)
  let listener = await listen(answering, { port: 0, files })
  const host: WindowHost = {
    test,
    url: listener.url,
    role: 'security officer',
    async open(page, path = '/imports', theme = 'light') {
      const session = {
        token,
        person: { username: 'maria', roles: [host.role] },
        expiresAt: '2099-01-01T00:00:00.000Z',
      }
      await page.addInitScript(
        ([session, theme]) => {
          sessionStorage.setItem('castellan.session', session)
          localStorage.setItem('castellan.preferences', JSON.stringify({ theme }))
        },
        [JSON.stringify(session), theme] as const,
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
