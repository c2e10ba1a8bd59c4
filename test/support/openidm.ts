import { RevealedToken } from '../../src/contract/tokens.ts'
import { listen } from '../../src/main/transport/listener.ts'
import { startTestHost, switchApi, type TestHost } from './test-host.ts'

/** What a call answered. */
export interface Answered {
  readonly status: number
  readonly headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever came over the wire
  readonly body: any
}

/** Somebody who calls `/openidm` with user name and password. */
export interface Login {
  readonly id: string
  readonly username: string
  readonly password: string
}

/** A served instance whose stage is set through `/openidm` alone, as a script would set it. */
export interface OpenIdm {
  readonly test: TestHost
  readonly root: string
  /** A bearer token with every scope. */
  readonly token: string
  /** Calls as somebody; null sends no credential. */
  call(
    who: Login | 'token' | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answered>
  /** The same as the token, and the answer must be a good one. @returns its body */
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever came over the wire
  made(method: string, path: string, body?: unknown): Promise<any>
  /** A managed user with a password, and internal roles. */
  person(id: string, more?: Record<string, unknown>): Promise<Login>
  /** A managed role and the catalogue's entry that makes it requestable. @returns the entry's id */
  item(id: string, body?: Record<string, unknown>): Promise<string>
  close(): Promise<void>
}

export async function startOpenIdm(): Promise<OpenIdm> {
  const test = await startTestHost({ stillMs: 60_000 })
  await switchApi(test, true)
  const { secret: token } = await test.ask(RevealedToken, 'POST', '/v1/tokens', { name: 'stage', scopes: ['*'] })
  const listener = await listen(test.host, { port: 0, files: { respond: async () => new Response('page') } })
  const root = `${listener.url}/openidm`
  const credentials = (who: Login | 'token' | null): Record<string, string> => {
    if (who === null) return {}
    return who === 'token'
      ? { authorization: `Bearer ${token}` }
      : { 'x-openidm-username': who.username, 'x-openidm-password': who.password }
  }
  const stage: OpenIdm = {
    test,
    root,
    token,
    async call(who, method, path, body, headers = {}) {
      const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
      const response = await fetch(`${root}/${path}`, {
        method,
        headers: { ...json, ...credentials(who), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
    },
    async made(method, path, body) {
      const answered = await stage.call('token', method, path, body)
      if (answered.status >= 300)
        throw new Error(`${method} ${path} → ${answered.status} ${JSON.stringify(answered.body)}`)
      return answered.body
    },
    async person(id, more = {}) {
      const username = `user.${id}`
      const password = `five ${id} geese, swimming upstream`
      await stage.made('PUT', `managed/user/${id}`, {
        userName: username,
        password,
        givenName: id,
        sn: 'Doe',
        mail: `${id}@cu.example`,
        ...more,
      })
      return { id, username, password }
    },
    async item(id, body = {}) {
      await stage.made('PUT', `managed/role/${id}`, { name: `Role ${id}` })
      const entry = await stage.made('POST', 'commons/glossary?_action=create', {
        class: 'object',
        objectId: `managed/role/${id}`,
        displayName: `Role ${id}`,
        order: [],
        requestable: true,
        ...body,
      })
      return entry._id
    },
    async close() {
      await listener.close()
      await test.close()
    },
  }
  return stage
}

export const internal = (...names: string[]) => ({
  authzRoles: names.map((name) => ({ _ref: `internal/role/${name}` })),
})
