import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  createManagedUser,
  updateManagedUser,
} from '../../../../src/main/domain/managed-users/change-managed-user.service.ts'
import { managedUserOf } from '../../../../src/main/domain/managed-users/managed-users.service.ts'
import { longIdOf } from '../../../../src/main/domain/roles/principals.service.ts'
import { rolePrincipal } from '../../../../src/main/domain/roles/principal.ts'
import { membershipsOf, takeRole } from '../../../../src/main/domain/roles/roles.service.ts'
import { type Governance, startGovernance } from '../../../support/governance.ts'

let room: Governance
beforeEach(() => {
  room = startGovernance()
})
afterEach(() => room.close())

it('does not restore a role that was taken away while the password was being hashed', async () => {
  const { env } = room
  const by = room.as(null, '*')
  const role = room.role('vault')
  const reference = (id: number) => ({ _ref: longIdOf(env.store.reader, rolePrincipal(id)) })
  const ana = { userName: 'ana', sn: 'Silva', roles: [reference(role)] }
  const { id } = await createManagedUser(env, by, { id: 'ana', properties: ana })
  const change = updateManagedUser(env, by, {
    id: 'ana',
    seen: null,
    properties: (db) => ({
      ...ana,
      sn: 'Souza',
      password: 'six patient herons by a pond',
      roles: membershipsOf(db, id).map(({ roleId }) => reference(roleId)),
    }),
  })
  const taken = env.store.transact((tx) =>
    takeRole(tx, env.clock(), by.actor, { identity: id, role, property: 'roles' }),
  )
  await change
  expect(taken).toBe(true)
  expect(managedUserOf(env.store.reader, id)).toMatchObject({ last_name: 'Souza' })
  expect(membershipsOf(env.store.reader, id)).toEqual([])
})
