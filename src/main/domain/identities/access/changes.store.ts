import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

/** One application between two generations of its own. */
export interface Span {
  readonly source: number
  /** The generations that count at the two moments. */
  readonly before: number
  readonly after: number
}

/** Which grants are compared; null leaves it open. */
export interface ChangeFilter {
  readonly entitlement: number | null
  readonly accounts: readonly number[] | null
  readonly change: 'any' | 'gained' | 'lost' | 'changed'
}

export interface GrantChange {
  readonly accountGuid: string
  readonly userName: string
  readonly personGuid: string | null
  readonly personName: string | null
  readonly entitlement: number
  readonly group_name: string
  readonly heading: string
  readonly section: string
  readonly permission: string
  readonly before: string | null
  readonly after: string | null
  readonly extractAt: number
  readonly importGuid: string
  readonly seq: number
}

const held = (at: string): string =>
  `(SELECT v.access FROM grant_version v WHERE v.account_id = c.account_id AND v.entitlement_id = c.entitlement_id AND v.from_seq <= ${at} AND ${at} < v.to_seq)`

/**
 * Only what began or ended between the two generations can differ; the indexes of versions find that. A generation is
 * never the first here, which those indexes leave out.
 */
const touched = `
  SELECT account_id, entitlement_id, max(seq) AS seq FROM (
    SELECT account_id, entitlement_id, from_seq AS seq FROM grant_version WHERE source_id = @source AND from_seq > 1 AND from_seq > @low AND from_seq <= @high
    UNION ALL
    SELECT account_id, entitlement_id, to_seq AS seq FROM grant_version WHERE source_id = @source AND to_seq < 2147483647 AND to_seq > @low AND to_seq <= @high)
  WHERE (@entitlement IS NULL OR entitlement_id = @entitlement) AND (@accounts IS NULL OR account_id IN (SELECT value FROM json_each(@accounts)))
  GROUP BY account_id, entitlement_id`
const compared = `(SELECT c.account_id, c.entitlement_id, c.seq, ${held('@before')} AS before, ${held('@after')} AS after FROM (${touched}) c)`
const differs: Readonly<Record<ChangeFilter['change'], string>> = {
  any: 'c.before IS NOT c.after',
  gained: 'c.before IS NULL AND c.after IS NOT NULL',
  lost: 'c.before IS NOT NULL AND c.after IS NULL',
  changed: 'c.before <> c.after',
}
const page = (change: ChangeFilter['change']) => `
  SELECT a.guid AS accountGuid, a.user_name AS userName, n.guid AS personGuid, n.full_name AS personName,
    e.id AS entitlement, e.group_name, e.heading, e.section, e.permission, c.before, c.after, g.extract_at AS extractAt, b.guid AS importGuid, c.seq
  FROM ${compared} c JOIN account a ON a.id = c.account_id JOIN entitlement e ON e.id = c.entitlement_id
  LEFT JOIN account_match m ON m.account_id = a.id AND m.to_at = 9007199254740991 LEFT JOIN person_now n ON n.identity_id = m.identity_id
  JOIN generation g ON g.source_id = @source AND g.seq = c.seq JOIN import b ON b.id = g.import_id
  WHERE ${differs[change]} ORDER BY a.user_name, e.group_name, e.heading, e.section, e.permission LIMIT @limit OFFSET @offset`
const counts = `SELECT count(*) FILTER (WHERE ${differs.gained}) AS gained, count(*) FILTER (WHERE ${differs.lost}) AS lost,
  count(*) FILTER (WHERE ${differs.changed}) AS changed FROM ${compared} c`

const valuesOf = ({ source, before, after }: Span, { entitlement, accounts }: ChangeFilter) => ({
  source,
  before,
  after,
  low: Math.min(before, after),
  high: Math.max(before, after),
  entitlement,
  accounts: accounts === null ? null : JSON.stringify(accounts),
})

export interface ChangeCounts {
  readonly gained: number
  readonly lost: number
  readonly changed: number
}

const none: ChangeCounts = { gained: 0, lost: 0, changed: 0 }

/** Grants of an application that differ between two of its generations. */
export const grantChanges = {
  page: (
    db: Reader,
    span: Span,
    { offset, limit, ...filter }: ChangeFilter & { readonly offset: number; readonly limit: number },
  ): GrantChange[] => prepared<GrantChange>(db, page(filter.change)).all({ ...valuesOf(span, filter), offset, limit }),
  counts: (db: Reader, span: Span, filter: ChangeFilter): ChangeCounts =>
    span.before === span.after ? none : (prepared<ChangeCounts>(db, counts).get(valuesOf(span, filter)) ?? none),
}
