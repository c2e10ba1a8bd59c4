import type { Change, MatchKind, PreviewKind } from '../../../../contract/imports.ts'
import { contain, foldSearch } from '../../../storage/fold.ts'
import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { type MatchRule, matchWords } from '../../identities/matching.ts'
import { matchSentence } from './sentence.ts'

interface MatchRow {
  id: number
  kind: MatchKind
  account_id: number
  user_name: string
  full_name: string
  application: string | null
  line: number | null
  from_identity: number | null
  from_name: string | null
  to_name: string | null
  rule: MatchRule | null
}

/** A new account is known only to the staging database, which also knows its line. */
const withNames = `
  SELECT m.id, m.kind, m.account_id, coalesce(sa.user_name, la.user_name, '') AS user_name, coalesce(sa.full_name, v.full_name, '') AS full_name,
    p.name AS application, sa.line, m.from_identity, m.from_name, m.to_name, m.rule
  FROM staging.match_change m
  LEFT JOIN staging.account sa ON sa.id = m.account_id
  LEFT JOIN main.account la ON la.id = m.account_id LEFT JOIN main.application p ON p.id = la.application_id
  LEFT JOIN main.source s ON s.application_id = la.application_id
  LEFT JOIN main.account_version v ON v.account_id = m.account_id AND v.from_seq <= s.current_seq AND v.to_seq > s.current_seq`
const ofKind = '(@kind IS NULL OR m.kind = @kind)'
const about = `(@words IS NULL OR m.account_id IN (SELECT id FROM temp.matching_account) OR ${contain(["coalesce(m.from_name, '')", "coalesce(m.to_name, '')"])})`
const page = `${withNames} WHERE m.id > @after AND ${ofKind} AND ${about} ORDER BY m.id LIMIT @limit`
const count = `SELECT count(*) AS n FROM staging.match_change m WHERE ${ofKind} AND ${about}`
const hasTable = `SELECT 1 AS found FROM staging.sqlite_master WHERE name = 'match_change'`
const createMatching = 'CREATE TEMP TABLE IF NOT EXISTS matching_account (id INTEGER PRIMARY KEY)'

interface MatchLineFilter {
  readonly kind: PreviewKind | null
  readonly words: string | null
  readonly onlyHeld: boolean | null
}

/** Previews from before the first roster have no such lines. None of them is ever held back: holding one decides the match. */
function hasLines(db: Reader, { onlyHeld }: MatchLineFilter): boolean {
  if (onlyHeld === true || prepared(db, hasTable).get() === undefined) return false
  db.exec(createMatching)
  return true
}

/** The lines about whose accounts they would be. With words, call it after `selectMatching` has found the accounts. */
export function matchLines(
  db: Reader,
  query: MatchLineFilter & { readonly after: number; readonly limit: number; readonly application: string },
): Change[] {
  if (!hasLines(db, query)) return []
  const { after, limit, kind, words, application } = query
  const rows = prepared<MatchRow>(db, page).all({
    after,
    limit,
    kind,
    words: words === null ? null : foldSearch(words),
  })
  return rows.map((row) => viewMatchLine(row, application))
}

export function countMatchLines(db: Reader, query: MatchLineFilter): number {
  if (!hasLines(db, query)) return 0
  const { kind, words } = query
  return prepared<{ n: number }>(db, count).get({ kind, words: words === null ? null : foldSearch(words) })?.n ?? 0
}

function viewMatchLine(row: MatchRow, importOf: string): Change {
  const { id, kind, user_name: userName, full_name, from_name, to_name, rule, line } = row
  const ruleWords = rule === null ? '' : matchWords[rule]
  const before = row.from_identity === null ? null : { person: from_name ?? 'somebody who left the roster' }
  const after = to_name === null ? null : { person: to_name, rule: ruleWords }
  return {
    id,
    kind,
    sentence: matchSentence({
      kind,
      account: userName,
      application: row.application ?? importOf,
      before: before?.person ?? '',
      after: after?.person ?? '',
      by: ruleWords,
    }),
    account: { id: row.account_id, userName, name: full_name || userName },
    entitlement: null,
    before,
    after,
    line,
    held: null,
  }
}
