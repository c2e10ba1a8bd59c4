import type { Selectable } from 'kysely'
import type { Person } from '../../../contract/identities.ts'
import { commitScopedTotal } from '../../storage/commit-scoped-cache.ts'
import { wordsOf } from '../../storage/fold.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import type { Schema } from '../../storage/schema.ts'
import {
  nameWordsOf,
  personTexts,
  placeWordsOf,
  sortNameOf,
  rosterSays,
  rosterValue,
  setValues,
} from './merged-attributes.ts'
import { isVoid } from './true-matches.ts'

/** A person as they are now, as every list shows them. */
export type PersonNow = Selectable<Schema['person_now']>

const forever = 9007199254740991
const current = 'JOIN source s ON s.id = v.source_id AND v.from_seq <= s.current_seq AND v.to_seq > s.current_seq'
const texts = personTexts
/** Folded by the statement that writes them. */
const keys = ['department_key', 'name_words', 'place_words']
const inStep = (column: string) => `${column} >= @from AND ${column} < @to`

/** The last version of a record that its roster has no more; one that was taken back only where there is no other. */
const last = `JOIN source s ON s.id = v.source_id AND v.to_seq <= s.current_seq AND v.from_seq = (
  SELECT w.from_seq FROM account_version w WHERE w.account_id = v.account_id AND w.from_seq <= s.current_seq
  ORDER BY ${isVoid('w.source_id', 'w.from_seq')}, w.from_seq DESC LIMIT 1)`

/** The few people of one step, with what rosters say, or said last, and what was set. */
const merged = `
  SELECT i.id AS identity_id, i.guid, i.created_at, r.of_identity IS NOT NULL AS listed, r.active, t.status AS set_status,
    ${texts.map((name) => `coalesce(t.${name}, CASE WHEN r.of_identity IS NULL THEN ${rosterValue('l', name)} ELSE ${rosterValue('r', name)} END) AS ${name}`).join(', ')},
    (SELECT count(*) FROM account_match m CROSS JOIN account a ON a.id = m.account_id CROSS JOIN application p ON p.id = a.application_id AND p.kind = 'application'
      CROSS JOIN account_version v ON v.account_id = a.id ${current} WHERE m.identity_id = i.id AND m.to_at = ${forever}) AS accounts
  FROM identity i
  LEFT JOIN (${rosterSays(current, `m.to_at = ${forever}`, inStep('m.identity_id'))}) r ON r.of_identity = i.id
  LEFT JOIN (${rosterSays(last, `m.to_at = ${forever}`, inStep('m.identity_id'))}) l ON l.of_identity = i.id
  LEFT JOIN (${setValues(`t.to_at = ${forever}`, inStep('t.identity_id'))}) t ON t.of_identity = i.id
  WHERE ${inStep('i.id')}`

/** A person who has left every roster keeps what rosters said last; what was set and taken back is gone. */
const valueNow = (name: string) => `coalesce(m.${name}, '')`

const status =
  "coalesce(m.set_status, CASE m.active WHEN 'yes' THEN 'Active' WHEN 'no' THEN 'Disabled' ELSE 'Removed' END)"

const refresh = `
  INSERT INTO person_now (identity_id, guid, sort_name, ${keys.join(', ')}, ${texts.join(', ')}, status, accounts, created_at, updated_at, inactivated_at)
  SELECT * FROM (
    SELECT m.identity_id, m.guid,
      ${sortNameOf(valueNow)} AS sort_name, fold_case(${valueNow('department')}) AS department_key, ${nameWordsOf(valueNow)} AS name_words, ${placeWordsOf(valueNow)} AS place_words,
      ${texts.map((name) => `${valueNow(name)} AS ${name}`).join(', ')},
      ${status} AS status,
      m.accounts, m.created_at, @at AS updated_at,
      CASE WHEN ${status} = 'Active' THEN NULL ELSE coalesce(old.inactivated_at, @at) END AS inactivated_at
    FROM (${merged}) m LEFT JOIN person_now old ON old.identity_id = m.identity_id) n
  WHERE NOT EXISTS (SELECT 1 FROM person_now o WHERE o.identity_id = n.identity_id AND o.status = n.status AND o.accounts = n.accounts
    AND o.sort_name = n.sort_name AND o.name_words = n.name_words AND o.place_words = n.place_words AND ${texts.map((name) => `o.${name} = n.${name} COLLATE BINARY`).join(' AND ')})
  ON CONFLICT (identity_id) DO UPDATE SET sort_name = excluded.sort_name, ${keys.map((name) => `${name} = excluded.${name}`).join(', ')}, ${texts.map((name) => `${name} = excluded.${name}`).join(', ')},
    status = excluded.status, accounts = excluded.accounts, updated_at = excluded.updated_at, inactivated_at = excluded.inactivated_at`

/** Exactly what a list shows, named as the contract names it: rows go out as they come. */
const listColumns = `n.guid AS id, n.full_name AS name, n.first_name AS firstName, n.last_name AS lastName, n.email, n.employee_id AS employeeId,
  n.title, n.department, n.manager, CASE n.person_type WHEN '' THEN 'Employee' ELSE n.person_type END AS type, n.status, n.accounts`
const place = 'SELECT sort_name AS name, identity_id AS id FROM person_now WHERE guid = ?'
const pageFrom = `SELECT ${listColumns} FROM person_now n WHERE n.sort_name >= @name AND (n.sort_name > @name OR n.identity_id > @id) ORDER BY n.sort_name, n.identity_id LIMIT @limit`
const pageOfDepartment = `SELECT ${listColumns} FROM person_now n WHERE n.department_key = @department AND n.sort_name >= @name AND (n.sort_name > @name OR n.identity_id > @id)
  ORDER BY n.sort_name, n.identity_id LIMIT @limit`
const countAll = 'SELECT count(*) AS n FROM person_now'
const countOfDepartment = 'SELECT count(*) AS n FROM person_now WHERE department_key = ?'
const matchingWords = `FROM person_search f JOIN person_now n ON n.identity_id = f.rowid WHERE person_search MATCH @words AND (@department IS NULL OR n.department_key = @department)`
const pageFound = `SELECT ${listColumns} ${matchingWords} AND (n.sort_name > @name OR (n.sort_name = @name AND n.identity_id > @id)) ORDER BY n.sort_name, n.identity_id LIMIT @limit`
const countFound = `SELECT count(*) AS n ${matchingWords}`
/** People of whom the rosters now say something else than when a value was set in its place. */
const withNews = `
  SELECT t.identity_id FROM person_attribute t LEFT JOIN (
    ${rosterSays(current, `m.to_at = ${forever}`, `m.identity_id IN (SELECT identity_id FROM person_attribute WHERE to_at = ${forever})`)}
  ) r ON r.of_identity = t.identity_id
  WHERE t.to_at = ${forever} AND t.instead_of <> coalesce(CASE t.attribute ${texts.map((name) => `WHEN '${name}' THEN ${rosterValue('r', name)}`).join(' ')}
    ELSE CASE r.active WHEN 'yes' THEN 'Active' WHEN 'no' THEN 'Disabled' END END, '')`
const ofNews = `FROM person_now n WHERE n.identity_id IN (${withNews}) AND (@words IS NULL OR has_words(n.name_words || ' | ' || n.place_words, @words))
  AND (@department IS NULL OR n.department_key = @department)`
const pageNews = `SELECT ${listColumns} ${ofNews} AND (n.sort_name > @name OR (n.sort_name = @name AND n.identity_id > @id)) ORDER BY n.sort_name, n.identity_id LIMIT @limit`
const countNews = `SELECT count(*) AS n ${ofNews}`
/** Who is in no roster any more, or inactive in it, and still has accounts. */
const leaving = `FROM person_now n WHERE n.status <> 'Active' AND n.accounts > 0 AND (@words IS NULL OR has_words(n.name_words || ' | ' || n.place_words, @words))
  AND (@department IS NULL OR n.department_key = @department)`
const pageLeavers = `SELECT ${listColumns} ${leaving} AND (n.sort_name > @name OR (n.sort_name = @name AND n.identity_id > @id)) ORDER BY n.sort_name, n.identity_id LIMIT @limit`
const countLeavers = `SELECT count(*) AS n ${leaving}`
const byGuid = 'SELECT * FROM person_now WHERE guid = ?'
const byOffset = 'SELECT * FROM person_now ORDER BY sort_name, identity_id LIMIT ? OFFSET ?'

/** Where a page of a list begins: after this name and id. */
export interface ListPosition {
  readonly name: string
  readonly id: number
}

interface PeopleFilter {
  readonly words: string | null
  readonly department: string | null
  /** Only people of whom rosters say something else than what was set. */
  readonly news?: boolean
  /** Only people who left and still have accounts. */
  readonly leavers?: boolean
}

export const peopleNow = {
  lastIdentity: (db: Reader): number =>
    prepared<{ id: number | null }>(db, 'SELECT max(id) AS id FROM identity').get()?.id ?? 0,
  /** Brings the people with these ids up to date; rows that say the same are not written. @returns how many were */
  refresh: (tx: Writer, from: number, to: number, at: number): number =>
    prepared(tx, refresh).run({ from, to, at }).changes,
  /** Restores the last values that a roster had of somebody who has left it, from before they were set by hand. */
  restore(tx: Writer, identity: number, values: Readonly<Record<string, string>>): void {
    for (const name of texts)
      if (values[name] !== undefined)
        prepared(tx, `UPDATE person_now SET ${name} = ? WHERE identity_id = ?`).run(values[name], identity)
  },
  /** The person changed, even if the list shows the same: the revision that clients saw is stale. */
  touch: (tx: Writer, identity: number, at: number) =>
    prepared(tx, 'UPDATE person_now SET updated_at = ? WHERE identity_id = ?').run(at, identity),
  page(db: Reader, filter: PeopleFilter, { after, limit }: { after: ListPosition; limit: number }): Person[] {
    const { words, department } = filter
    const page = { name: after.name, id: after.id, limit }
    if (filter.leavers) return prepared<Person>(db, pageLeavers).all({ ...page, words, department })
    if (filter.news) return prepared<Person>(db, pageNews).all({ ...page, words, department })
    if (words !== null) return prepared<Person>(db, pageFound).all({ ...page, words: searchOf(words), department })
    return department === null
      ? prepared<Person>(db, pageFrom).all(page)
      : prepared<Person>(db, pageOfDepartment).all({ ...page, department })
  },
  /** The position of somebody in the list. */
  placeOf: (db: Reader, guid: string): ListPosition | undefined => prepared<ListPosition>(db, place).get(guid),
  count: (db: Reader, filter: PeopleFilter): number =>
    commitScopedTotal(db, `people ${JSON.stringify(filter)}`, () => countPeople(db, filter)),
  get: (db: Reader, guid: string): PersonNow | undefined => prepared<PersonNow>(db, byGuid).get(guid),
  /** For clients that count pages. */
  at: (db: Reader, offset: number, limit: number): PersonNow[] => prepared<PersonNow>(db, byOffset).all(limit, offset),
}

function countPeople(db: Reader, { words, department, news, leavers }: PeopleFilter): number {
  if (leavers) return prepared<{ n: number }>(db, countLeavers).get({ words, department })?.n ?? 0
  if (news) return prepared<{ n: number }>(db, countNews).get({ words, department })?.n ?? 0
  const row =
    words !== null
      ? prepared<{ n: number }>(db, countFound).get({ words: searchOf(words), department })
      : department === null
        ? prepared<{ n: number }>(db, countAll).get()
        : prepared<{ n: number }>(db, countOfDepartment).get(department)
  return row?.n ?? 0
}

/** Every word must begin some word of the person; quotes keep the query language of the index out. */
const searchOf = (words: string): string =>
  wordsOf(words)
    .map((word) => `"${word.replaceAll('"', '""')}"*`)
    .join(' ')
