import type { Page } from '@playwright/test'
import type { Role } from '../../src/contract/user-roles.ts'
import { User } from '../../src/contract/users.ts'
import type { Caller } from '../../src/main/api/http/caller.ts'
import { listen } from '../../src/main/transport/listener.ts'
import { serveStatic } from '../../src/main/transport/static.ts'
import type { HostConfig } from '../../src/main/host/host.ts'
import { builtPage } from './page-build.ts'
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
  open(page: Page, path?: string): Promise<void>
  /** Takes the wire away and brings it back, at the same address. */
  unplug(): Promise<void>
  plug(): Promise<void>
  close(): Promise<void>
}

const password = 'a long password for tests'

export async function startWindowHost(config: Partial<HostConfig> = {}): Promise<WindowHost> {
  const test = await startTestHost(config)
  const known = new Set<string>()
  const answering = {
    fetch: (request: Request, caller: Caller) => test.host.fetch(request, caller),
    identify: (authorization: string | null, channel: 'wire') => test.host.identify(authorization, channel),
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
    const anybody: Caller = { kind: 'anonymous', channel: 'wire' }
    return (await test.call('POST', '/v1/session', { username, password }, {}, anybody)).text()
  }
  const files = serveStatic(builtPage())
  let listener = await listen(answering, { port: 0, files })
  const host: WindowHost = {
    test,
    url: listener.url,
    role: 'security-officer',
    enrol: (role) => userOf(role),
    async open(page, path = '/imports') {
      const session = await signIn(host.role)
      await page.addInitScript((session) => sessionStorage.setItem('castellan.session', session), session)
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
