import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

/** The attributes of a person whose change makes a role transition. */
export const roleAttributes = [
  'title',
  'department',
  'division',
  'company',
  'office',
  'manager',
  'person_type',
] as const
type RoleAttribute = (typeof roleAttributes)[number]

/** A person's record in a roster before a generation and after it; null where the roster does not list them. */
export interface RosterChange {
  readonly identity: number
  readonly before: RosterState | null
  readonly after: RosterState | null
}

export type RosterState = Readonly<Record<RoleAttribute, string>> & { readonly active: 'yes' | 'no' }

interface Row {
  readonly identity: number
  readonly before: string | null
  readonly after: string | null
}

const state = (alias: string) =>
  `CASE WHEN ${alias}.account_id IS NULL THEN NULL ELSE json_object('active', ${alias}.active, ${roleAttributes.map((name) => `'${name}', ${alias}.${name}`).join(', ')}) END`

// Only accounts that the generation touched; a record that stands is no news.
const touched = `
  SELECT account_id FROM account_version WHERE source_id = @source AND from_seq = @seq AND from_seq > 1
  UNION SELECT account_id FROM account_version WHERE source_id = @source AND to_seq = @seq AND to_seq < 2147483647`
const changes = `
  SELECT m.identity_id AS identity, ${state('b')} AS before, ${state('n')} AS after
  FROM (${touched}) t JOIN account_match m ON m.account_id = t.account_id AND m.to_at = 9007199254740991 AND m.identity_id IS NOT NULL
  LEFT JOIN account_version b ON b.account_id = t.account_id AND b.source_id = @source AND b.from_seq < @seq AND b.to_seq >= @seq
  LEFT JOIN account_version n ON n.account_id = t.account_id AND n.source_id = @source AND n.from_seq <= @seq AND n.to_seq > @seq
  -- What could not be read is no leaver.
  WHERE NOT (n.account_id IS NULL AND EXISTS (SELECT 1 FROM unknown_in_extract u WHERE u.source_id = @source AND u.seq = @seq AND u.account_id IN (0, t.account_id)))
  ORDER BY m.identity_id, t.account_id`
// Somebody who goes on in another roster, or under another record, has not left.
const elsewhere = `
  SELECT 1 FROM account_match m JOIN account a ON a.id = m.account_id JOIN application p ON p.id = a.application_id AND p.kind = 'roster'
  JOIN source s ON s.application_id = p.id JOIN account_version v ON v.account_id = a.id AND v.source_id = s.id AND v.from_seq <= s.current_seq AND v.to_seq > s.current_seq
  WHERE m.identity_id = @identity AND m.to_at = 9007199254740991 AND v.active = 'yes' LIMIT 1`
const generation = `
  SELECT i.id AS importRow, i.source_id AS source, i.seq, i.extract_at AS extractAt FROM import i
  JOIN source s ON s.id = i.source_id JOIN application p ON p.id = s.application_id AND p.kind = 'roster'
  WHERE i.guid = ? AND i.state = 'applied' AND i.kind = 'extract' AND i.seq > 1`

export interface RosterGeneration {
  readonly importRow: number
  readonly source: number
  readonly seq: number
  readonly extractAt: number
}

export const rosterChanges = {
  /** The generation of an import, when it is a roster's and not its first: then everybody would be new. */
  generation: (db: Reader, importId: string) => prepared<RosterGeneration>(db, generation).get(importId),
  of: (db: Reader, { source, seq }: RosterGeneration): RosterChange[] =>
    prepared<Row>(db, changes)
      .all({ source, seq })
      .map(({ identity, before, after }) => ({
        identity,
        before: before === null ? null : (JSON.parse(before) as RosterState),
        after: after === null ? null : (JSON.parse(after) as RosterState),
      })),
  isListed: (db: Reader, identity: number): boolean => prepared(db, elsewhere).get({ identity }) !== undefined,
}
