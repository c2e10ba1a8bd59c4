import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roles } from '../../../src/contract/user-roles.ts'
import { type Scope, scopeNames } from '../../../src/contract/scopes.ts'
import { OpenedSession } from '../../../src/contract/session.ts'
import { RevealedToken } from '../../../src/contract/tokens.ts'
import { includes, scopesOfRoles } from '../../../src/main/domain/authorization/scopes.ts'
import { nativeRouter } from '../../../src/main/api/native/router.ts'
import type { Route } from '../../../src/main/api/http/route.ts'
import { nativeRoutes } from '../../../src/main/api/mounts.ts'
import { vendorRoutes } from '../../../src/main/api/permission-assist/routes.ts'
import { goodPassword } from '../../support/people.ts'
import { type Client, client, person } from '../../support/signed-in.ts'
import { startTestHost, switchApi, type TestHost } from '../../support/test-host.ts'
import { unknownId } from '../../support/vendor.ts'

/**
 * Every route against everybody: nobody, each role, a token with everything but the route's scope, one with that scope
 * alone, and the local operator. What comes out stands in authorization.txt, so that a change in who may do what is read
 * by whoever reviews it.
 */
let test: TestHost
const callers = new Map<string, Client>()
beforeAll(async () => {
  test = await startTestHost()
  await switchApi(test, true)
  callers.set('nobody', client(test))
  for (const role of roles) {
    await person(test, role.replaceAll(' ', '-'), [role])
    await signIn(role)
  }
  for (const scope of scopeNames) {
    callers.set(`only ${scope}`, await token([scope]))
    callers.set(`without ${scope}`, await token(scopeNames.filter((other) => other !== scope)))
  }
})
afterAll(() => test.close())

/** A session of its own: some routes lock or end it. */
async function signIn(role: string): Promise<void> {
  const username = role.replaceAll(' ', '-')
  const body = { username, password: goodPassword(username) }
  const { token: bearer } = await client(test).ask(OpenedSession, 'POST', '/v1/session', body)
  callers.set(role, client(test, bearer))
}

async function token(scopes: readonly Scope[]): Promise<Client> {
  const { secret } = await test.ask(RevealedToken, 'POST', '/v1/tokens', { name: 'a token', scopes })
  return client(test, secret)
}

const scopeOf = ({ access }: Route): Exclude<Scope, '*'> | undefined =>
  typeof access === 'object' ? access.scope : undefined
/** Where a scope is not enough: who of those that have it are let in, and by which rule. */
const further: Readonly<Record<string, readonly [rule: string, ...letIn: string[]]>> = {
  'POST /v1/users/:id/link': ['the operator of this machine makes links', 'operator'],
  'POST /v1/session/codes': ['the operator of this machine makes codes', 'operator'],
  'POST /v1/session/lock-all': ['the operator of this machine locks everybody', 'operator'],
  'POST /v1/session/keep': ['people in the window stay signed in; these come by the wire'],
}

function expectedOf(callerName: string, route: Route): string {
  if (callerName === 'nobody') return '401'
  const special = further[`${route.method} ${route.path}`]
  if (special) return special.includes(callerName) ? 'in' : '403'
  const scope = scopeOf(route)
  if (scope === undefined || callerName === 'operator' || callerName === `only ${scope}`) return 'in'
  const role = roles.find((candidate) => candidate === callerName)
  return role && includes(scopesOfRoles([role]), scope) ? 'in' : '403'
}

/** Let in: whatever comes then, it is not that they may not. Wrong ids and empty bodies see to it that nothing is done. */
async function isLetIn(callerName: string, { method, path }: Route): Promise<string> {
  const address = path.replaceAll(/:[A-Za-z]*Id\b|:id\b/g, (name) => (name === ':id' ? unknownId : '999999'))
  const body = method === 'GET' || method === 'DELETE' ? undefined : {}
  const response = await (callerName === 'operator'
    ? test.call(method, address, body)
    : (callers.get(callerName) as Client).send(method, address, body))
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
  const text = isStream ? '' : await response.text()
  if (isStream) await response.body?.cancel()
  if (response.status === 401) return '401'
  const word = response.headers.get('content-type')?.endsWith('json')
    ? (JSON.parse(text) as { type?: string; error?: string })
    : {}
  const forbidden = response.status === 403 && (word.error ?? word.type?.split(':').at(-1)) === 'forbidden'
  return forbidden ? '403' : 'in'
}

describe('authorization', () => {
  it('of every route against everybody is as it was decided', async () => {
    const lines: string[] = []
    for (const route of [...nativeRoutes, ...vendorRoutes].filter(({ access }) => access !== 'public')) {
      const name = `${route.method} ${route.path}`
      const scope = scopeOf(route)
      const tokens = scope === undefined ? [] : [`only ${scope}`, `without ${scope}`]
      const letIn: string[] = []
      for (const callerName of ['operator', ...roles, 'nobody', ...tokens]) {
        const outcome = await isLetIn(callerName, route)
        if (outcome === 'in') letIn.push(callerName)
        expect([name, callerName, outcome]).toEqual([name, callerName, expectedOf(callerName, route)])
        if (route.path.startsWith('/v1/session')) for (const role of roles) await signIn(role)
      }
      const rule = further[name]?.[0]
      lines.push(`${name}\n  ${rule ?? scope ?? 'whoever is signed in'}: ${letIn.join(', ') || '-'}`)
    }
    await expect(`${lines.sort((a, b) => (a < b ? -1 : 1)).join('\n')}\n`).toMatchFileSnapshot(
      resolve(import.meta.dirname, 'authorization.txt'),
    )
    // Every route times every scope and role: some ten thousand calls.
  }, 90_000)

  it('is required everywhere except for sign-in and the health check', () => {
    const open = [...nativeRoutes, ...vendorRoutes].filter(({ access }) => access === 'public')
    expect(open.map(({ method, path }) => `${method} ${path}`).sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'DELETE /v1/session',
      'GET /v1/health',
      'GET /v1/session',
      'POST /v1/session',
      'POST /v1/session/step-up',
    ])
  })

  it('must be said by every route: one without does not register', () => {
    const { access: _, ...silent } = nativeRoutes[0] as Route
    expect(() => nativeRouter([silent as Route], {} as never)).toThrow('does not declare who may call it')
    expect(() => nativeRouter([{ ...silent, access: { scope: 'everything' } } as never], {} as never)).toThrow()
  })
})
