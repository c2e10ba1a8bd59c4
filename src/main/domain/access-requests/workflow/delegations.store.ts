import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

export interface Delegation {
  readonly id: number
  readonly identity: number
  readonly delegate: number
  readonly fromAt: number
  readonly toAt: number
}

const columns = 'id, identity_id AS identity, delegate_id AS delegate, from_at AS fromAt, to_at AS toAt FROM delegation'
// Who is a party to a request does not choose who decides it: what they made for somebody else is passed over. Made by: the
// person's GUID; in older rows the name of their user.
const inForce = `SELECT ${columns} WHERE identity_id = @identity AND from_at <= @at AND to_at > @at AND NOT EXISTS (
    SELECT 1 FROM identity i LEFT JOIN user u ON u.identity_guid = i.guid
    WHERE i.id IN (@requester, @requestee) AND made_by IN (i.guid, u.username))
  ORDER BY id DESC LIMIT 1`
const all = `SELECT ${columns} WHERE to_at > ? ORDER BY from_at, id`
const insert = `INSERT INTO delegation (identity_id, delegate_id, from_at, to_at, made_by) VALUES (@identity, @delegate, @fromAt, @toAt, @by)`
const endAll = 'UPDATE delegation SET to_at = max(@at, from_at + 1) WHERE to_at <= @before AND to_at > @at'
const end = 'UPDATE delegation SET to_at = max(@at, from_at + 1) WHERE id = @id AND to_at > @at'

export const delegations = {
  inForce: (
    db: Reader,
    identity: number,
    at: number,
    { requester, requestee }: { readonly requester: number | null; readonly requestee: number },
  ) => prepared<Delegation>(db, inForce).get({ identity, at, requester, requestee }),
  all: (db: Reader, now: number) => prepared<Delegation>(db, all).all(now),
  insert: (tx: Writer, input: Omit<Delegation, 'id'> & { by: string }) =>
    prepared(tx, insert).run(input).lastInsertRowid,
  /** Ends those for good that had ended by a moment which the clock does not show any more. @returns how many */
  endAll: (tx: Writer, before: number, at: number): number => prepared(tx, endAll).run({ before, at }).changes,
  end: (tx: Writer, id: number, at: number): boolean => prepared(tx, end).run({ id, at }).changes > 0,
}
