import type { Reader } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'
import { notFound } from '../shared/errors.ts'
import { type EntitlementKey, entitlementName, entitlementPath } from './access-facts.ts'

export { type Moment, now } from '../../storage/cut.ts'

const byId = query((q, p: { id: number }) => q.selectFrom('entitlement').selectAll().where('id', '=', p.id))

/** Where an entitlement stands in its application. @throws DomainError `not-found` */
export function findEntitlementKey(db: Reader, id: number): EntitlementKey {
  const row = byId.get(db, { id })
  if (!row) throw notFound('entitlement')
  return [row.group_name, row.heading, row.section, row.permission]
}

/** An entitlement by its number. @throws DomainError `not-found` */
export function findEntitlement(db: Reader, id: number): { id: number; name: string; path: string } {
  const key = findEntitlementKey(db, id)
  return { id, name: entitlementName(key), path: entitlementPath(key) }
}
