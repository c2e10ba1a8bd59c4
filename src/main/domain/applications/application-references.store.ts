import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'

export interface ApplicationReference {
  readonly id: number
  readonly guid: string
  readonly name: string
}

const columns = 'id, guid, name'

export const applicationReferences = {
  byId: (db: Reader, id: number) =>
    prepared<ApplicationReference>(db, `SELECT ${columns} FROM application WHERE id = ?`).get(id),
  byGuid: (db: Reader, guid: string) =>
    prepared<ApplicationReference>(
      db,
      `SELECT ${columns} FROM application WHERE guid = ? AND kind = 'application'`,
    ).get(guid),
  owners: (db: Reader, id: number): number[] =>
    prepared<{ id: number }>(
      db,
      'SELECT identity_id AS id FROM application_owner WHERE application_id = ? ORDER BY identity_id',
    )
      .all(id)
      .map((row) => row.id),
}
