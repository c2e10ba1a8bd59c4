import type { Kysely, Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'
import type { PeopleSchema } from '../../storage/schema.people.ts'
import type { Schema } from '../../storage/schema.ts'

/** A session with what is needed of its user; a setup session has none. */
export interface StoredSession {
  id: number
  guid: string
  secret_hash: Buffer
  user_id: number | null
  via: PeopleSchema['session']['via']
  started_at: number
  last_seen_at: number
  proved_at: number | null
  locked_at: number | null
  ends_at: number
  username: string | null
  roles: string | null
  disabled_at: number | null
}

type NewSession = Omit<Selectable<PeopleSchema['session']>, 'id'>

const withUser = (q: Kysely<Schema>) =>
  q
    .selectFrom('session as s')
    .leftJoin('user as u', 'u.id', 's.user_id')
    .selectAll('s')
    .select(['u.username', 'u.roles', 'u.disabled_at'])
const bySecret = query((q, p: { hash: Buffer }) => withUser(q).where('s.secret_hash', '=', p.hash))
const byGuid = query((q, p: { guid: string }) => withUser(q).where('s.guid', '=', p.guid))
const insertSession = query((q, p: NewSession) =>
  q.insertInto('session').values({
    guid: p.guid,
    secret_hash: p.secret_hash,
    user_id: p.user_id,
    via: p.via,
    started_at: p.started_at,
    last_seen_at: p.last_seen_at,
    proved_at: p.proved_at,
    locked_at: p.locked_at,
    ends_at: p.ends_at,
  }),
)
const seenSession = query((q, p: { id: number; at: number }) =>
  q.updateTable('session').set({ last_seen_at: p.at }).where('id', '=', p.id),
)
const lockSession = query((q, p: { guid: string; at: number }) =>
  q.updateTable('session').set({ locked_at: p.at }).where('guid', '=', p.guid).where('locked_at', 'is', null),
)
const lockSessionsOfPeople = query((q, p: { at: number }) =>
  q.updateTable('session').set({ locked_at: p.at }).where('user_id', 'is not', null).where('locked_at', 'is', null),
)
const unlockSession = query((q, p: { guid: string; at: number }) =>
  q
    .updateTable('session')
    .set({ locked_at: null, proved_at: p.at, last_seen_at: p.at })
    .where('guid', '=', p.guid)
    .returning(['id']),
)
const deleteSession = query((q, p: { guid: string }) => q.deleteFrom('session').where('guid', '=', p.guid))
const deleteSessionsOf = query((q, p: { userId: number }) => q.deleteFrom('session').where('user_id', '=', p.userId))
const deleteOtherSessionsOf = query((q, p: { userId: number; guid: string }) =>
  q.deleteFrom('session').where('user_id', '=', p.userId).where('guid', '!=', p.guid),
)
const deleteSetupSessions = query((q, _: Record<never, never>) => q.deleteFrom('session').where('user_id', 'is', null))
const deleteEndedSessions = query((q, p: { at: number }) => q.deleteFrom('session').where('ends_at', '<=', p.at))

export const find = (db: Reader, hash: Buffer): StoredSession | undefined => bySecret.get(db, { hash })
export const findByGuid = (db: Reader, guid: string): StoredSession | undefined => byGuid.get(db, { guid })
export const insert = (tx: Writer, session: NewSession) => insertSession.run(tx, session)
export const seen = (tx: Writer, id: number, at: number) => seenSession.run(tx, { id, at })
export const lock = (tx: Writer, guid: string, at: number) => lockSession.run(tx, { guid, at }).changes > 0
/** Locks every session of a person; setup sessions have no password to come back with. */
export const lockAll = (tx: Writer, at: number) => lockSessionsOfPeople.run(tx, { at }).changes
/** @returns the id of the session, or undefined when it has ended meanwhile */
export const unlock = (tx: Writer, guid: string, at: number) => unlockSession.get(tx, { guid, at })?.id
export const end = (tx: Writer, guid: string) => deleteSession.run(tx, { guid }).changes > 0
export const endOf = (tx: Writer, userId: number) => deleteSessionsOf.run(tx, { userId }).changes
export const endOthersOf = (tx: Writer, userId: number, guid: string) =>
  deleteOtherSessionsOf.run(tx, { userId, guid }).changes
export const endSetup = (tx: Writer) => deleteSetupSessions.run(tx, {}).changes
export const prune = (tx: Writer, at: number) => deleteEndedSessions.run(tx, { at }).changes
