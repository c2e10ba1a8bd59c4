import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'

const changesAtOnce = 2000

/**
 * SHA-256 over the rows that could not be read, or of which something was noted, in no order: equal when the next extract
 * holds the same ones.
 */
export function doubtDigest(staging: Database): string {
  const rows = staging.prepare<[], { disposition: string; raw: string; reason: string }>(
    `SELECT DISTINCT disposition, raw, CASE WHEN raw = '' THEN reason ELSE '' END AS reason FROM rejected
     WHERE disposition IN ('unknown', 'quarantined', 'noted')`,
  )
  // Where a row stands may change from extract to extract.
  const doubts = new Set(
    rows
      .all()
      .map(
        ({ disposition, raw, reason }) =>
          `${disposition} ${raw} ${reason.replace(/\bline(?:s)? [\d, ]+(?:and [\d]+(?: more)?)?/gi, '')}`,
      ),
  )
  if (doubts.size === 0) return ''
  return createHash('sha256')
    .update([...doubts].toSorted().join('\n'))
    .digest('hex')
}

/**
 * SHA-256 over the change set, one line a change in the order of accounts and entitlements: kind, account, entitlement,
 * before, after, separated by the unit separator. SQLite writes the lines, so a million of them cost no objects.
 * New anchors follow with their keys, so the digest binds each id to its name.
 * Changes that a person holds back are not part of what is applied, nor are the anchors that they would make: so the
 * digest can be computed again from the facts (`proving/recompute.ts`).
 */
export function changeDigest(staging: Database): string {
  const hash = createHash('sha256')
  const last = staging.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM change').get()?.id ?? 0
  const lines = staging
    .prepare<[number, number], string | null>(
      `SELECT group_concat(kind || char(31) || account_id || char(31) || entitlement_id || char(31) || coalesce(before, '')
         || char(31) || coalesce(after, ''), char(10)) FROM change
       WHERE id >= ? AND id < ? AND id NOT IN (SELECT id FROM held)`,
    )
    .pluck()
  for (let from = 1; from <= last; from += changesAtOnce) {
    const text = lines.get(from, from + changesAtOnce)
    if (text) hash.update(`${text}\n`)
  }
  const anchors = staging
    .prepare<[], string>(
      `SELECT 'account' || char(31) || id || char(31) || user_name FROM account 
       WHERE guid IS NOT NULL AND id NOT IN (SELECT c.account_id FROM held JOIN change c USING (id) WHERE c.kind = 'joins')
       UNION ALL
       SELECT 'entitlement' || char(31) || id || char(31) || group_name || char(31) || heading || char(31) || section || char(31) || permission
       FROM entitlement WHERE guid IS NOT NULL`,
    )
    .pluck()
  for (const line of anchors.iterate()) hash.update(`${line}\n`)
  return hash.digest('hex')
}
