import { matchKindNames, type MatchCounts } from '../../../contract/imports.ts'
import { prepared } from '../../storage/query.ts'
import { caseFolded } from '../../storage/fold.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { matchRules } from './matching.ts'
import { accountAttributes, type AccountAttribute } from './access-facts.ts'
import { noRecords, type SharedValue, takeRecords, takeSharedValues } from './shared-keys.store.ts'
import type { RecordOwner } from './roster-people.ts'
import { holdsFrom, isVoid, type MatchedGeneration } from './true-matches.ts'

const current = 'JOIN source s ON s.id = v.source_id AND v.from_seq <= s.current_seq AND v.to_seq > s.current_seq'
const inForce = 9007199254740991

/** What matching reads: an account with its facts, of an application or of a roster. */
const factsNow = (kind: 'roster' | 'application') => `
  SELECT a.id AS account_id, a.application_id, a.user_name, v.employee_id, v.email, v.full_name
  FROM account a JOIN application p ON p.id = a.application_id AND p.kind = '${kind}' JOIN account_version v ON v.account_id = a.id ${current}`

/** The same facts as a staged import would leave them: its changes are in `temp.changed`, everything else is as now. */
const factsThen = (kind: 'roster' | 'application') => `
  ${factsNow(kind)} WHERE a.id NOT IN (SELECT account_id FROM temp.changed)
  UNION ALL SELECT account_id, application_id, user_name, employee_id, email, full_name FROM temp.changed WHERE kind = '${kind}' AND NOT leaves`

const insertIdentity = 'INSERT INTO identity (guid, idm_id, created_at) VALUES (@guid, @guid, @at) RETURNING id'
const insertMatch = `
  INSERT INTO account_match (account_id, from_at, identity_id, method, decided_by, reason, holds_from, source_id, seq)
  VALUES (@account, @at, @identity, @method, @by, @reason, CASE WHEN @source IS NULL THEN 0 ELSE ${holdsFrom} END, @source, @seq)`
const closeMatch = `
  UPDATE account_match SET to_at = @at, holds_to = CASE WHEN @source IS NOT NULL THEN ${holdsFrom} END, ended_source_id = @source, ended_seq = @seq
  WHERE account_id = @account AND to_at = ${inForce}`
const takeBack = `UPDATE account_match SET taken_back_at = @at WHERE account_id = @account AND method = 'by-hand' AND taken_back_at IS NULL`
const currentMatch = `SELECT identity_id FROM account_match WHERE account_id = ? AND to_at = ${inForce}`
/** A second decision in the same millisecond replaces the first. */
const dropEmpty = 'DELETE FROM account_match WHERE account_id = @account AND from_at = to_at'

const noTables = `DROP TABLE IF EXISTS temp.person; DROP TABLE IF EXISTS temp.changed; DROP TABLE IF EXISTS temp.shared_value; ${noRecords}`

/** People by the values that an account may have. A value that two people share finds neither. */
const createPeople = `
  CREATE TEMP TABLE person (identity_id INTEGER NOT NULL, rule TEXT NOT NULL, value TEXT NOT NULL);
  INSERT INTO temp.person
    SELECT min(identity_id), rule, value FROM (
      SELECT identity_id, 'employee-number' AS rule, ${caseFolded('employee_id')} AS value FROM temp.record
      UNION SELECT identity_id, 'user-name', ${caseFolded('user_name')} FROM temp.record
      UNION SELECT identity_id, 'email', ${caseFolded('email')} FROM temp.record
      UNION SELECT identity_id, 'name', ${caseFolded('full_name')} FROM temp.record
      -- A value that was set for somebody in a roster finds them too.
      UNION SELECT identity_id, CASE attribute WHEN 'email' THEN 'email' ELSE 'name' END, ${caseFolded('value')} FROM main.person_attribute
        WHERE attribute IN ('email', 'full_name') AND to_at = ${inForce} AND identity_id IN (SELECT identity_id FROM temp.record))
    WHERE value <> '' GROUP BY rule, value HAVING count(DISTINCT identity_id) = 1;
  CREATE UNIQUE INDEX temp.person_by_value ON person (rule, value);`

/** A value that accounts of one application with different names share names none of them. */
const isShared = (rule: string, column: string) =>
  `EXISTS (SELECT 1 FROM temp.shared_value s WHERE s.application_id = a.application_id AND s.rule = '${rule}' AND s.value = ${caseFolded(`a.${column}`)})`

const strengthOf = (rule: string) =>
  `CASE ${rule} ${matchRules.map((name, strength) => `WHEN '${name}' THEN ${strength}`).join(' ')} END`
/**
 * A person who left keeps their accounts, or their access would show as nobody's. Only a rule at least as strong as the
 * one that found them takes an account away: a namesake who stays does not inherit it. A match that rests on a generation
 * that was taken back is not kept, and nor is one to somebody whom only such generations ever listed.
 */
const keepsLeaver = `f.owner IS NOT NULL AND NOT ${isVoid('f.ownerSource', 'f.ownerSeq')}
  AND NOT EXISTS (SELECT 1 FROM temp.record r WHERE r.identity_id = f.owner)
  AND (f.matched IS NULL OR ${strengthOf('f.rule')} > ${strengthOf('f.ownerRule')})
  AND EXISTS (SELECT 1 FROM account_match o JOIN account b ON b.id = o.account_id JOIN application q ON q.id = b.application_id AND q.kind = 'roster'
    JOIN account_version w ON w.account_id = b.id WHERE o.identity_id = f.owner AND NOT ${isVoid('w.source_id', 'w.from_seq')})`

/**
 * The last match of an account, when what ended it was taken back: it had not ended. No rule finds the accounts of somebody
 * who has left, so this is how they get them back.
 */
const endedInVain = `k.account_id = a.account_id AND m.account_id IS NULL AND ${isVoid('k.ended_source_id', 'k.ended_seq')}
  AND k.from_at = (SELECT max(x.from_at) FROM account_match x WHERE x.account_id = a.account_id)`

/** What the rules find for the accounts of applications that were not matched by hand. */
const foundByRules = (facts: string) => `
  SELECT a.account_id AS account, m.identity_id AS current, m.method AS currentRule, m.source_id AS currentSource, m.seq AS currentSeq,
    coalesce(m.identity_id, k.identity_id) AS owner, coalesce(m.method, k.method) AS ownerRule,
    CASE WHEN m.account_id IS NULL THEN k.source_id ELSE m.source_id END AS ownerSource, CASE WHEN m.account_id IS NULL THEN k.seq ELSE m.seq END AS ownerSeq,
    coalesce(e.identity_id, u.identity_id, l.identity_id, n.identity_id) AS matched,
    CASE WHEN e.identity_id IS NOT NULL THEN 'employee-number' WHEN u.identity_id IS NOT NULL THEN 'user-name'
      WHEN l.identity_id IS NOT NULL THEN 'email' WHEN n.identity_id IS NOT NULL THEN 'name' END AS rule
  FROM (${facts}) a
  LEFT JOIN account_match m ON m.account_id = a.account_id AND m.to_at = ${inForce}
  LEFT JOIN account_match k ON ${endedInVain}
  LEFT JOIN temp.person e ON e.rule = 'employee-number' AND e.value = ${caseFolded('a.employee_id')} AND NOT ${isShared('employee-number', 'employee_id')}
  LEFT JOIN temp.person u ON u.rule = 'user-name' AND u.value = ${caseFolded('a.user_name')}
  LEFT JOIN temp.person l ON l.rule = 'email' AND l.value = ${caseFolded('a.email')} AND NOT ${isShared('email', 'email')}
  LEFT JOIN temp.person n ON n.rule = 'name' AND n.value = ${caseFolded('a.full_name')}
  WHERE (m.method IS NULL OR m.method <> 'by-hand') AND (@application IS NULL OR a.application_id = @application)`
const verdicts = (facts: string) => `
  SELECT account, current, currentRule, currentSource, currentSeq, CASE WHEN kept THEN owner ELSE matched END AS matched,
    CASE WHEN kept THEN ownerRule ELSE rule END AS rule
  FROM (SELECT f.*, ${keepsLeaver} AS kept FROM (${foundByRules(facts)}) f)`

/** Where the rules differ from the current match, or find anew what only a generation that was taken back had brought. */
const differing = `SELECT * FROM (${verdicts(factsNow('application'))})
  WHERE matched IS NOT current OR (matched IS NOT NULL AND (rule IS NOT currentRule OR ${isVoid('currentSource', 'currentSeq')}))`

const after = (name: AccountAttribute) => `c.after ->> ${accountAttributes.indexOf(name)}`
/** The accounts that a staged import changes, as it leaves them. What is held back stays as it is. */
const createChanged = `
  CREATE TEMP TABLE changed AS
    SELECT c.account_id, p.id AS application_id, p.kind, c.kind = 'leaves' AS leaves, c.kind = 'joins' AS joins,
      coalesce(sa.user_name, la.user_name) AS user_name, ${after('employee_id')} AS employee_id, ${after('email')} AS email, ${after('full_name')} AS full_name
    FROM staging.change c JOIN main.application p ON p.id = @application
    LEFT JOIN staging.account sa ON sa.id = c.account_id LEFT JOIN main.account la ON la.id = c.account_id
    WHERE c.kind IN ('joins', 'leaves', 'changes') AND c.id NOT IN (SELECT value FROM json_each(@held))`
const indexChanged = 'CREATE UNIQUE INDEX temp.changed_by_account ON changed (account_id)'

/** The person's name now; and the name that the rosters will have, from the one that counts most. */
const nameNow = (identity: string) => `(SELECT p.full_name FROM main.person_now p WHERE p.identity_id = ${identity})`
const nameThen = (identity: string) =>
  `(SELECT r.full_name FROM temp.record r WHERE r.identity_id = ${identity} AND r.full_name <> '' ORDER BY r.application_id LIMIT 1)`
const indexRecords = 'CREATE INDEX temp.record_by_identity ON record (identity_id)'
/**
 * The lines of a preview about matches, in the order of accounts, after those about facts. A new account that matches
 * nobody is one of them; one that still matches nobody is not.
 */
const createPredicted = `
  DROP TABLE IF EXISTS staging.match_change;
  CREATE TABLE staging.match_change (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, account_id INTEGER NOT NULL, from_identity INTEGER, to_identity INTEGER,
    from_name TEXT, to_name TEXT, rule TEXT
  ) STRICT;`
const predict = `
  INSERT INTO staging.match_change
  SELECT (SELECT coalesce(max(id), 0) FROM staging.change) + row_number() OVER (ORDER BY account) AS id,
    CASE WHEN matched IS NULL THEN 'orphaned' WHEN current IS NULL THEN 'matches' ELSE 'rematches' END AS kind,
    account AS account_id, current AS from_identity, matched AS to_identity, ${nameNow('current')} AS from_name, coalesce(${nameThen('matched')}, ${nameNow('matched')}) AS to_name, rule
  FROM (${verdicts(factsThen('application'))})
  WHERE matched IS NOT current OR (matched IS NULL AND account IN (SELECT account_id FROM temp.changed WHERE joins))`
const predictedLines = `SELECT kind || char(31) || account_id || char(31) || coalesce(from_identity, '') || char(31) || coalesce(to_identity, '') || char(31) || coalesce(rule, '')
  FROM staging.match_change ORDER BY id`
const predictedCounts = 'SELECT kind, count(*) AS n FROM staging.match_change GROUP BY kind'

/** When somebody or a rule decides whose account it is. */
export interface DecisionTime {
  readonly at: number
  readonly generation?: MatchedGeneration | undefined
}

interface Difference {
  readonly account: number
  /** The person whose account it is now. */
  readonly current: number | null
  /** The person that the rules find. */
  readonly matched: number | null
  readonly rule: string | null
}

export const matches = {
  /** Whose new roster records are. It leaves a temporary table of the connection. */
  ownersOfNewRecords(db: Writer): Map<number, RecordOwner> {
    db.exec(noTables)
    return takeRecords(db, factsNow('roster')).owners
  },
  insertIdentity: (tx: Writer, guid: string, at: number): number =>
    prepared<{ id: number }>(tx, insertIdentity).get({ guid, at })?.id ?? 0,
  /**
   * Ends the current match and begins another; null only ends it.
   * @param when the clock says, and the generation by which the rules decide: without one it holds since the account is known
   */
  decide(
    tx: Writer,
    account: number,
    when: DecisionTime,
    match: { identity: number | null; method: string; by: string; reason: string } | null,
  ): void {
    const { at, generation } = when
    const basis = {
      source: generation?.sourceId ?? null,
      seq: generation?.seq ?? null,
      date: generation?.extractAt ?? null,
    }
    prepared(tx, closeMatch).run({ account, at, ...basis })
    prepared(tx, dropEmpty).run({ account })
    if (match) prepared(tx, insertMatch).run({ account, at, ...match, ...basis })
  },
  /** A choice by hand was cleared: it was never true, and no more were those that it replaced. */
  takeBack(tx: Writer, account: number, at: number): void {
    prepared(tx, closeMatch).run({ account, at, source: null, seq: null, date: null })
    prepared(tx, takeBack).run({ account, at })
    prepared(tx, dropEmpty).run({ account })
  },
  current: (db: Reader, account: number) => prepared<{ identity_id: number | null }>(db, currentMatch).get(account),
  guidOf: (db: Reader, account: number): string =>
    prepared<{ guid: string }>(db, 'SELECT guid FROM account WHERE id = ?').get(account)?.guid ?? '',
  /**
   * Where the rules differ from the current match. Call it in the transaction that will use it: the list of people is a
   * temporary table of the connection. @param application only its accounts; null for all
   */
  differences(tx: Writer, application: number | null): Difference[] {
    tx.exec(noTables)
    takeRecords(tx, factsNow('roster'))
    tx.exec(indexRecords)
    tx.exec(createPeople)
    takeSharedValues(tx, factsNow('application'), application)
    return prepared<Difference>(tx, differing).all({ application })
  },
  hasPeople: (db: Reader): boolean =>
    prepared<{ exists: number }>(db, 'SELECT EXISTS (SELECT 1 FROM identity) AS "exists"').get()?.exists === 1,
  /**
   * Writes the matches that would change into a staging database, attached as `staging`.
   * @param application whose import it is; @param held ids of the changes that stay out
   * @returns the values that should name one person and do not, in the file of this import
   */
  predict(
    db: Writer,
    application: number,
    kind: 'roster' | 'application',
    held: readonly number[],
  ): readonly SharedValue[] {
    db.exec(noTables)
    db.prepare(createChanged).run({ application, held: JSON.stringify(held) })
    db.exec(indexChanged)
    const { shared } = takeRecords(db, factsThen('roster'))
    db.exec(indexRecords)
    db.exec(createPeople)
    // An extract of an application changes only its own matches; a roster may change any.
    const whose = kind === 'roster' ? null : application
    const sharedByAccounts = takeSharedValues(db, factsThen('application'), whose)
    db.exec(createPredicted)
    db.prepare(predict).run({ application: whose })
    db.exec(noTables)
    return kind === 'roster' ? shared : sharedByAccounts
  },
  predictedLines: (db: Reader): IterableIterator<string> => db.prepare<[], string>(predictedLines).pluck().iterate(),
  predictedCounts(db: Reader): MatchCounts {
    const counts = new Map(
      db
        .prepare<[], { kind: string; n: number }>(predictedCounts)
        .all()
        .map(({ kind, n }) => [kind, n]),
    )
    return Object.fromEntries(matchKindNames.map((kind) => [kind, counts.get(kind) ?? 0])) as MatchCounts
  },
}
