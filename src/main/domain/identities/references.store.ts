import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import { personObjectIdSql } from '../shared/object-ids.ts'

export interface IdentityReference {
  readonly id: number
  readonly guid: string
  /** The id that clients of the identity-governance API know: the GUID unless a script chose another. */
  readonly idmId: string
  readonly name: string
  readonly email: string
}

const columns = `i.id, i.guid, i.idm_id AS idmId, coalesce(nullif(n.full_name, ''), i.idm_id) AS name, coalesce(n.email, '') AS email
  FROM identity i LEFT JOIN person_now n ON n.identity_id = i.id`
const byNumber = `SELECT ${columns} WHERE i.id = ?`
const byIdmId = `SELECT ${columns} WHERE i.idm_id = ?`
const byGuid = `SELECT ${columns} WHERE i.guid = ?`

/** Rosters name a manager by employee number, user name or "Last, First"; these are the words that mean somebody. */
const reports = `
  WITH me AS (SELECT * FROM person_now WHERE identity_id = @id),
  said (word) AS (
    SELECT employee_id FROM me WHERE employee_id <> ''
    UNION SELECT a.user_name FROM account_match m JOIN account a ON a.id = m.account_id JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
      WHERE m.identity_id = @id AND m.to_at = 9007199254740991
    UNION SELECT last_name || ', ' || first_name FROM me
    UNION SELECT ${personObjectIdSql('idm_id')} FROM identity WHERE id = @id)
  SELECT DISTINCT n.identity_id AS id, n.manager FROM said JOIN person_now n ON n.manager = said.word AND n.manager <> '' WHERE n.identity_id <> @id ORDER BY n.sort_name`

export const references = {
  byNumber: (db: Reader, id: number) => prepared<IdentityReference>(db, byNumber).get(id),
  byIdmId: (db: Reader, id: string) => prepared<IdentityReference>(db, byIdmId).get(id),
  byGuid: (db: Reader, id: string) => prepared<IdentityReference>(db, byGuid).get(id),
  /** People whose manager this person may be, with the word that says so: it may mean somebody else as well. */
  reports: (db: Reader, id: number): { readonly id: number; readonly manager: string }[] =>
    prepared<{ id: number; manager: string }>(db, reports).all({ id }),
}
