import { matches } from '../../domain/shared/filter.ts'
import type { RoleKind } from '../../domain/authorization/internal-roles.ts'
import {
  createRole,
  findRole,
  listRoles,
  membersOf,
  removeRole,
  type RoleInput,
  type StoredRole,
  updateRole,
} from '../../domain/roles/roles.service.ts'
import { personPrincipal } from '../../domain/roles/principal.ts'
import { longIdOf } from '../../domain/roles/principals.service.ts'
import { asObject, Fields, type JsonObject } from './crest/body.ts'
import { pageOf, type Resource } from './crest/envelope.ts'
import { CrestError } from './crest/error.ts'
import { revisionFromIfMatch } from './crest/etag.ts'
import { applyPatch } from './crest/patch.ts'
import { isThere, checkPut } from './crest/put.ts'
import type { Call, Operation } from './operation.ts'
import { reference } from './wire/user.ts'
import { db, idIn, key, requireSameId, revOf } from './managed-object.ts'

function role(call: Call, kind: RoleKind): StoredRole {
  const storedRole = findRole(db(call), kind, key(call))
  if (!storedRole) throw new CrestError(404, `Object ${kind}/role/${key(call)} not found in ${kind}/role`)
  return storedRole
}

const roleView = (role: StoredRole): Resource => ({
  ...(JSON.parse(role.properties) as Resource),
  _id: role.idm_id,
  _rev: String(role.revision),
  name: role.name,
  description: role.description,
})

const withMembers = (call: Call, role: StoredRole): Resource => {
  const heads = (call.query.fields ?? []).map((field) => field.split('/')[0])
  if (!heads.includes('members') && !heads.includes('*_ref')) return roleView(role)
  const members = membersOf(db(call), role.id).map((id) => reference(longIdOf(db(call), personPrincipal(id))))
  return { ...roleView(role), members }
}

function readRole(body: JsonObject): RoleInput {
  const fields = new Fields(body)
  const name = fields.text('name')
  const description = fields.textOr('description', '')
  fields.check()
  const { _id, _rev, name: _, description: __, members, authzMembers, ...properties } = body
  return { name, description, properties }
}

const readOperations = (kind: RoleKind): readonly Operation[] => [
  {
    entries: [],
    method: 'GET',
    path: `${kind}/role`,
    readsFilter: true,
    access: ['idmAdmin'],
    handle(call) {
      const { filter, queryId } = call.query
      const all = listRoles(db(call), kind)
        .map((storedRole) => withMembers(call, storedRole))
        .filter((view) => filter === null || matches(filter, view))
      const shown = queryId === 'query-all-ids' ? all.map(({ _id, _rev }) => ({ _id, _rev })) : all
      return { list: pageOf(shown, call.query) }
    },
  },
  {
    entries: [],
    method: 'GET',
    path: `${kind}/role/:id`,
    access: ['idmAdmin'],
    handle: (call) => ({ body: withMembers(call, role(call, kind)) }),
  },
]

const saveOperations = (kind: RoleKind): readonly Operation[] => [
  {
    entries: [],
    method: 'POST',
    path: `${kind}/role`,
    access: ['idmAdmin'],
    needsBody: true,
    handle(call) {
      const body = asObject(call.body)
      const id = idIn(body)
      if (id !== null && findRole(db(call), kind, id)) throw new CrestError(412, `There is a role ${id} already.`)
      return {
        status: 201,
        body: roleView(createRole(call.services.env, call.by.actor, { kind, idmId: id, input: readRole(body) })),
      }
    },
  },
  {
    entries: [],
    method: 'PUT',
    path: `${kind}/role/:id`,
    access: ['idmAdmin'],
    needsBody: true,
    handle(call) {
      requireSameId(call)
      const exists = isThere(() => role(call, kind))
      checkPut(call.headers, exists)
      const input = readRole(asObject(call.body))
      const { env } = call.services
      const saved = exists
        ? updateRole(env, call.by.actor, { kind, idmId: key(call), revision: revOf(call), input })
        : createRole(env, call.by.actor, { kind, idmId: key(call), input })
      return { status: exists ? 200 : 201, body: roleView(saved) }
    },
  },
]

const changeOperations = (kind: RoleKind): readonly Operation[] => [
  {
    entries: [],
    method: 'PATCH',
    path: `${kind}/role/:id`,
    access: ['idmAdmin'],
    needsBody: true,
    handle(call) {
      const after = readRole(applyPatch(roleView(role(call, kind)), call.body) as JsonObject)
      const revision = revisionFromIfMatch(call.headers)
      return {
        body: roleView(
          updateRole(call.services.env, call.by.actor, { kind, idmId: key(call), revision, input: after }),
        ),
      }
    },
  },
  {
    entries: [],
    method: 'DELETE',
    path: `${kind}/role/:id`,
    access: ['idmAdmin'],
    handle(call) {
      role(call, kind)
      const revision = revisionFromIfMatch(call.headers)
      return {
        body: roleView(removeRole(call.services.env, call.by.actor, { kind, idmId: key(call), revision })),
      }
    },
  },
]

/** Roles of both kinds. */
export const managedRoleOperations: readonly Operation[] = (['managed', 'internal'] as const).flatMap((kind) => [
  ...readOperations(kind),
  ...saveOperations(kind),
  ...changeOperations(kind),
])
