import type { Reader } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'
import { notFound } from '../shared/errors.ts'
import { entitlementName, entitlementPath } from './access-facts.ts'

export { type Moment, now } from '../../storage/cut.ts'

const byId = query((q, p: { id: number }) => q.selectFrom('entitlement').selectAll().where('id', '=', p.id))

/** An entitlement by its number. @throws DomainError `not-found` */
export function findEntitlement(db: Reader, id: number): { id: number; name: string; path: string } {
  const row = byId.get(db, { id })
  if (!row) throw notFound('entitlement')
  const key = [row.group_name, row.heading, row.section, row.permission] as const
  return { id, name: entitlementName(key), path: entitlementPath(key) }
}
