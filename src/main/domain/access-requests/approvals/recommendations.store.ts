import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

const mostPeers = 500

/** Others who are at work and share a department or a title. */
export const peersHolding = (db: Reader, column: 'department' | 'title', value: string, except: number): number[] =>
  prepared<{ id: number }>(
    db,
    `SELECT identity_id AS id FROM person_now WHERE ${column} = ? COLLATE NOCASE AND status = 'Active' AND identity_id <> ? LIMIT ${mostPeers}`,
  )
    .all(value, except)
    .map(({ id }) => id)
