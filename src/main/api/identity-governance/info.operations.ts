import { identityOf } from '../../domain/identities/references.service.ts'
import { rolesOfRights } from '../../domain/authorization/internal-roles.ts'
import { roleOf } from '../../domain/roles/roles.service.ts'
import type { Operation } from './operation.ts'

export const infoOperations: readonly Operation[] = [
  {
    entries: [],
    method: 'GET',
    path: 'info/ping',
    access: 'nobody',
    handle: () => ({ body: { _id: '', _rev: '', shortDesc: 'OpenIDM ready', state: 'ACTIVE_READY' } }),
  },
  {
    entries: [],
    method: 'GET',
    path: 'info/version',
    access: 'signed-in',
    handle: () => ({ body: { _id: 'version', productVersion: '7.1.1', productRevision: 'castellan' } }),
  },
  {
    entries: [],
    method: 'GET',
    path: 'info/login',
    access: 'signed-in',
    handle({ services, participant, by }) {
      const db = services.env.store.reader
      const id = participant.identity === null ? null : identityOf(db, participant.identity).idmId
      const held = [...participant.roles]
        .map((role) => roleOf(db, role))
        .map(({ kind, idm_id: role }) => `${kind}/role/${role}`)
      const roles = [...new Set([...rolesOfRights(participant.scopes).map((name) => `internal/role/${name}`), ...held])]
      return {
        body: {
          _id: 'login',
          authenticationId: by.actor.name,
          authorization: {
            component: id === null ? 'internal/user' : 'managed/user',
            roles,
            id: id ?? by.actor.name,
            ipAddress: '127.0.0.1',
            moduleId: by.caller.kind === 'token' ? 'TOKEN' : 'MANAGED_USER',
            userRolesProperty: 'authzRoles',
            protectedAttributeList: ['password'],
            authLogin: false,
            queryId: 'credential-query',
          },
        },
      }
    },
  },
]
