import { badRequest, CrestError } from './crest/error.ts'
import { findIdentity, identityOf } from '../../domain/identities/references.service.ts'
import {
  getManagedUser,
  listManagedUsers,
  managedUserOf,
  userColumns,
  userColumnsFor,
} from '../../domain/managed-users/managed-users.service.ts'
import { type Condition, orderBy, toSql } from '../../domain/shared/filter-sql.ts'
import type { Filter } from '../../domain/shared/filter.ts'
import { visiblePeople } from '../../domain/access-requests/workflow/people-visibility.ts'
import { governanceSettings } from '../../domain/settings/governance-settings.service.ts'
import { pageOf, rowsOf } from './crest/envelope.ts'
import { fieldsOf } from './crest/query.ts'
import type { Operation } from './operation.ts'
import { userView } from './wire/user.ts'

/** Each word is searched in every property of every person. The search of `/v1` reads as many. */
const mostWords = 8

/**
 * Each word must be in some of the properties; people who left are found by their id only.
 * @throws CrestError 400 for too many words
 */
function searching(text: string, properties: readonly string[]): Filter {
  const words = text.split(/\s+/).filter((word) => word !== '')
  if (words.length > mostWords) throw badRequest(`queryString must be at most ${mostWords} words.`)
  const searched = properties.filter((property) => Object.hasOwn(userColumns, property))
  const anywhere = (value: string): Filter => ({
    kind: 'or',
    of: searched.map((field) => ({ kind: 'compare', field, operator: 'co', value })),
  })
  return {
    kind: 'and',
    of: [{ kind: 'compare', field: 'accountStatus', operator: 'eq', value: 'active' }, ...words.map(anywhere)],
  }
}

export const userOperations: readonly Operation[] = [
  {
    entries: [1],
    method: 'GET',
    path: 'access-request/user',
    readsFilter: true,
    access: 'anybody',
    handle({ services, query }) {
      const db = services.env.store.reader
      const settings = governanceSettings(db)
      const words = searching(query.own('queryString') ?? '', settings.userSearchProperties)
      const filter: Filter = query.filter ? { kind: 'and', of: [words, query.filter] } : words
      const columns = userColumnsFor(fieldsOf(query))
      const condition: Condition = toSql(filter, columns)
      const { items, total } = listManagedUsers(
        db,
        {
          condition,
          order: orderBy(query.sort, columns, 'n.sort_name'),
          ...rowsOf(query),
        },
        query.exact,
      )
      return { list: { items: items.map((user) => userView(user, settings)), total } }
    },
  },
  {
    entries: [2],
    method: 'GET',
    path: 'access-request/user/requestees',
    access: 'anybody',
    handle({ services, query, participant }) {
      const db = services.env.store.reader
      const settings = governanceSettings(db)
      const people = visiblePeople(db, participant)
      const page = pageOf(
        people.map((id) => userView(managedUserOf(db, id), settings)),
        query,
      )
      return { list: { ...page, more: { userIds: people.map((id) => identityOf(db, id).idmId) } } }
    },
  },
  {
    entries: [3],
    method: 'GET',
    path: 'access-request/user/:id+',
    access: 'anybody',
    handle({ services, params }) {
      const db = services.env.store.reader
      const id = (params['id'] ?? '').replace(/^managed\/user\//, '')
      if (!findIdentity(db, id)) throw new CrestError(404, `Object managed/user/${id} not found in managed/user`)
      return { body: userView(getManagedUser(db, id), governanceSettings(db)) }
    },
  },
]
