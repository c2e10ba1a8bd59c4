import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import { isPersonObjectId, personObjectIdSql, shortPersonIdSql } from '../shared/object-ids.ts'

interface Named {
  readonly id: number
  readonly full_name: string
  readonly first_name: string
  readonly last_name: string
}

const names = 'n.identity_id AS id, n.full_name, n.first_name, n.last_name'
/** What a script names is the long id, which is nobody else's. */
const byLongId = `SELECT ${names} FROM identity i JOIN person_now n ON n.identity_id = i.id WHERE i.idm_id = ${shortPersonIdSql('@manager')} LIMIT 2`
const byEmployeeId = `SELECT ${names} FROM person_now n WHERE n.employee_id = @manager AND n.employee_id <> '' LIMIT 2`
const byUserName = `
  SELECT ${names} FROM application p JOIN account a ON a.application_id = p.id AND a.user_name = @manager
  JOIN account_match m ON m.account_id = a.id AND m.to_at = 9007199254740991 JOIN person_now n ON n.identity_id = m.identity_id
  WHERE p.kind = 'roster' LIMIT 2`
/** The order of lists has no accents, and names do. */
const isNamed = `fold_case(coalesce(nullif(n.last_name, ''), n.full_name) || ', ' || n.first_name) = fold_case(@manager)`
const byName = `SELECT ${names} FROM person_now n WHERE n.sort_name = fold_search(@manager) AND ${isNamed} LIMIT 2`

/** Whether a word could mean a person, also where it could mean another one too. */
const mayMean = `
  SELECT 1 FROM identity i LEFT JOIN person_now n ON n.identity_id = i.id
  WHERE i.id = @identity AND @manager <> '' AND (${personObjectIdSql('i.idm_id')} = @manager OR n.employee_id = @manager OR (n.sort_name = fold_search(@manager) AND ${isNamed})
    OR EXISTS (SELECT 1 FROM account_match m JOIN account a ON a.id = m.account_id JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
      WHERE m.identity_id = i.id AND m.to_at = 9007199254740991 AND a.user_name = @manager))`

export const supervisors = {
  mayMean: (db: Reader, manager: string, identity: number): boolean =>
    prepared(db, mayMean).get({ manager, identity }) !== undefined,
  /** Whom a roster means by an employee number, a user name or "Last, First"; undefined when it could be two. */
  find(db: Reader, manager: string): Named | undefined {
    const ways = isPersonObjectId(manager) ? [byLongId] : [byEmployeeId, byUserName, byName]
    for (const sql of ways) {
      const [person, other] = prepared<Named>(db, sql).all({ manager })
      if (person) return other ? undefined : person
    }
    return undefined
  },
}
