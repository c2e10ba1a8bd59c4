import { asOf, type Moment } from '../../../storage/cut.ts'
import { contain } from '../../../storage/fold.ts'
import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

/** Which entitlements are asked about; null leaves it open. */
export interface EntitlementFilter {
  /** GUID of an application. */
  readonly application: string | null
  /** Folded for searches. */
  readonly words: string | null
  readonly privileged: boolean | null
}

export interface EntitlementAtMoment {
  readonly id: number
  readonly applicationGuid: string
  readonly applicationName: string
  readonly group_name: string
  readonly heading: string
  readonly section: string
  readonly permission: string
  readonly description: string
  readonly privileged: string
  readonly accounts: number
}

const from = `
  FROM application p CROSS JOIN source s ON s.application_id = p.id CROSS JOIN cut ON cut.source_id = s.id
  CROSS JOIN entitlement e ON e.application_id = p.id
  CROSS JOIN entitlement_version d ON d.entitlement_id = e.id AND d.source_id = s.id AND d.from_seq <= cut.seq AND cut.seq < d.to_seq
  WHERE p.kind = 'application' AND (@application IS NULL OR p.guid = @application) AND (@privileged IS NULL OR d.privileged = @privileged)
    AND (@words IS NULL OR ${contain(['e.group_name', 'e.heading', 'e.section', 'e.permission', 'p.name'])})`
const page = asOf(`
  SELECT e.id, p.guid AS applicationGuid, p.name AS applicationName, e.group_name, e.heading, e.section, e.permission, d.description, d.privileged,
    (SELECT count(DISTINCT h.account_id) FROM holder_version h WHERE h.entitlement_id = e.id AND h.from_seq <= cut.seq AND cut.seq < h.to_seq) AS accounts
  ${from} ORDER BY p.name, p.id, e.group_name, e.heading, e.section, e.permission LIMIT @limit OFFSET @offset`)
const count = asOf(`SELECT count(*) AS n ${from}`)

const valuesOf = ({ application, words, privileged }: EntitlementFilter) => ({
  application,
  words,
  privileged: privileged === null ? null : privileged ? 'yes' : 'no',
})

export const heldEntitlements = {
  page(
    db: Reader,
    moment: Moment,
    { offset, limit, ...filter }: EntitlementFilter & { readonly offset: number; readonly limit: number },
  ): EntitlementAtMoment[] {
    const { sql, at } = page(moment)
    return prepared<EntitlementAtMoment>(db, sql).all({ ...valuesOf(filter), offset, limit, at })
  },
  count(db: Reader, moment: Moment, filter: EntitlementFilter): number {
    const { sql, at } = count(moment)
    return prepared<{ n: number }>(db, sql).get({ ...valuesOf(filter), at })?.n ?? 0
  },
}
