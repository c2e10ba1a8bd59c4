import type { z } from 'zod'
import type { Role } from '../../src/contract/user-roles.ts'
import { OpenedSession } from '../../src/contract/session.ts'
import { User } from '../../src/contract/users.ts'
import type { Channel } from '../../src/main/domain/authorization/caller.ts'
import { goodPassword } from './people.ts'
import type { TestHost } from './test-host.ts'

/** A page or a script: sends its bearer as the window and the listener would, and nothing else. */
export interface Client {
  readonly bearer: string | null
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** @throws when the status is not 2xx, or the answer does not fit */
  ask<T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T>
  /** The status, and the last part of the problem's type. */
  refusal(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<[number, string]>
}

export function client(test: TestHost, bearer: string | null = null, channel: Channel = 'wire'): Client {
  const self: Client = {
    bearer,
    async send(method, path, body, headers) {
      const caller = await test.host.identify(bearer === null ? null : `Bearer ${bearer}`, channel)
      return test.call(method, path, body, headers, caller)
    },
    async ask(schema, method, path, body) {
      const response = await self.send(method, path, body)
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${text}`)
      return schema.parse(JSON.parse(text))
    },
    async refusal(method, path, body, headers) {
      const response = await self.send(method, path, body, headers)
      const problem = (await response.json()) as { type?: string }
      return [response.status, problem.type?.split(':').at(-1) ?? '']
    },
  }
  return self
}

/** Creates a user as the operator and signs in with the password. */
export async function person(test: TestHost, username: string, roles: Role[], channel: Channel = 'wire') {
  const password = goodPassword(username)
  const user = await test.ask(User, 'POST', '/v1/users', { username, password, roles })
  const { token } = await client(test, null, channel).ask(OpenedSession, 'POST', '/v1/session', { username, password })
  return { user, password, ...client(test, token, channel) }
}
