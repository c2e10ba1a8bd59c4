import type { Reader, Writer } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'

/** A line of the history of an event, or a comment. */
export interface Activity {
  readonly id: number
  readonly at: number
  /** Null: Castellan itself, or a token that is nobody. */
  readonly identity: number | null
  readonly name: string
  readonly kind: 'activity' | 'comment'
  readonly text: string
}

export const activity = {
  of: (db: Reader, event: number) =>
    prepared<Activity>(
      db,
      'SELECT id, at, identity_id AS identity, name, kind, text FROM personnel_event_activity WHERE event_id = ? ORDER BY id',
    ).all(event),
  add: (tx: Writer, event: number, entry: Omit<Activity, 'id'>) =>
    prepared(
      tx,
      'INSERT INTO personnel_event_activity (event_id, at, identity_id, name, kind, text) VALUES (@event, @at, @identity, @name, @kind, @text)',
    ).run({ event, ...entry }),
}
