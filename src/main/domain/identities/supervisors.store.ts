import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import { isPersonObjectId, shortPersonIdSql } from '../shared/object-ids.ts'

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
const byName = `SELECT ${names} FROM person_now n WHERE n.sort_name = lower(@manager) LIMIT 2`

export const supervisors = {
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
