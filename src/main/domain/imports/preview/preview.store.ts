import { type Change, type ChangeKind, isMatchKind, type PreviewKind } from '../../../../contract/imports.ts'
import { contain, foldSearch } from '../../../storage/fold.ts'
import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import {
  accountAttributes,
  entitlementAttributes,
  type EntitlementKey,
  entitlementName,
  entitlementPath,
} from '../../identities/access-facts.ts'
import { system } from '../../shared/actor.ts'
import { instant } from '../../shared/instant.ts'
import { doubtInWords, type HeldBack } from './held-back.ts'
import { countMatchLines, matchLines } from './match-lines.store.ts'
import { sentence } from './sentence.ts'

/** Which changes of a preview: those after a change id, of a kind, about somebody or something. */
export interface PreviewQuery {
  readonly after: number
  readonly limit: number
  readonly kind: PreviewKind | null
  readonly words: string | null
  readonly baseSeq: number
  readonly application: string
  /** Why which changes are not applied. */
  readonly held: ReadonlyMap<number, HeldBack>
  readonly stagedAt: number
  /** Only what is held, or only what is not; null for both. */
  readonly onlyHeld: boolean | null
}

interface ChangeRow {
  id: number
  kind: ChangeKind
  account_id: number
  entitlement_id: number
  before: string | null
  after: string | null
  line: number | null
  user_name: string | null
  full_name: string | null
  group_name: string | null
  heading: string | null
  section: string | null
  permission: string | null
  privileged: string | null
}

/** Names come from the file where it says them, else from the base generation; the keys from either. */
const withNames = `
  SELECT c.id, c.kind, c.account_id, c.entitlement_id, c.before, c.after, c.line,
    coalesce(sa.user_name, la.user_name) AS user_name,
    coalesce(sa.full_name, lv.full_name) AS full_name,
    coalesce(se.group_name, le.group_name) AS group_name, coalesce(se.heading, le.heading) AS heading,
    coalesce(se.section, le.section) AS section, coalesce(se.permission, le.permission) AS permission,
    coalesce(se.privileged, lev.privileged) AS privileged
  FROM staging.change c
  LEFT JOIN staging.account sa ON sa.id = c.account_id
  LEFT JOIN main.account la ON la.id = c.account_id
  LEFT JOIN main.account_version lv ON lv.account_id = c.account_id AND lv.from_seq <= @seq AND lv.to_seq > @seq
  LEFT JOIN staging.entitlement se ON se.id = c.entitlement_id
  LEFT JOIN main.entitlement le ON le.id = c.entitlement_id
  LEFT JOIN main.entitlement_version lev ON lev.entitlement_id = c.entitlement_id AND lev.from_seq <= @seq AND lev.to_seq > @seq`

const ofKind = '(@kind IS NULL OR c.kind = @kind)'
const about =
  '(c.account_id IN (SELECT id FROM temp.matching_account) OR c.entitlement_id IN (SELECT id FROM temp.matching_entitlement))'

const ofHeld = '(@held IS NULL OR (c.id IN (SELECT value FROM json_each(@ids))) = @held)'

const pageOfAll = `${withNames} WHERE c.id > @after AND ${ofKind} AND ${ofHeld} ORDER BY c.id LIMIT @limit`
const pageAbout = `${withNames} WHERE c.id > @after AND ${ofKind} AND ${ofHeld} AND ${about} ORDER BY c.id LIMIT @limit`
const countAll = `SELECT count(*) AS n FROM staging.change c WHERE ${ofKind} AND ${ofHeld}`
const countAbout = `${countAll} AND ${about}`

/** @param db a staging reader */
export function previewPage(db: Reader, query: PreviewQuery): Change[] {
  const { after, limit, kind, words, baseSeq, held } = query
  if (words !== null) selectMatching(db, words)
  const rows =
    kind !== null && isMatchKind(kind)
      ? []
      : prepared<ChangeRow>(db, words === null ? pageOfAll : pageAbout).all({
          after,
          limit,
          kind,
          seq: baseSeq,
          ...heldBindings(query),
        })
  const changes = rows.map((row) => viewChange(row, query, held.get(row.id)))
  // What follows for whose accounts they are comes after all changes.
  return changes.length === limit
    ? changes
    : [...changes, ...matchLines(db, { ...query, limit: limit - changes.length })]
}

/** How many lines a filtered query finds. Call it after `previewPage` with the same query. */
export function countHoldable(db: Reader, query: PreviewQuery): number {
  const changes = prepared<{ n: number }>(db, query.words === null ? countAll : countAbout).get({
    kind: query.kind,
    ...heldBindings(query),
  })
  return (changes?.n ?? 0) + countMatchLines(db, query)
}

const heldBindings = ({ onlyHeld, held }: Pick<PreviewQuery, 'onlyHeld' | 'held'>) => ({
  held: onlyHeld === null ? null : Number(onlyHeld),
  ids: onlyHeld === null ? '[]' : JSON.stringify([...held.keys()]),
})

/** Searches the few accounts and entitlements first, and then the many changes by their ids. */
function selectMatching(db: Reader, words: string): void {
  db.exec(
    'CREATE TEMP TABLE IF NOT EXISTS matching_account (id INTEGER PRIMARY KEY); CREATE TEMP TABLE IF NOT EXISTS matching_entitlement (id INTEGER PRIMARY KEY)',
  )
  db.exec('DELETE FROM temp.matching_account; DELETE FROM temp.matching_entitlement')
  const parameters = { words: foldSearch(words) }
  prepared(
    db,
    `INSERT INTO temp.matching_account
    SELECT id FROM staging.account WHERE ${contain(['user_name', 'full_name'])}
    UNION SELECT a.id FROM main.account a JOIN main.account_version v ON v.account_id = a.id WHERE ${contain(['a.user_name', 'v.full_name'])}`,
  ).run(parameters)
  prepared(
    db,
    `INSERT INTO temp.matching_entitlement
    SELECT id FROM staging.entitlement WHERE ${contain(['group_name', 'heading', 'section', 'permission'])}
    UNION SELECT id FROM main.entitlement WHERE ${contain(['group_name', 'heading', 'section', 'permission'])}`,
  ).run(parameters)
}

function viewChange(row: ChangeRow, { application, stagedAt }: PreviewQuery, held: HeldBack | undefined): Change {
  const key: EntitlementKey = [row.group_name ?? '', row.heading ?? '', row.section ?? '', row.permission ?? '']
  const account =
    row.user_name === null
      ? null
      : { id: row.account_id, userName: row.user_name, name: row.full_name || row.user_name }
  const entitlement =
    row.entitlement_id === 0
      ? null
      : {
          id: row.entitlement_id,
          name: entitlementName(key),
          path: entitlementPath(key),
          privileged: row.privileged === 'yes',
        }
  const before = values(row.kind, row.before)
  const after = values(row.kind, row.after)
  return {
    id: row.id,
    kind: row.kind,
    sentence: sentence({
      kind: row.kind,
      account: account?.name ?? '',
      entitlement: entitlement?.name ?? '',
      application,
      before,
      after,
    }),
    account,
    entitlement,
    before,
    after,
    line: row.line,
    held: held === undefined ? null : viewHeld(held, stagedAt),
  }
}

const viewHeld = (held: HeldBack, stagedAt: number): NonNullable<Change['held']> =>
  held.kind === 'hold'
    ? { reason: held.hold.reason, by: held.hold.held_by, at: instant(held.hold.held_at), isDoubt: false }
    : { reason: doubtInWords(held.doubt), by: system.name, at: instant(stagedAt), isDoubt: true }

function values(kind: ChangeKind, text: string | null): Record<string, string> | null {
  if (text === null) return null
  if (kind === 'gains' || kind === 'loses' || kind === 'adjusts') return { access: text }
  const names: readonly string[] =
    kind === 'joins' || kind === 'leaves' || kind === 'changes' ? accountAttributes : entitlementAttributes
  return Object.fromEntries((JSON.parse(text) as string[]).map((value, i) => [names[i] ?? String(i), value]))
}

interface RejectedRowRow {
  id: number
  file_id: number
  line: number
  disposition: 'unknown' | 'quarantined' | 'duplicate' | 'ignored' | 'noted'
  reason: string
  raw: string
  user_name: string
}

const rejectedPage = 'SELECT * FROM staging.rejected WHERE id > ? ORDER BY id LIMIT ?'
const rejectedCount = 'SELECT count(*) AS n FROM staging.rejected'

/** Rows of the files that were not used, in file order, and how many there are. */
export function rejectedRows(db: Reader, after: number, limit: number): { rows: RejectedRowRow[]; total: number } {
  return {
    rows: prepared<RejectedRowRow>(db, rejectedPage).all(after, limit),
    total: prepared<{ n: number }>(db, rejectedCount).get()?.n ?? 0,
  }
}
