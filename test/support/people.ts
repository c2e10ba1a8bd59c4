import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '../../src/contract/user-roles.ts'
import type { User } from '../../src/contract/users.ts'
import * as audit from '../../src/main/domain/audit/audit.store.ts'
import type { Environment } from '../../src/main/domain/shared/environment.ts'
import { anyOutsideAccess } from '../../src/main/domain/shared/outside-access.ts'
import { type Access, createAccess } from '../../src/main/domain/sign-in/access.service.ts'
import { actorOf, type Authorship, type Caller } from '../../src/main/domain/authorization/caller.ts'
import { createUser } from '../../src/main/domain/sign-in/users.service.ts'
import { openStore, type StoreOptions } from '../../src/main/storage/store.ts'

export const minutes = (count: number) => count * 60_000
export const hours = (count: number) => count * 3_600_000
export const days = (count: number) => count * 86_400_000

export const operator: Authorship = { caller: { kind: 'operator' }, actor: actorOf({ kind: 'operator' }) }
export const by = (caller: Caller): Authorship => ({ caller, actor: actorOf(caller) })

/** A real database with a clock that only moves when told. */
export interface People {
  readonly env: Environment
  readonly access: Access
  readonly dataDir: string
  advance(ms: number): void
  /** A new process on the same data: what was only in memory is gone. */
  restart(): void
  /** What was recorded, oldest first. */
  recorded(): { action: string; actor: { name: string; via: string }; details: Record<string, unknown> }[]
  /** Creates a user and signs in by the wire. */
  person(username: string, roles: Role[]): Promise<Signed>
  close(): void
}

export interface Signed {
  readonly user: User
  readonly token: string
  readonly password: string
  /** As the door proves them now. */
  caller(): Promise<Caller>
  by(): Promise<Authorship>
}

export const goodPassword = (username: string) => `seven plums, ${username.length} herons & no kettle`

export function startPeople(options: StoreOptions = {}): People {
  const dataDir = mkdtempSync(join(tmpdir(), 'castellan-people-'))
  let now = Date.parse('2026-06-30T09:00:00.000Z')
  const environment = (): Environment => ({
    store: openStore(dataDir, 'unknown', options),
    clock: () => now,
    newId: randomUUID,
    randomBytes: (count) => randomBytes(count),
    outside: anyOutsideAccess,
  })
  let env = environment()
  let access = createAccess(env)
  const people: People = {
    get env() {
      return env
    },
    get access() {
      return access
    },
    dataDir,
    advance(ms) {
      now += ms
    },
    restart() {
      env.store.close()
      env = environment()
      access = createAccess(env)
    },
    recorded: () => audit.from(env.store.reader, 1, 10_000).map(({ entry }) => JSON.parse(entry)),
    async person(username, roles) {
      const password = goodPassword(username)
      const user = await createUser(env, operator, { username, name: '', password, roles, identityId: null })
      const opened = await access.signIn(username, password, 'wire')
      if (opened.kind !== 'opened') throw new Error(`${username} can't sign in: ${opened.kind}`)
      const caller = () => access.identify(`Bearer ${opened.token}`, 'wire')
      return { user, token: opened.token, password, caller, by: async () => by(await caller()) }
    },
    close() {
      env.store.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return people
}
