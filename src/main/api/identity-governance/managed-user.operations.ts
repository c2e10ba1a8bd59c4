import {
  createManagedUser,
  removeManagedUser,
  updateManagedUser,
} from '../../domain/managed-users/change-managed-user.service.ts'
import { type Condition, orderBy, toSql } from '../../domain/shared/filter-sql.ts'
import {
  getManagedUser,
  listManagedUsers,
  type ManagedUser,
  userColumnsFor,
} from '../../domain/managed-users/managed-users.service.ts'
import { asObject, type JsonObject } from './crest/body.ts'
import { rowsOf } from './crest/envelope.ts'
import { fieldsOf } from './crest/query.ts'
import { CrestError } from './crest/error.ts'
import { revisionFromIfMatch } from './crest/etag.ts'
import { applyPatch } from './crest/patch.ts'
import { isThere, checkPut } from './crest/put.ts'
import type { Call, Operation } from './operation.ts'
import { managedUser } from './wire/user.ts'
import { db, idIn, key, requireSameId, revOf } from './managed-object.ts'

const allUsers: Condition = { sql: '1', values: [] }
/** The whole object, as a patch sees it. */
const withRelations = ['*', 'manager', 'roles', 'authzRoles']
/** What a patch removed is none, and not left unsaid. */
const withoutRelations: JsonObject = { manager: null, roles: [], authzRoles: [] }

/** @throws CrestError 404 in the framework's words */
function user(call: Call): ManagedUser {
  if (!isThere(() => getManagedUser(db(call), key(call))))
    throw new CrestError(404, `Object managed/user/${key(call)} not found in managed/user`)
  return getManagedUser(db(call), key(call))
}

/** People as scripts write and read them. */
export const managedUserOperations: readonly Operation[] = [
  {
    entries: [],
    method: 'GET',
    path: 'managed/user',
    readsFilter: true,
    access: ['idmAdmin'],
    handle(call) {
      const { query } = call
      const columns = userColumnsFor(fieldsOf(query))
      const condition = query.filter ? toSql(query.filter, columns) : allUsers
      const page = rowsOf(query)
      const order = orderBy(query.sort, columns, 'n.sort_name')
      const { items, total } = listManagedUsers(db(call), { condition, order, ...page }, query.exact)
      const views = items.map((managed) => managedUser(db(call), managed, query.fields))
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
    access: ['idmAdmin'],
    needsBody: true,
    async handle(call) {
      const body = asObject(call.body)
      const saved = await createManagedUser(call.services.env, call.participant, { id: idIn(body), properties: body })
      return { status: 201, body: managedUser(db(call), saved, call.query.fields) }
    },
  },
  {
    entries: [],
    method: 'GET',
    path: 'managed/user/:id',
    access: ['idmAdmin'],
    handle: (call) => ({ body: managedUser(db(call), user(call), call.query.fields) }),
  },
  {
    entries: [],
    method: 'PUT',
    path: 'managed/user/:id',
    access: ['idmAdmin'],
    needsBody: true,
    async handle(call) {
      requireSameId(call)
      const exists = isThere(() => user(call))
      checkPut(call.headers, exists)
      const body = asObject(call.body)
      const { env } = call.services
      const saved = exists
        ? await updateManagedUser(env, call.participant, { id: key(call), seen: revOf(call), properties: () => body })
        : await createManagedUser(env, call.participant, { id: key(call), properties: body })
      return { status: exists ? 200 : 201, body: managedUser(db(call), saved, call.query.fields) }
    },
  },
  {
    entries: [],
    method: 'PATCH',
    path: 'managed/user/:id',
    access: ['idmAdmin'],
    needsBody: true,
    async handle(call) {
      user(call)
      const saved = await updateManagedUser(call.services.env, call.participant, {
        id: key(call),
        seen: revisionFromIfMatch(call.headers),
        properties: (reader, current) => ({
          ...withoutRelations,
          ...(applyPatch(managedUser(reader, current, withRelations), call.body) as JsonObject),
        }),
      })
      return { body: managedUser(db(call), saved, call.query.fields) }
    },
  },
  {
    entries: [],
    method: 'DELETE',
    path: 'managed/user/:id',
    access: ['idmAdmin'],
    handle(call) {
      user(call)
      const removed = removeManagedUser(call.services.env, call.by.actor, {
        id: key(call),
        seen: revisionFromIfMatch(call.headers),
      })
      return { body: managedUser(db(call), removed, null) }
    },
  },
]
