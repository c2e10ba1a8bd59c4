import { asOf, type Moment } from '../../storage/cut.ts'
import { contain, searchFolded } from '../../storage/fold.ts'
import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import {
  nameWordsOf,
  personTexts,
  type PersonText,
  placeWordsOf,
  rosterSays,
  rosterValue,
  setValues,
  sortNameOf,
} from './merged-attributes.ts'
import { heldOnDay, isVoid } from './true-matches.ts'

const forever = 9007199254740991
const visible = 'JOIN cut ON cut.source_id = v.source_id AND v.from_seq <= cut.seq AND cut.seq < v.to_seq'
/**
 * Matches have their own history. Now, and in what was known on a day, the one in force by the clock counts; what was true
 * on a day is told by those that held on it.
 */
export const matchHolds = (kind: Moment['kind']): string =>
  kind === 'true' ? heldOnDay : 'm.from_at <= @when AND m.to_at > @when'

export interface PersonRow {
  id: number
  guid: string
  created_at: number
  full_name: string | null
  first_name: string | null
  last_name: string | null
  email: string | null
  employee_id: string | null
  title: string | null
  department: string | null
  division: string | null
  company: string | null
  office: string | null
  manager: string | null
  person_type: string | null
  active: string | null
  set_status: string | null
  accounts: number
}

/** What was set by hand counts by the clock: nothing says since when it had been true. */
const setThen = `t.from_at <= coalesce(@at, ${forever - 1}) AND t.to_at > coalesce(@at, ${forever - 1})`

/** Whether a generation had been taken back by then. */
const wasVoid = `EXISTS (SELECT 1 FROM generation taken_back WHERE taken_back.source_id = w.source_id AND taken_back.seq = w.from_seq AND taken_back.voided_at <= coalesce(@at, ${forever}))`

/**
 * The last version of each record that was known by then, also of those that have gone since; one that had been taken back
 * only where there is no other. What was true is not told by a generation that was taken back.
 */
const lastVersion = (kind: Moment['kind']): string => `JOIN cut ON cut.source_id = v.source_id AND v.from_seq = (
  SELECT w.from_seq FROM account_version w WHERE w.account_id = v.account_id AND w.from_seq <= cut.seq
  ${kind === 'true' ? `AND NOT ${isVoid('w.source_id', 'w.from_seq')}` : ''} ORDER BY ${kind === 'true' ? '' : `${wasVoid},`} w.from_seq DESC LIMIT 1)`

/**
 * A person merged as lists of now are: what was set, else what rosters say, else what they said last of somebody who has
 * left them all.
 */
export const person = (kind: Moment['kind'], ofWhom: (column: string) => string) => `
  SELECT i.id, i.guid, i.created_at, ${personTexts.map((name) => `coalesce(t.${name}, CASE WHEN r.of_identity IS NULL THEN ${rosterValue('l', name)} ELSE ${rosterValue('r', name)} END) AS ${name}`).join(', ')},
    r.active, t.status AS set_status, r.of_identity IS NOT NULL AS listed, l.of_identity IS NOT NULL AS was_listed,
    (SELECT count(*) FROM account_match m JOIN account a ON a.id = m.account_id JOIN application p ON p.id = a.application_id AND p.kind = 'application'
      JOIN account_version v ON v.account_id = a.id ${visible} WHERE m.identity_id = i.id AND ${matchHolds(kind)}) AS accounts
  FROM identity i
  LEFT JOIN (${rosterSays(visible, matchHolds(kind), ofWhom('m.identity_id'))}) r ON r.of_identity = i.id
  LEFT JOIN (${rosterSays(lastVersion(kind), matchHolds(kind), ofWhom('m.identity_id'))}) l ON l.of_identity = i.id
  LEFT JOIN (${setValues(setThen, ofWhom('t.identity_id'))}) t ON t.of_identity = i.id`

const valueThen = (name: PersonText) => `coalesce(k.${name}, '')`
/** Of somebody whom no roster ever listed. */
const isMade = `NOT EXISTS (SELECT 1 FROM account_match o JOIN account b ON b.id = o.account_id JOIN application q ON q.id = b.application_id AND q.kind = 'roster'
  WHERE o.identity_id = k.id)`

/** Who was known at that moment: by then in a roster, or made by somebody. */
export const known = (kind: Moment['kind']) => `SELECT * FROM (${person(kind, () => 'true')}) k
  WHERE (listed OR was_listed OR @at IS NULL OR (created_at <= @at AND ${kind === 'true' ? isMade : 'true'}))
    AND (@department IS NULL OR fold_case(${valueThen('department')}) = @department)
    AND (@words IS NULL OR has_words(${nameWordsOf(valueThen)} || ' | ' || ${placeWordsOf(valueThen)}, @words))`

const page = asOf((kind) => `${known(kind)} ORDER BY ${sortNameOf(valueThen)}, id LIMIT @limit OFFSET @offset`)
const count = asOf((kind) => `SELECT count(*) AS n FROM (${known(kind)})`)
/** One person: only their own records are read. */
const personByGuid = asOf(
  (kind) =>
    `${person(kind, (column) => `${column} = (SELECT id FROM identity WHERE guid = @guid)`)} WHERE i.guid = @guid`,
)

const records = asOf(
  (kind) => `
  SELECT p.name AS roster, v.* FROM account_match m CROSS JOIN account a ON a.id = m.account_id CROSS JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
  CROSS JOIN account_version v ON v.account_id = a.id ${visible}
  WHERE m.identity_id = @identity AND ${matchHolds(kind)} ORDER BY p.id`,
)

export interface AccountRow {
  id: number
  guid: string
  user_name: string
  application_guid: string
  application_name: string
  full_name: string
  email: string
  employee_id: string
  active: string
  locked: string
  last_login: string
  method: string | null
  decided_by: string | null
  from_at: number | null
  identity_guid: string | null
  identity_id: number | null
  grants: number
}

const accountColumns = `
  SELECT a.id, a.guid, a.user_name, p.guid AS application_guid, p.name AS application_name, v.full_name, v.email, v.employee_id, v.active,
    v.locked, v.last_login, m.method, m.decided_by, m.from_at, m.identity_id, i.guid AS identity_guid,
    (SELECT count(*) FROM grant_version g WHERE g.account_id = a.id AND g.from_seq <= cut.seq AND cut.seq < g.to_seq) AS grants`
const account = (kind: Moment['kind']) => `${accountColumns}
  FROM account a JOIN application p ON p.id = a.application_id AND p.kind = 'application'
  JOIN account_version v ON v.account_id = a.id ${visible}
  LEFT JOIN account_match m ON m.account_id = a.id AND ${matchHolds(kind)}
  LEFT JOIN identity i ON i.id = m.identity_id`

/** From the person to their few accounts, never through all accounts: CROSS JOIN fixes the order. */
const ofPerson = asOf(
  (kind) => `${accountColumns}
  FROM account_match m CROSS JOIN account a ON a.id = m.account_id CROSS JOIN application p ON p.id = a.application_id AND p.kind = 'application'
  CROSS JOIN account_version v ON v.account_id = a.id ${visible} JOIN identity i ON i.id = m.identity_id
  WHERE m.identity_id = @identity AND ${matchHolds(kind)} ORDER BY ${searchFolded('p.name')}, ${searchFolded('a.user_name')}, a.id`,
)
const matching = `(@application IS NULL OR p.guid = @application)
  AND (@match = 'any' OR (@match = 'none' AND m.account_id IS NULL) OR (@match = 'nobody' AND m.account_id IS NOT NULL AND m.identity_id IS NULL)
    OR (@match = 'person' AND m.identity_id IS NOT NULL))
  AND (@words IS NULL OR ${contain(['a.user_name', 'v.full_name', 'v.email', 'v.employee_id'])})`
const accountPage = asOf((kind) => `${account(kind)} WHERE a.id > @after AND ${matching} ORDER BY a.id LIMIT @limit`)
const accountCount = asOf(
  (
    kind,
  ) => `SELECT count(*) AS n FROM account a JOIN application p ON p.id = a.application_id AND p.kind = 'application'
  JOIN account_version v ON v.account_id = a.id ${visible} LEFT JOIN account_match m ON m.account_id = a.id AND ${matchHolds(kind)} WHERE ${matching}`,
)
const accountByGuid = asOf((kind) => `${account(kind)} WHERE a.guid = @guid`)

export interface GrantRow {
  entitlement_id: number
  group_name: string
  heading: string
  section: string
  permission: string
  access: string
  privileged: string | null
  import_guid: string
  seq: number
  file: string | null
  line: number | null
  rules_version: number | null
  applied_at: number
}

/** What an account holds, each grant with the generation, file, row and rules that brought it. */
const grants = asOf(`
  SELECT v.entitlement_id, e.group_name, e.heading, e.section, e.permission, v.access, d.privileged,
    b.guid AS import_guid, v.from_seq AS seq, f.name AS file, v.line, r.version AS rules_version, g.applied_at
  FROM grant_version v ${visible}
  JOIN entitlement e ON e.id = v.entitlement_id
  LEFT JOIN entitlement_version d ON d.entitlement_id = e.id AND d.from_seq <= cut.seq AND cut.seq < d.to_seq
  JOIN generation g ON g.source_id = v.source_id AND g.seq = v.from_seq JOIN import b ON b.id = g.import_id
  LEFT JOIN import_file f ON f.id = v.file_id LEFT JOIN import o ON o.id = f.import_id LEFT JOIN rule_version r ON r.id = o.rule_version_id
  WHERE v.account_id = @account ORDER BY e.group_name, e.heading, e.section, e.permission`)

const holders = asOf(
  (kind) => `
  SELECT a.guid AS accountGuid, a.user_name AS userName, x.full_name AS name, v.access, i.guid AS identityGuid, m.identity_id AS identityId
  FROM holder_version v ${visible} JOIN account a ON a.id = v.account_id
  JOIN account_version x ON x.account_id = a.id AND x.from_seq <= cut.seq AND cut.seq < x.to_seq
  LEFT JOIN account_match m ON m.account_id = a.id AND ${matchHolds(kind)} LEFT JOIN identity i ON i.id = m.identity_id
  WHERE v.entitlement_id = @entitlement ORDER BY ${searchFolded('a.user_name')}, a.id LIMIT @limit`,
)

type PeopleThen = { words: string | null; department: string | null }
type AccountFilter = { application: string | null; match: string; words: string | null }
type Bindings = Record<string, string | number | null>

function run<R>(query: ReturnType<typeof asOf>, db: Reader, moment: Moment, bindings: Bindings): R[] {
  const { sql, at } = query(moment)
  return prepared<R>(db, sql).all({ ...bindings, at })
}

/** What was known on a day includes whose account we believed it to be then. Matches in force now have no end. */
export const when = (moment: Moment): number => (moment.kind === 'known' ? moment.at : forever - 1)

export const people = {
  page: (db: Reader, moment: Moment, query: PeopleThen & { offset: number; limit: number }): PersonRow[] =>
    run(page, db, moment, { ...query, when: when(moment) }),
  count: (db: Reader, moment: Moment, filter: PeopleThen): number =>
    run<{ n: number }>(count, db, moment, { ...filter, when: when(moment) })[0]?.n ?? 0,
  get: (db: Reader, moment: Moment, guid: string): PersonRow | undefined =>
    run<PersonRow>(personByGuid, db, moment, { guid, when: when(moment) })[0],
  records: (db: Reader, moment: Moment, identity: number): (Record<string, string> & { roster: string })[] =>
    run(records, db, moment, { identity, when: when(moment) }),
  accountsOf: (db: Reader, moment: Moment, identity: number): AccountRow[] =>
    run(ofPerson, db, moment, { identity, when: when(moment) }),
  accounts: (
    db: Reader,
    moment: Moment,
    { after, limit, ...filter }: AccountFilter & { after: number; limit: number },
  ): { rows: AccountRow[]; total: number } => {
    const bindings = { ...filter, when: when(moment) }
    return {
      rows: run(accountPage, db, moment, { ...bindings, after, limit }),
      total: run<{ n: number }>(accountCount, db, moment, bindings)[0]?.n ?? 0,
    }
  },
  account: (db: Reader, moment: Moment, guid: string): AccountRow | undefined =>
    run<AccountRow>(accountByGuid, db, moment, { guid, when: when(moment) })[0],
  grants: (db: Reader, moment: Moment, account: number): GrantRow[] => run(grants, db, moment, { account }),
  holders: (db: Reader, moment: Moment, entitlement: number, limit: number) =>
    run<{
      accountGuid: string
      userName: string
      name: string
      access: string
      identityGuid: string | null
      identityId: number | null
    }>(holders, db, moment, { entitlement, limit, when: when(moment) }),
}
