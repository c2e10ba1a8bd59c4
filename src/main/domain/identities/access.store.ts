import { asOf, type Moment } from '../../storage/cut.ts'
import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'

/** Somebody who holds an entitlement, and which generation first said so. */
interface Holder {
  readonly accountId: number
  readonly userName: string
  readonly access: string
  readonly sourceId: number
  readonly since: number
}

const holders = asOf(`
  SELECT h.account_id AS accountId, a.user_name AS userName, h.access, h.source_id AS sourceId, h.from_seq AS since
  FROM holder_version h JOIN cut ON cut.source_id = h.source_id JOIN account a ON a.id = h.account_id
  WHERE h.entitlement_id = @entitlement AND h.from_seq <= cut.seq AND cut.seq < h.to_seq
  ORDER BY h.account_id`)

/** Who had an entitlement at a moment. */
export function holdersAsOf(db: Reader, entitlementId: number, moment: Moment): Holder[] {
  const { sql, at } = holders(moment)
  return prepared<Holder>(db, sql).all({ entitlement: entitlementId, at })
}
