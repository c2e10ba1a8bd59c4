import { caseFolded } from '../../storage/fold.ts'
import { prepared } from '../../storage/query.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import {
  type ExpectedPerson,
  type FormerHolder,
  ownersOfRecords,
  type RecordOwner,
  type RosterRecord,
} from './roster-people.ts'
import { areOneName } from './same-name.ts'

const inForce = 9007199254740991

/** A value that should name one person, and that records or accounts with different names have. */
export interface SharedValue {
  readonly rule: 'employee-number' | 'email'
  readonly value: string
  readonly names: readonly string[]
}

export const noRecords = 'DROP TABLE IF EXISTS temp.record;'

const createRecords = (facts: string) => `
  ${noRecords}
  CREATE TEMP TABLE record AS
    SELECT r.account_id, r.application_id, r.user_name, r.employee_id, r.email, r.full_name, m.identity_id FROM (${facts}) r
    LEFT JOIN account_match m ON m.account_id = r.account_id AND m.to_at = ${inForce};`

const isNew = 'identity_id IS NULL'
const withNewOnes = `SELECT account_id AS id, employee_id AS employeeId, full_name AS name, ${caseFolded('email')} AS email, identity_id AS identity FROM temp.record
  WHERE ${isNew} OR (email <> '' AND ${caseFolded('email')} IN (SELECT ${caseFolded('email')} FROM temp.record WHERE ${isNew})) OR (employee_id <> '' AND employee_id IN (SELECT employee_id FROM temp.record WHERE ${isNew})) ORDER BY account_id`
/** Who had the number of a new record once, and is in no roster now. */
const formerHolders = `
  SELECT v.employee_id AS employeeId, m.identity_id AS identity, v.full_name AS name FROM application p
  JOIN account a ON a.application_id = p.id AND p.kind = 'roster' JOIN account_version v ON v.account_id = a.id
  JOIN account_match m ON m.account_id = a.id AND m.to_at = ${inForce}
  WHERE v.employee_id <> '' AND v.employee_id IN (SELECT employee_id FROM temp.record WHERE ${isNew})
    AND m.identity_id IS NOT NULL AND m.identity_id NOT IN (SELECT identity_id FROM temp.record WHERE identity_id IS NOT NULL)`
/** Whom a personnel event or a script made, and no roster ever listed. */
const expectedPeople = `
  SELECT e.identity_id AS identity, ${caseFolded('e.value')} AS email, coalesce(n.full_name, '') AS name FROM person_attribute e
  LEFT JOIN person_now n ON n.identity_id = e.identity_id
  WHERE e.attribute = 'email' AND e.value <> '' AND e.to_at = ${inForce} AND NOT EXISTS (
    SELECT 1 FROM account_match m JOIN account a ON a.id = m.account_id JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
    WHERE m.identity_id = e.identity_id)`
const setOwner = 'UPDATE temp.record SET identity_id = @identity WHERE account_id = @id'
const indexByAccount = 'CREATE UNIQUE INDEX temp.record_by_account ON record (account_id)'
const oftenUsed = `SELECT 'employee-number' AS rule, employee_id AS value, json_group_array(full_name) AS names FROM temp.record
  WHERE employee_id <> '' GROUP BY employee_id HAVING count(*) > 1 ORDER BY employee_id`

/**
 * Writes every roster record with its identity into the temporary table `record`. A record of somebody new gets an id below
 * zero: that of the first record of the person.
 */
export function takeRecords(
  db: Writer,
  facts: string,
): { owners: Map<number, RecordOwner>; shared: readonly SharedValue[] } {
  db.exec(createRecords(facts))
  const records = prepared<RosterRecord>(db, withNewOnes).all()
  const former = records.length === 0 ? [] : prepared<FormerHolder & { employeeId: string }>(db, formerHolders).all()
  const owners = ownersOfRecords(
    records,
    Map.groupBy(former, ({ employeeId }) => employeeId),
    records.length === 0 ? [] : prepared<ExpectedPerson>(db, expectedPeople).all(),
  )
  if (owners.size > 0) db.exec(indexByAccount)
  const set = prepared(db, setOwner)
  db.transaction(() => {
    for (const [id, owner] of owners) set.run({ id, identity: 'identity' in owner ? owner.identity : -owner.record })
  })()
  return { owners, shared: sharedOf(db, oftenUsed, {}) }
}

const createShared = `
  DROP TABLE IF EXISTS temp.shared_value;
  CREATE TEMP TABLE shared_value (application_id INTEGER, rule TEXT, value TEXT, PRIMARY KEY (application_id, rule, value)) WITHOUT ROWID`
const valuesOf = (facts: string, rule: string, column: string) => `
  SELECT f.application_id AS application, '${rule}' AS rule, ${caseFolded(`f.${column}`)} AS value, json_group_array(DISTINCT f.full_name) AS names FROM (${facts}) f
  WHERE f.${column} <> '' AND f.full_name <> '' AND (@application IS NULL OR f.application_id = @application)
  GROUP BY f.application_id, ${caseFolded(`f.${column}`)} HAVING count(DISTINCT f.full_name) > 1`

/** Writes the values that accounts of one application with different names share into the temporary table `shared_value`. */
export function takeSharedValues(db: Writer, facts: string, application: number | null): readonly SharedValue[] {
  db.exec(createShared)
  const query = `${valuesOf(facts, 'employee-number', 'employee_id')} UNION ALL ${valuesOf(facts, 'email', 'email')} ORDER BY 1, 2, 3`
  const shared = sharedOf(db, query, { application })
  const insert = prepared(db, 'INSERT INTO temp.shared_value VALUES (@application, @rule, @value)')
  for (const { application: whose, rule, value } of shared) insert.run({ application: whose ?? null, rule, value })
  return shared
}

type Found = Omit<SharedValue, 'names'> & { readonly names: string; readonly application?: number }

const sharedOf = (
  db: Reader,
  query: string,
  bindings: Record<string, number | null>,
): (SharedValue & { readonly application?: number | undefined })[] =>
  prepared<Found>(db, query)
    .all(bindings)
    .map(({ names, ...rest }) => ({ ...rest, names: [...new Set(JSON.parse(names) as string[])].toSorted() }))
    .filter(({ names }) => !areOneName(names))
