import type { Database } from 'better-sqlite3'
import type { ChangeCounts } from '../../../contract/imports.ts'
import { changeKindNames } from '../../../contract/imports.ts'
import { accountAttributes } from '../../domain/identities/access-facts.ts'
import { type GrantRow, type GrantRowAside, RowsAside } from './rows-aside.ts'
import type { Tally } from './tally.ts'

/** The base generation, and whose facts they are. The main database is attached as `live`. */
export interface Base {
  readonly applicationId: number
  readonly sourceId: number
  readonly seq: number
}

/** The order that both comparing and finding duplicates need. */
export function orderFacts(staging: Database): void {
  staging.exec('CREATE INDEX fact_by_grant ON fact (account_id, entitlement_id, file_id, line, access)')
}

/**
 * Rows that give the same account the same entitlement. Later rows that say the same are duplicates. Where they give
 * different access values none counts, since nobody can tell which is right: the grant stays as it was.
 * @param table where the facts are now: `change` when there is no base to compare with, since then each is a gain
 * @returns how many rows were set aside
 */
export function setDuplicatesAside(staging: Database, table: 'fact' | 'change', tally: Tally): number {
  const [access, id] = table === 'fact' ? ['access', 'rowid'] : ['after', 'id']
  const pairs =
    table === 'fact'
      ? 'SELECT account_id, entitlement_id FROM fact GROUP BY account_id, entitlement_id HAVING count(*) > 1'
      : `SELECT DISTINCT a.account_id, a.entitlement_id FROM change a CROSS JOIN change b
         WHERE b.id = a.id + 1 AND b.account_id = a.account_id AND b.entitlement_id = a.entitlement_id`
  const rowsOf = staging.prepare<[number, number], GrantRow>(
    `SELECT f.${id} AS id, f.${access} AS access, f.file_id AS fileId, f.line, a.user_name AS userName FROM ${table} f JOIN account a ON a.id = f.account_id
     WHERE f.account_id = ? AND f.entitlement_id = ? ORDER BY f.file_id, f.line`,
  )
  const remove = staging.prepare(`DELETE FROM ${table} WHERE ${id} = ?`)
  const reject = staging.prepare(
    `INSERT INTO rejected (file_id, line, disposition, reason, raw, user_name) VALUES (?, ?, ?, ?, '', ?)`,
  )
  const repeated = staging.prepare<[], { account_id: number; entitlement_id: number }>(pairs).all()
  if (repeated.length > 0 && table === 'change')
    staging.exec('CREATE INDEX change_by_grant ON change (account_id, entitlement_id)')
  let count = 0
  const rows = tally.several > 0 ? new RowsAside(staging, table) : undefined
  for (const pair of repeated) {
    for (const { row, disposition, reason } of setAside(rowsOf.all(pair.account_id, pair.entitlement_id))) {
      remove.run(row.id)
      if (rows?.add({ row, disposition, reason })) continue
      reject.run(row.fileId, row.line, disposition, reason, disposition === 'unknown' ? row.userName : '')
      tally[disposition]++
      count++
    }
  }
  for (const { row, disposition, reason } of rows?.whole() ?? []) {
    reject.run(row.fileId, row.line, disposition, reason, disposition === 'unknown' ? row.userName : '')
    tally[disposition]++
    count++
  }
  return count
}

/** Which of the rows about one grant do not count, and why. */
function setAside(rows: readonly GrantRow[]): GrantRowAside[] {
  const [first, ...later] = rows
  if (!first) return []
  const values = [...new Set(rows.map(({ access }) => access))].toSorted()
  if (values.length === 1)
    return later.map((row) => ({
      row,
      disposition: 'duplicate',
      reason: `Line ${first.line} already gives ${row.userName} the same.`,
    }))
  const said = values.map((value) => `"${value}"`).join(' and ')
  const lines = rows.map(({ line }) => line).join(', ')
  const reason = `Lines ${lines} give ${first.userName} the same entitlement with access ${said}; none of them counts.`
  return rows.map((row) => ({ row, disposition: 'unknown', reason }))
}

const attributesOf = (table: string) =>
  `json_array(${accountAttributes.map((column) => `${table}.${column}`).join(', ')})`
const attributesDiffer = accountAttributes.map((column) => `a.${column} <> v.${column}`).join(' OR ')

const joinsAndChanges = `
  SELECT CASE WHEN v.account_id IS NULL THEN 'joins' ELSE 'changes' END AS kind, a.id AS account_id, 0 AS entitlement_id,
    CASE WHEN v.account_id IS NOT NULL THEN ${attributesOf('v')} END AS before, ${attributesOf('a')} AS after, a.file_id, a.line
  FROM account a LEFT JOIN live.account_version v ON v.account_id = a.id AND v.from_seq <= @seq AND v.to_seq > @seq
  WHERE v.account_id IS NULL OR ${attributesDiffer}`

const gainsAndAdjusts = `
  SELECT CASE WHEN v.account_id IS NULL THEN 'gains' ELSE 'adjusts' END, f.account_id, f.entitlement_id, v.access, f.access, f.file_id, f.line
  FROM fact f LEFT JOIN live.grant_version v
    ON v.account_id = f.account_id AND v.entitlement_id = f.entitlement_id AND v.from_seq <= @seq AND v.to_seq > @seq
  WHERE v.account_id IS NULL OR v.access <> f.access`

const appearsAndRedescribes = `
  SELECT CASE WHEN v.entitlement_id IS NULL THEN 'appears' ELSE 'redescribes' END, 0, e.id,
    CASE WHEN v.entitlement_id IS NOT NULL THEN json_array(v.description, v.privileged) END, json_array(e.description, e.privileged), e.file_id, e.line
  FROM entitlement e LEFT JOIN live.entitlement_version v ON v.entitlement_id = e.id AND v.from_seq <= @seq AND v.to_seq > @seq
  WHERE v.entitlement_id IS NULL OR v.description <> e.description OR v.privileged <> e.privileged`

const leaves = `SELECT 'leaves', v.account_id, 0, ${attributesOf('v')}, NULL, NULL, NULL FROM live.account_version v`
const loses = `SELECT 'loses', v.account_id, v.entitlement_id, v.access, NULL, NULL, NULL FROM live.grant_version v`
const disappears = `SELECT 'disappears', 0, v.entitlement_id, json_array(v.description, v.privileged), NULL, NULL, NULL FROM live.entitlement_version v`

const openAtBase = 'v.source_id = @source AND v.from_seq <= @seq AND v.to_seq > @seq'

const insertChanges = (...parts: string[]) => `
  INSERT INTO change (kind, account_id, entitlement_id, before, after, file_id, line)
  SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY account_id, entitlement_id`

/** Whatever the file no longer says is removed: compares the whole base generation with the whole file. */
const wholeComparison = insertChanges(
  joinsAndChanges,
  gainsAndAdjusts,
  appearsAndRedescribes,
  `${leaves} WHERE ${openAtBase} AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = v.account_id)`,
  `${loses} WHERE ${openAtBase} AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.account_id = v.account_id AND f.entitlement_id = v.entitlement_id)`,
  `${disappears} WHERE ${openAtBase} AND NOT EXISTS (SELECT 1 FROM entitlement e WHERE e.id = v.entitlement_id)`,
)

/**
 * Only lines that changed are in `fact`, and only grants whose line vanished are in `gone`. An account or entitlement
 * leaves when all its grants are gone and no changed line names it.
 */
const recognisedComparison = insertChanges(
  joinsAndChanges,
  gainsAndAdjusts,
  appearsAndRedescribes,
  `${leaves} WHERE ${openAtBase} AND v.account_id IN (
     SELECT g.account_id FROM gone g WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = g.account_id)
     GROUP BY g.account_id HAVING count(*) = (
       SELECT count(*) FROM live.grant_version h WHERE h.account_id = g.account_id AND h.from_seq <= @seq AND h.to_seq > @seq))`,
  `${loses} JOIN gone g ON g.account_id = v.account_id AND g.entitlement_id = v.entitlement_id WHERE ${openAtBase}
     AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.account_id = v.account_id AND f.entitlement_id = v.entitlement_id)`,
  `${disappears} WHERE ${openAtBase} AND v.entitlement_id IN (
     SELECT g.entitlement_id FROM gone g WHERE NOT EXISTS (SELECT 1 FROM entitlement e WHERE e.id = g.entitlement_id)
     GROUP BY g.entitlement_id HAVING count(*) = (
       SELECT count(*) FROM live.holder_version h WHERE h.entitlement_id = g.entitlement_id AND h.from_seq <= @seq AND h.to_seq > @seq))`,
)

/** Nothing to compare with: everything that the file says is new. Rows are ordered, so that duplicates are adjacent. */
export function compareWithNothing(staging: Database): void {
  staging.exec(`
    INSERT INTO change (kind, account_id, entitlement_id, before, after, file_id, line)
    SELECT * FROM (
      SELECT 'joins' AS kind, a.id AS account_id, 0 AS entitlement_id, NULL AS before, ${attributesOf('a')} AS after, a.file_id, a.line FROM account a
      UNION ALL
      SELECT 'appears', 0, e.id, NULL, json_array(e.description, e.privileged), e.file_id, e.line FROM entitlement e
      UNION ALL
      SELECT 'gains', account_id, entitlement_id, NULL, access, file_id, line FROM fact
    ) ORDER BY account_id, entitlement_id, file_id, line`)
}

/** Writes the change set of an extract against its base generation. */
export function compare(staging: Database, base: Base, recognised: boolean): void {
  staging.prepare(recognised ? recognisedComparison : wholeComparison).run({ seq: base.seq, source: base.sourceId })
}

/**
 * Whether lines that were recognised may be left unread: not when a changed line speaks about an account, an entitlement
 * or a grant of which an unread line speaks too, since then the order of the two would decide.
 */
export function mayLeaveUnread(staging: Database, base: Base): boolean {
  const contradicted = staging.prepare<{ seq: number }, { found: number }>(`
    SELECT EXISTS (
      SELECT 1 FROM account a JOIN live.account_version v ON v.account_id = a.id AND v.from_seq <= @seq AND v.to_seq > @seq
      WHERE (${attributesDiffer}) AND (SELECT count(*) FROM gone g WHERE g.account_id = a.id) <
        (SELECT count(*) FROM live.grant_version h WHERE h.account_id = a.id AND h.from_seq <= @seq AND h.to_seq > @seq)
      UNION ALL
      SELECT 1 FROM entitlement e JOIN live.entitlement_version v ON v.entitlement_id = e.id AND v.from_seq <= @seq AND v.to_seq > @seq
      WHERE (v.description <> e.description OR v.privileged <> e.privileged) AND (SELECT count(*) FROM gone g WHERE g.entitlement_id = e.id) <
        (SELECT count(*) FROM live.holder_version h WHERE h.entitlement_id = e.id AND h.from_seq <= @seq AND h.to_seq > @seq)
      UNION ALL
      SELECT 1 FROM fact f JOIN live.grant_version h
        ON h.account_id = f.account_id AND h.entitlement_id = f.entitlement_id AND h.from_seq <= @seq AND h.to_seq > @seq
      WHERE NOT EXISTS (SELECT 1 FROM gone g WHERE g.account_id = f.account_id AND g.entitlement_id = f.entitlement_id)
    ) AS found`)
  return contradicted.get({ seq: base.seq })?.found === 0
}

/** How many changes of each kind, and how many lost grants are privileged. */
export function countChanges(staging: Database, base: Base): { counts: ChangeCounts; privilegedLost: number } {
  const counts = Object.fromEntries(changeKindNames.map((kind) => [kind, 0])) as ChangeCounts
  if (base.seq === 0) return { counts: { ...counts, ...countFirst(staging) }, privilegedLost: 0 }
  for (const { kind, n } of staging
    .prepare<[], { kind: keyof ChangeCounts; n: number }>('SELECT kind, count(*) AS n FROM change GROUP BY kind')
    .all()) {
    counts[kind] = n
  }
  const lost = staging.prepare<{ seq: number }, { n: number }>(`
    SELECT count(*) AS n FROM change c JOIN live.entitlement_version v
      ON v.entitlement_id = c.entitlement_id AND v.from_seq <= @seq AND v.to_seq > @seq
    WHERE c.kind = 'loses' AND v.privileged = 'yes'`)
  return { counts, privilegedLost: lost.get({ seq: base.seq })?.n ?? 0 }
}

/** With nothing before, whoever is named joins and the rest is gained: counting kinds among a million changes takes a fifth of comparing them. */
function countFirst(staging: Database): Pick<ChangeCounts, 'joins' | 'appears' | 'gains'> {
  const rows = (table: string) => staging.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
  const [joins, appears] = [rows('account'), rows('entitlement')]
  return { joins, appears, gains: rows('change') - joins - appears }
}
