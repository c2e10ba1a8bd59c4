import type { Database } from 'better-sqlite3'
import { type AccountAttribute, accountAttributes } from '../../domain/identities/access-facts.ts'
import { areOneName } from '../../domain/identities/same-name.ts'
import type { Tally } from './tally.ts'

/**
 * Rows that say different things of one account or entitlement. Which of them counts must not depend on their order, so it
 * is chosen when all are read: of an account the active one, then the highest rank, then the first in the order of the
 * alphabet; of an entitlement the one that calls it privileged, then the one that describes it.
 */
export function settleVariants(staging: Database, tally: Tally, { isRoster, stated }: VariantRules): void {
  if (tally.disagreeing === 0) return
  settleAccounts(staging, tally, { isRoster, stated })
  settleEntitlements(staging, tally)
}

interface VariantRules {
  /** In a roster two names under one key are two people, and nobody can tell which of them it is. */
  readonly isRoster: boolean
  /** The columns of accounts that the files state. */
  readonly stated: readonly AccountAttribute[]
}

interface Variant {
  readonly id: number
  readonly name: string
  readonly attributes: string
  readonly fullName: string
  readonly fileId: number
  readonly line: number
  readonly isFirst: number
}

const accountJson = `json_array(${accountAttributes.map((name) => `a.${name}`).join(', ')})`
const activeAt = accountAttributes.indexOf('active')
const nameAt = accountAttributes.indexOf('full_name')

const accountVariants = `
  SELECT v.id, a.user_name AS name, v.attributes, v.attributes ->> ${nameAt} AS fullName, v.file_id AS fileId, v.line, v.is_first AS isFirst FROM (
    SELECT id, attributes, rank, file_id, line, 0 AS is_first FROM account_variant
    UNION ALL
    SELECT a.id, ${accountJson}, a.rank, a.file_id, a.line, 1 FROM account a WHERE a.id IN (SELECT id FROM account_variant)
  ) v JOIN account a ON a.id = v.id
  ORDER BY v.id, v.attributes ->> ${activeAt} = 'yes' DESC, v.rank DESC, v.attributes, v.is_first DESC`

function settleAccounts(staging: Database, tally: Tally, { isRoster, stated }: VariantRules): void {
  const take = staging.prepare(
    `UPDATE account SET ${stated.map((name) => `${name} = @attributes ->> ${accountAttributes.indexOf(name)}`).join(', ')}, file_id = @fileId, line = @line WHERE id = @id`,
  )
  for (const variants of groups(staging.prepare<[], Variant>(accountVariants).all())) {
    const [best] = variants
    if (isRoster && !areOneName(variants.map(({ fullName }) => fullName))) {
      setStrangersAside(staging, tally, variants)
      continue
    }
    if (best.isFirst === 0) take.run({ ...best })
    if (new Set(variants.map(({ attributes }) => attributes)).size > 1)
      note(staging, tally, best, `${linesOf(variants)} disagree about ${best.name}; line ${best.line} counts.`)
  }
}

/** Two people under one key: neither is believed, and whoever had it before stays as they were. */
function setStrangersAside(staging: Database, tally: Tally, variants: readonly Variant[]): void {
  const [{ id, name }] = variants as [Variant]
  const names = [...new Set(variants.map(({ fullName }) => fullName))].toSorted()
  const reason = `${linesOf(variants)} give "${name}" to different people (${names.join(', ')}), so it names nobody.`
  const reject = staging.prepare(
    `INSERT INTO rejected (file_id, line, disposition, reason, raw, user_name) VALUES (?, ?, 'unknown', ?, '', ?)`,
  )
  // The rows that said the same as one of these are with the facts, and go with them.
  const facts = staging.prepare<[number], { fileId: number; line: number }>(
    'SELECT file_id AS fileId, line FROM fact WHERE account_id = ?',
  )
  const rows = new Map<string, { fileId: number; line: number }>()
  for (const row of [...variants, ...facts.all(id)]) rows.set(`${row.fileId} ${row.line}`, row)
  for (const { fileId, line } of rows.values()) reject.run(fileId, line, reason, name)
  staging.prepare('DELETE FROM fact WHERE account_id = ?').run(id)
  staging.prepare('DELETE FROM account WHERE id = ?').run(id)
  tally.unknown += rows.size
  tally.sharedKeys++
}

const entitlementVariants = `
  SELECT v.id, '' AS name, json_array(v.description, v.privileged) AS attributes, v.description AS fullName, v.file_id AS fileId, v.line, v.is_first AS isFirst FROM (
    SELECT id, attributes ->> 0 AS description, attributes ->> 1 AS privileged, file_id, line, 0 AS is_first FROM entitlement_variant
    UNION ALL
    SELECT e.id, e.description, e.privileged, e.file_id, e.line, 1 FROM entitlement e WHERE e.id IN (SELECT id FROM entitlement_variant)
  ) v ORDER BY v.id, v.privileged = 'yes' DESC, v.description = '', v.description, v.is_first DESC`

function settleEntitlements(staging: Database, tally: Tally): void {
  const take = staging.prepare(
    'UPDATE entitlement SET description = @attributes ->> 0, privileged = @attributes ->> 1, file_id = @fileId, line = @line WHERE id = @id',
  )
  for (const variants of groups(staging.prepare<[], Variant>(entitlementVariants).all())) {
    const [best] = variants
    if (best.isFirst === 0) take.run({ ...best })
    note(staging, tally, best, `${linesOf(variants)} describe an entitlement differently; line ${best.line} counts.`)
  }
}

function note(staging: Database, tally: Tally, { fileId, line }: Variant, reason: string): void {
  staging
    .prepare(`INSERT INTO rejected (file_id, line, disposition, reason, raw) VALUES (?, ?, 'noted', ?, '')`)
    .run(fileId, line, reason)
  tally.noted++
}

const mostLines = 5

/** "Lines 3, 7 and 9", in the order of the file. */
function linesOf(variants: readonly Variant[]): string {
  const lines = variants.map(({ line }) => line).toSorted((a, b) => a - b)
  const shown = lines.slice(0, mostLines).map(String)
  const rest = lines.length - shown.length
  const last = rest > 0 ? `${rest} more` : shown.pop()
  return `Lines ${shown.join(', ')} and ${last}`
}

/** Neighbours with the same id, together. */
function groups(variants: readonly Variant[]): (readonly [Variant, ...Variant[]])[] {
  const byId = Map.groupBy(variants, ({ id }) => id)
  return [...byId.values()] as unknown as (readonly [Variant, ...Variant[]])[]
}
