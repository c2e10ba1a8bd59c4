import { asOf, type Moment } from '../../../storage/cut.ts'
import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

/** An application with the extract that counts at a moment; null where none does. */
export interface ApplicationAtMoment {
  readonly id: number
  readonly guid: string
  readonly name: string
  readonly source: number | null
  readonly seq: number | null
  readonly takenAt: number | null
  readonly appliedAt: number | null
  readonly importGuid: string | null
  readonly unreadRows: number
}

const all = asOf(`
  SELECT p.id, p.guid, p.name, s.id AS source, cut.seq, g.extract_at AS takenAt, g.applied_at AS appliedAt, b.guid AS importGuid,
    (SELECT count(*) FROM (SELECT DISTINCT u.file_id, u.line FROM unknown_in_extract u WHERE u.source_id = s.id AND u.seq = cut.seq)) AS unreadRows
  FROM application p LEFT JOIN source s ON s.application_id = p.id LEFT JOIN cut ON cut.source_id = s.id
  LEFT JOIN generation g ON g.source_id = s.id AND g.seq = cut.seq LEFT JOIN import b ON b.id = g.import_id
  WHERE p.kind = 'application' AND (p.archived_at IS NULL OR cut.seq IS NOT NULL) ORDER BY p.name, p.id`)

/** Every application by name, with what is known of it at a moment. */
export function applicationsAtMoment(db: Reader, moment: Moment): ApplicationAtMoment[] {
  const { sql, at } = all(moment)
  return prepared<ApplicationAtMoment>(db, sql).all({ at })
}

/** The rows of accounts that belonged to a person at some time, and of the application and account of ids. */
export const accessLookups = {
  account: (db: Reader, guid: string) =>
    prepared<{ id: number; application: number; userName: string }>(
      db,
      'SELECT id, application_id AS application, user_name AS userName FROM account WHERE guid = ?',
    ).get(guid),
  applicationNamed: (db: Reader, asked: { readonly row: number | null; readonly guid: string | null }) =>
    prepared<{ id: string; name: string }>(
      db,
      'SELECT guid AS id, name FROM application WHERE guid = @guid OR (@guid IS NULL AND id = @row)',
    ).get(asked),
  personName: (db: Reader, guid: string): string =>
    prepared<{ name: string }>(db, 'SELECT full_name AS name FROM person_now WHERE guid = ?').get(guid)?.name ?? '',
  identity: (db: Reader, guid: string): number | undefined =>
    prepared<{ id: number }>(db, 'SELECT id FROM identity WHERE guid = ?').get(guid)?.id,
  accountsOf: (db: Reader, identity: number): number[] =>
    prepared<{ id: number }>(db, 'SELECT DISTINCT account_id AS id FROM account_match WHERE identity_id = ?')
      .all(identity)
      .map(({ id }) => id),
  accountsOfAll: (db: Reader, identities: readonly number[]): number[] =>
    prepared<{ id: number }>(
      db,
      'SELECT DISTINCT m.account_id AS id FROM json_each(?) j CROSS JOIN account_match m ON m.identity_id = j.value',
    )
      .all(JSON.stringify(identities))
      .map(({ id }) => id),
  applicationOfEntitlement: (db: Reader, entitlement: number): number | undefined =>
    prepared<{ id: number }>(db, 'SELECT application_id AS id FROM entitlement WHERE id = ?').get(entitlement)?.id,
  /** How many versions say that somebody holds an entitlement: roughly how many rows a list of it sorts. */
  holdersAtMost: (db: Reader, entitlement: number, most: number): number =>
    prepared<{ n: number }>(
      db,
      'SELECT count(*) AS n FROM (SELECT 1 FROM holder_version WHERE entitlement_id = ? LIMIT ?)',
    ).get(entitlement, most)?.n ?? 0,
}
