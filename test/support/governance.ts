import type { Scope } from '../../src/contract/scopes.ts'
import { createEntry, type Entry } from '../../src/main/domain/catalogue/catalogue.service.ts'
import type { EntryBody } from '../../src/main/domain/catalogue/entry.ts'
import type { Environment } from '../../src/main/domain/shared/environment.ts'
import type { Participant } from '../../src/main/domain/sign-in/participant.ts'
import { createRole, findRole, giveRole, roleOf } from '../../src/main/domain/roles/roles.service.ts'
import { scopesOfRoles } from '../../src/main/domain/authorization/scopes.ts'
import type { StoreOptions } from '../../src/main/storage/store.ts'
import { type People, startPeople } from './people.ts'

/** People, roles and a catalogue on a real database, without a host. */
export interface Governance {
  readonly people: People
  readonly env: Environment
  /** Adds a person; `manager` names another by employee number, which is their id here. */
  person(name: string, manager?: string): number
  /** Somebody acting: as a person with rights beside those of everybody, or as none. */
  as(name: string | null, ...rights: Scope[]): Participant
  /** A managed role, and who has it under `property`. */
  role(id: string, members?: readonly string[]): number
  /** A requestable role in the catalogue. */
  item(id: string, body?: EntryBody): Entry
  idOf(name: string): number
  close(): void
}

export function startGovernance(options: StoreOptions = {}): Governance {
  const people = startPeople(options)
  const { env } = people
  const ids = new Map<string, number>()
  const actor = { kind: 'person', name: 'test', via: 'password' } as const
  const idOf = (name: string) => {
    const id = ids.get(name)
    if (id === undefined) throw new Error(`nobody is called ${name}`)
    return id
  }
  const governance: Governance = {
    people,
    env,
    idOf,
    person(name, manager = '') {
      const guid = env.newId()
      const id = env.store.transact((tx) => {
        const made = tx
          .prepare('INSERT INTO identity (guid, idm_id, created_at) VALUES (?, ?, 0) RETURNING id')
          .pluck()
          .get(guid, name) as number
        tx.prepare(
          `INSERT INTO person_now (identity_id, guid, sort_name, name_words, full_name, first_name, last_name, email, employee_id, title, department,
            division, company, office, manager, person_type, status, accounts, created_at, updated_at)
           VALUES (@id, @guid, @name, fold_search(@name || ' | ' || @email), @name, @name, '', @email, @name, '', '', '', '', '', @manager, '', 'Active', 0, 0, 0)`,
        ).run({ id: made, guid, name, email: `${name}@cu.example`, manager })
        return made
      })
      ids.set(name, id)
      return id
    },
    as(name, ...rights) {
      const identity = name === null ? null : idOf(name)
      const held =
        identity === null
          ? []
          : (env.store.reader
              .prepare('SELECT role_id FROM role_member WHERE identity_id = ? AND to_at > ?')
              .pluck()
              .all(identity, env.clock()) as number[])
      const admins = findRole(env.store.reader, 'internal', 'access-request-admin')?.id
      const implied = rights.includes('requests:manage') && admins !== undefined ? [admins] : []
      return {
        // A token is never asked for a password: these tests are about who may do what, not about step-up.
        caller: { kind: 'token', tokenId: 0, name: name ?? 'nobody', scopes: rights },
        actor: { ...actor, name: name ?? 'nobody' },
        identity,
        scopes: [...scopesOfRoles([]), ...rights],
        roles: new Set([...held, ...implied]),
      }
    },
    role(id, members = []) {
      const role = createRole(env, actor, {
        kind: 'managed',
        idmId: id,
        input: { name: id, description: '', properties: {} },
      })
      env.store.transact((tx) => {
        for (const name of members)
          giveRole(tx, env.clock(), actor, { identity: idOf(name), role: role.id, property: 'roles' })
      })
      return roleOf(env.store.reader, role.id).id
    },
    item: (id, body = {}) =>
      createEntry(env, governance.as(null, 'catalogue:write', 'requests:manage'), {
        key: id,
        class: 'object',
        body: { objectId: `managed/role/${id}`, displayName: id, order: [], requestable: true, ...body },
      }),
    close: () => people.close(),
  }
  return governance
}
