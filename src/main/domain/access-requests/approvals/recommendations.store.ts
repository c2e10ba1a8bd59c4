import { caseFolded, foldCase } from '../../../storage/fold.ts'
import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

const mostPeers = 500
const folded = { department: 'department_key', title: caseFolded('title') }

/** Others who are at work and share a department or a title. */
export const peersHolding = (db: Reader, column: 'department' | 'title', value: string, except: number): number[] =>
  prepared<{ id: number }>(
    db,
    `SELECT identity_id AS id FROM person_now WHERE ${folded[column]} = ? AND status = 'Active' AND identity_id <> ? LIMIT ${mostPeers}`,
  )
    .all(foldCase(value), except)
    .map(({ id }) => id)
