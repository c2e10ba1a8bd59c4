import { findIdentity } from '../../domain/identities/references.service.ts'
import type { Principal } from '../../domain/roles/principal.ts'
import { findPrincipal } from '../../domain/roles/principals.service.ts'
import type { ListFilter } from '../../domain/access-requests/model/list-filter.ts'
import type { Reader } from '../../storage/open.ts'
import { rowsOf } from './crest/envelope.ts'
import type { CrestQuery } from './crest/query.ts'

// A list for an unknown person is empty: no row has the number -1.

/** A person or a role that a filter names; one who is not there has no tasks. */
const principalNamed = (db: Reader, id: string | null): Principal | null =>
  id === null ? null : (findPrincipal(db, id) ?? { kind: 'identity', id: -1 })

export const personNamed = (db: Reader, id: string | null): number | null =>
  id === null ? null : (findIdentity(db, id.replace(/^managed\/user\//, ''))?.id ?? -1)

/** What a query asks a list of requests or tasks for. */
export const listFilterOf = (db: Reader, query: CrestQuery): ListFilter => ({
  approver: principalNamed(db, query.own('approverId')),
  requester: personNamed(db, query.own('requesterId')),
  requestee: personNamed(db, query.own('requesteeId')),
  item: query.own('itemId'),
  key: query.own('id'),
  filter: query.filter,
  sort: query.sort,
  ...rowsOf(query),
})
