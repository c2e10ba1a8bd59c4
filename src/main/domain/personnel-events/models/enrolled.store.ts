import { caseFolded } from '../../../storage/fold.ts'
import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { foldCase } from '../../shared/fold.ts'
import type { ConditionAttribute, ModelCondition } from './access-model.ts'

const columnOf: Readonly<Record<ConditionAttribute, string>> = {
  department: 'department',
  title: 'title',
  division: 'division',
  company: 'company',
  office: 'office',
  type: 'person_type',
}

/** People who are there and meet all conditions; nobody meets none. */
function condition(conditions: readonly ModelCondition[]): { readonly sql: string; readonly values: string[] } {
  if (conditions.length === 0) return { sql: '0', values: [] }
  return {
    sql: [
      "n.status <> 'Removed'",
      ...conditions.map(
        ({ attribute }) => `${caseFolded(`trim(n.${columnOf[attribute]})`)} IN (SELECT value FROM json_each(?))`,
      ),
    ].join(' AND '),
    values: conditions.map(({ values }) => JSON.stringify(values.map((value) => foldCase(value.trim())))),
  }
}

/** The people of a model by its conditions, as everybody is now. */
export const enrolled = {
  count(db: Reader, conditions: readonly ModelCondition[]): number {
    const { sql, values } = condition(conditions)
    return prepared<{ n: number }>(db, `SELECT count(*) AS n FROM person_now n WHERE ${sql}`).get(...values)?.n ?? 0
  },
  /** How many of them hold each entitlement. */
  holders(db: Reader, conditions: readonly ModelCondition[]): ReadonlyMap<number, number> {
    const { sql, values } = condition(conditions)
    const rows = prepared<{ entitlement: number; n: number }>(
      db,
      `SELECT g.entitlement_id AS entitlement, count(DISTINCT n.identity_id) AS n FROM person_now n
       JOIN account_match m ON m.identity_id = n.identity_id AND m.to_at = 9007199254740991
       JOIN grant_version g ON g.account_id = m.account_id
       JOIN source s ON s.id = g.source_id AND g.from_seq <= s.current_seq AND g.to_seq > s.current_seq
       WHERE ${sql} GROUP BY g.entitlement_id`,
    ).all(...values)
    return new Map(rows.map(({ entitlement, n }) => [entitlement, n]))
  },
}
