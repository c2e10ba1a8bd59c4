import { prepared } from '../../storage/query.ts'
import type { Reader, Writer } from '../../storage/open.ts'

const current = 'JOIN source s ON s.id = v.source_id AND v.from_seq <= s.current_seq AND v.to_seq > s.current_seq'
const inForce = 9007199254740991

/** Records of rosters that have no identity yet. */
const newRecords = `
  SELECT a.id, v.employee_id AS employeeId FROM account a JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
  JOIN account_version v ON v.account_id = a.id ${current}
  WHERE NOT EXISTS (SELECT 1 FROM account_match m WHERE m.account_id = a.id AND m.to_at = ${inForce})`

/** Who has which employee number already, by any roster's record. */
const employees = `
  SELECT DISTINCT v.employee_id AS employeeId, m.identity_id AS id
  FROM account_match m JOIN account a ON a.id = m.account_id JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
  JOIN account_version v ON v.account_id = a.id ${current}
  WHERE m.to_at = ${inForce} AND m.identity_id IS NOT NULL AND v.employee_id <> ''`

const insertIdentity = 'INSERT INTO identity (guid, idm_id, created_at) VALUES (@guid, @guid, @at) RETURNING id'
const insertMatch = `INSERT INTO account_match (account_id, from_at, identity_id, method, decided_by, reason) VALUES (@account, @at, @identity, @method, @by, @reason)`
const closeMatch = `UPDATE account_match SET to_at = @at WHERE account_id = @account AND to_at = ${inForce}`
/** A second decision in the same millisecond replaces the first. */
const dropEmpty = 'DELETE FROM account_match WHERE account_id = @account AND from_at = to_at'

/** Who is known now, by what an account may say of them. A value that two people share finds neither. */
const createPeople = `
  DROP TABLE IF EXISTS temp.person;
  CREATE TEMP TABLE person (identity_id INTEGER NOT NULL, rule TEXT NOT NULL, value TEXT NOT NULL);
  WITH record AS (
    SELECT DISTINCT m.identity_id, lower(v.employee_id) AS employee, lower(a.user_name) AS user, lower(v.email) AS email, lower(v.full_name) AS name
    FROM account_match m JOIN account a ON a.id = m.account_id JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
    JOIN account_version v ON v.account_id = a.id ${current}
    WHERE m.to_at = ${inForce} AND m.identity_id IS NOT NULL)
  INSERT INTO temp.person
    SELECT min(identity_id), rule, value FROM (
      SELECT identity_id, 'employee number' AS rule, employee AS value FROM record
      UNION SELECT identity_id, 'user name', user FROM record
      UNION SELECT identity_id, 'e-mail', email FROM record
      UNION SELECT identity_id, 'name', name FROM record)
    WHERE value <> '' GROUP BY rule, value HAVING count(DISTINCT identity_id) = 1;
  CREATE UNIQUE INDEX temp.person_by_value ON person (rule, value);`

/** What the rules say of the accounts of applications whose match a person didn't choose, where it differs from what stands. */
const differing = `
  SELECT * FROM (
    SELECT a.id AS account, m.identity_id AS stands, m.method AS standsBy,
      coalesce(e.identity_id, u.identity_id, l.identity_id, n.identity_id) AS found,
      CASE WHEN e.identity_id IS NOT NULL THEN 'employee number' WHEN u.identity_id IS NOT NULL THEN 'user name'
        WHEN l.identity_id IS NOT NULL THEN 'e-mail' WHEN n.identity_id IS NOT NULL THEN 'name' END AS rule
    FROM account a JOIN application p ON p.id = a.application_id AND p.kind = 'application'
    JOIN account_version v ON v.account_id = a.id ${current}
    LEFT JOIN account_match m ON m.account_id = a.id AND m.to_at = ${inForce}
    LEFT JOIN temp.person e ON e.rule = 'employee number' AND e.value = lower(v.employee_id)
    LEFT JOIN temp.person u ON u.rule = 'user name' AND u.value = lower(a.user_name)
    LEFT JOIN temp.person l ON l.rule = 'e-mail' AND l.value = lower(v.email)
    LEFT JOIN temp.person n ON n.rule = 'name' AND n.value = lower(v.full_name)
    WHERE m.method IS NULL OR m.method <> 'by hand')
  WHERE found IS NOT stands OR (found IS NOT NULL AND rule IS NOT standsBy)`

export interface Difference {
  readonly account: number
  readonly stands: number | null
  readonly found: number | null
  readonly rule: string | null
}

export const matches = {
  newRecords: (db: Reader) => prepared<{ id: number; employeeId: string }>(db, newRecords).all(),
  identityByEmployee: (db: Reader): Map<string, number> =>
    new Map(
      prepared<{ employeeId: string; id: number }>(db, employees)
        .all()
        .map(({ employeeId, id }) => [employeeId, id]),
    ),
  insertIdentity: (tx: Writer, guid: string, at: number): number =>
    prepared<{ id: number }>(tx, insertIdentity).get({ guid, at })?.id ?? 0,
  /** Ends the match that stands, and begins another; a null method only ends it. */
  decide(
    tx: Writer,
    account: number,
    at: number,
    match: { identity: number | null; method: string; by: string; reason: string } | null,
  ): void {
    prepared(tx, closeMatch).run({ account, at })
    prepared(tx, dropEmpty).run({ account })
    if (match) prepared(tx, insertMatch).run({ account, at, ...match })
  },
  /** Call it in the transaction that will use it: the list of people is a temporary table of the connection. */
  differences(tx: Writer): Difference[] {
    tx.exec(createPeople)
    return prepared<Difference>(tx, differing).all()
  },
}
