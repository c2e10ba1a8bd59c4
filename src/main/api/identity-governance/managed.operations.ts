import type { Json } from '../../domain/shared/canonical-json.ts'
import { type Condition, orderBy, toSql } from '../../domain/shared/filter-sql.ts'
import { matches } from '../../domain/shared/filter.ts'
import {
  createManagedUser,
  removeManagedUser,
  updateManagedUser,
} from '../../domain/managed-users/change-managed-user.service.ts'
import {
  getManagedUser,
  listManagedUsers,
  type ManagedUser,
  userColumns,
} from '../../domain/managed-users/managed-users.service.ts'
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
import type { Reader } from '../../storage/open.ts'
import { asObject, Fields, type JsonObject } from './crest/body.ts'
import { pageOf, type Resource, rowsOf } from './crest/envelope.ts'
import { CrestError } from './crest/error.ts'
import { revisionFromIfMatch } from './crest/etag.ts'
import { applyPatch } from './crest/patch.ts'
import { isThere, checkPut } from './crest/put.ts'
import type { Call, Operation } from './operation.ts'
import { managedUser, reference } from './wire/user.ts'

const db = ({ services }: Call): Reader => services.env.store.reader
const key = ({ params }: Call): string => params['id'] ?? ''
const everything: Condition = { sql: '1', values: [] }
/** The whole object, as a patch sees it. */
const withRelations = ['*', 'manager', 'roles', 'authzRoles']

/** @throws CrestError 404 in the framework's words */
function user(call: Call): ManagedUser {
  if (!isThere(() => getManagedUser(db(call), key(call))))
    throw new CrestError(404, `Object managed/user/${key(call)} not found in managed/user`)
  return getManagedUser(db(call), key(call))
}

function role(call: Call, kind: RoleKind): StoredRole {
  const found = findRole(db(call), kind, key(call))
  if (!found) throw new CrestError(404, `Object ${kind}/role/${key(call)} not found in ${kind}/role`)
  return found
}

const revOf = (call: Call): number | null =>
  revisionFromIfMatch(call.headers, (call.body as Record<string, Json>)['_rev'])
const idIn = (body: JsonObject): string | null => {
  const id = body['_id']
  if (id === undefined || id === null || id === '') return null
  if (typeof id !== 'string' || id.includes('/')) throw new CrestError(400, '_id must be text without a slash.')
  return id
}
const mustAgree = (call: Call): void => {
  const id = idIn(asObject(call.body))
  if (id !== null && id !== key(call)) throw new CrestError(400, `_id is ${id}, but the address names ${key(call)}.`)
}

const userOperations: readonly Operation[] = [
  {
    entries: [],
    method: 'GET',
    path: 'managed/user',
    who: ['idmAdmin'],
    handle(call) {
      const { query } = call
      const condition = query.filter ? toSql(query.filter, userColumns) : everything
      const page = rowsOf(query)
      const order = orderBy(query.sort, userColumns, 'n.sort_name')
      const { items, total } = listManagedUsers(db(call), { condition, order, ...page }, query.exact)
      const views = items.map((one) => managedUser(db(call), one, query.fields))
      return {
        list: {
          items: query.queryId === 'query-all-ids' ? views.map(({ _id, _rev }) => ({ _id, _rev })) : views,
          total,
        },
      }
    },
  },
  {
    entries: [],
    method: 'POST',
    path: 'managed/user',
    who: ['idmAdmin'],
    needsBody: true,
    async handle(call) {
      const body = asObject(call.body)
      const made = await createManagedUser(call.services.env, call.who, { id: idIn(body), properties: body })
      return { status: 201, body: managedUser(db(call), made, call.query.fields) }
    },
  },
  {
    entries: [],
    method: 'GET',
    path: 'managed/user/:id',
    who: ['idmAdmin'],
    handle: (call) => ({ body: managedUser(db(call), user(call), call.query.fields) }),
  },
  {
    entries: [],
    method: 'PUT',
    path: 'managed/user/:id',
    who: ['idmAdmin'],
    needsBody: true,
    async handle(call) {
      mustAgree(call)
      const exists = isThere(() => user(call))
      checkPut(call.headers, exists)
      const body = asObject(call.body)
      const { env } = call.services
      const made = exists
        ? await updateManagedUser(env, call.who, { id: key(call), seen: revOf(call), properties: () => body })
        : await createManagedUser(env, call.who, { id: key(call), properties: body })
      return { status: exists ? 200 : 201, body: managedUser(db(call), made, call.query.fields) }
    },
  },
  {
    entries: [],
    method: 'PATCH',
    path: 'managed/user/:id',
    who: ['idmAdmin'],
    needsBody: true,
    async handle(call) {
      user(call)
      const made = await updateManagedUser(call.services.env, call.who, {
        id: key(call),
        seen: revisionFromIfMatch(call.headers),
        properties: (reader, current) =>
          applyPatch(managedUser(reader, current, withRelations), call.body) as JsonObject,
      })
      return { body: managedUser(db(call), made, call.query.fields) }
    },
  },
  {
    entries: [],
    method: 'DELETE',
    path: 'managed/user/:id',
    who: ['idmAdmin'],
    handle(call) {
      user(call)
      const gone = removeManagedUser(call.services.env, call.by.actor, {
        id: key(call),
        seen: revisionFromIfMatch(call.headers),
      })
      return { body: managedUser(db(call), gone, null) }
    },
  },
]

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

const roleOperations = (kind: RoleKind): readonly Operation[] => [
  {
    entries: [],
    method: 'GET',
    path: `${kind}/role`,
    who: ['idmAdmin'],
    handle(call) {
      const { filter, queryId } = call.query
      const all = listRoles(db(call), kind)
        .map((one) => withMembers(call, one))
        .filter((one) => filter === null || matches(filter, one))
      const shown = queryId === 'query-all-ids' ? all.map(({ _id, _rev }) => ({ _id, _rev })) : all
      return { list: pageOf(shown, call.query) }
    },
  },
  {
    entries: [],
    method: 'POST',
    path: `${kind}/role`,
    who: ['idmAdmin'],
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
    method: 'GET',
    path: `${kind}/role/:id`,
    who: ['idmAdmin'],
    handle: (call) => ({ body: withMembers(call, role(call, kind)) }),
  },
  {
    entries: [],
    method: 'PUT',
    path: `${kind}/role/:id`,
    who: ['idmAdmin'],
    needsBody: true,
    handle(call) {
      mustAgree(call)
      const exists = isThere(() => role(call, kind))
      checkPut(call.headers, exists)
      const wish = readRole(asObject(call.body))
      const { env } = call.services
      const made = exists
        ? updateRole(env, call.by.actor, { kind, idmId: key(call), revision: revOf(call), input: wish })
        : createRole(env, call.by.actor, { kind, idmId: key(call), input: wish })
      return { status: exists ? 200 : 201, body: roleView(made) }
    },
  },
  {
    entries: [],
    method: 'PATCH',
    path: `${kind}/role/:id`,
    who: ['idmAdmin'],
    needsBody: true,
    handle(call) {
      const after = readRole(applyPatch(roleView(role(call, kind)), call.body) as JsonObject)
      const seen = revisionFromIfMatch(call.headers)
      return {
        body: roleView(
          updateRole(call.services.env, call.by.actor, { kind, idmId: key(call), revision: seen, input: after }),
        ),
      }
    },
  },
  {
    entries: [],
    method: 'DELETE',
    path: `${kind}/role/:id`,
    who: ['idmAdmin'],
    handle(call) {
      role(call, kind)
      const seen = revisionFromIfMatch(call.headers)
      return {
        body: roleView(removeRole(call.services.env, call.by.actor, { kind, idmId: key(call), revision: seen })),
      }
    },
  },
]

export const managedOperations: readonly Operation[] = [
  ...userOperations,
  ...roleOperations('managed'),
  ...roleOperations('internal'),
]
