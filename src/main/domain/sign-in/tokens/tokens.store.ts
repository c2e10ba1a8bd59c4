import { type Kysely, type Selectable, sql } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { query } from '../../../storage/query.ts'
import type { PeopleSchema } from '../../../storage/schema.people.ts'
import type { Schema } from '../../../storage/schema.ts'

type TokenRow = Selectable<PeopleSchema['api_token']>
/** A token with what is needed of its owner and successor. */
export interface StoredToken extends TokenRow {
  readonly owner: string | null
  readonly owner_roles: string | null
  readonly owner_disabled_at: number | null
  readonly successor: string | null
}
export type NewToken = Omit<
  TokenRow,
  'id' | 'last_used_at' | 'revoked_at' | 'revoked_because' | 'successor_id' | 'reminded_days'
>

const selectToken = (q: Kysely<Schema>) =>
  q
    .selectFrom('api_token as t')
    .leftJoin('user as u', 'u.id', 't.owner_id')
    .leftJoin('api_token as s', 's.id', 't.successor_id')
    .selectAll('t')
    .select([
      'u.username as owner',
      'u.roles as owner_roles',
      'u.disabled_at as owner_disabled_at',
      's.guid as successor',
    ])

const bySecret = query((q, p: { hash: Buffer }) => selectToken(q).where('t.secret_hash', '=', p.hash))
const byGuid = query((q, p: { guid: string }) => selectToken(q).where('t.guid', '=', p.guid))
const byId = query((q, p: { id: number }) => selectToken(q).where('t.id', '=', p.id))

interface Filter {
  /** Unused parameters are null and match everything. */
  readonly state: string | null
  readonly now: number
  readonly soon: number
}
const matches = (p: Filter) => sql<boolean>`(${p.state} IS NULL OR ${p.state} = CASE
  WHEN t.revoked_at IS NOT NULL THEN 'revoked'
  WHEN t.expires_at IS NULL THEN 'active'
  WHEN t.expires_at <= ${p.now} THEN 'expired'
  WHEN t.expires_at <= ${p.soon} THEN 'expiring'
  ELSE 'active' END)`

const page = query((q, p: Filter & { before: number; limit: number }) =>
  selectToken(q).where('t.id', '<', p.before).where(matches(p)).orderBy('t.id', 'desc').limit(p.limit),
)
const counted = query((q, p: Filter) =>
  q
    .selectFrom('api_token as t')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where(matches(p)),
)
const insertToken = query((q, p: NewToken) =>
  q.insertInto('api_token').values({
    guid: p.guid,
    name: p.name,
    secret_hash: p.secret_hash,
    scopes: p.scopes,
    owner_id: p.owner_id,
    created_at: p.created_at,
    created_by: p.created_by,
    expires_at: p.expires_at,
    never_expires_because: p.never_expires_because,
    revision: p.revision,
  }),
)
const revokeToken = query((q, p: { id: number; at: number; because: string }) =>
  q
    .updateTable('api_token')
    .set((e) => ({ revoked_at: p.at, revoked_because: p.because, revision: e('revision', '+', 1) }))
    .where('id', '=', p.id)
    .where('revoked_at', 'is', null),
)
const revokeTokensOf = query((q, p: { ownerId: number; at: number; because: string }) =>
  q
    .updateTable('api_token')
    .set((e) => ({ revoked_at: p.at, revoked_because: p.because, revision: e('revision', '+', 1) }))
    .where('owner_id', '=', p.ownerId)
    .where('revoked_at', 'is', null),
)
const succeedToken = query((q, p: { id: number; successorId: number; expiresAt: number }) =>
  q
    .updateTable('api_token')
    .set((e) => ({ successor_id: p.successorId, expires_at: p.expiresAt, revision: e('revision', '+', 1) }))
    .where('id', '=', p.id),
)
const usedToken = query((q, p: { id: number; at: number }) =>
  q.updateTable('api_token').set({ last_used_at: p.at }).where('id', '=', p.id),
)

export const findBySecret = (db: Reader, hash: Buffer) => bySecret.get(db, { hash })
export const find = (db: Reader, guid: string) => byGuid.get(db, { guid })
export const findById = (db: Reader, id: number) => byId.get(db, { id })
/** Newest first, older than `before`. */
export const list = (db: Reader, filter: Filter, before: number, limit: number) =>
  page.all(db, { ...filter, before, limit })
export const count = (db: Reader, filter: Filter) => counted.get(db, filter)?.count ?? 0
export const insert = (tx: Writer, token: NewToken) => insertToken.run(tx, token).lastInsertRowid
export const revoke = (tx: Writer, id: number, at: number, because: string) =>
  revokeToken.run(tx, { id, at, because }).changes === 1
export const revokeOf = (tx: Writer, ownerId: number, at: number, because: string) =>
  revokeTokensOf.run(tx, { ownerId, at, because }).changes
export const succeed = (tx: Writer, id: number, successorId: number, expiresAt: number) =>
  succeedToken.run(tx, { id, successorId, expiresAt })
export const markUsed = (tx: Writer, id: number, at: number) => usedToken.run(tx, { id, at })

const ending = query((q, p: { from: number; to: number }) =>
  selectToken(q)
    .where('t.revoked_at', 'is', null)
    .where('t.expires_at', '>', p.from)
    .where('t.expires_at', '<=', p.to)
    .orderBy('t.id'),
)
const reminded = query((q, p: { id: number; days: number }) =>
  q.updateTable('api_token').set({ reminded_days: p.days }).where('id', '=', p.id),
)
/** Tokens in force that end in this stretch of time. */
export const endingBetween = (db: Reader, from: number, to: number): StoredToken[] => ending.all(db, { from, to })
export const markReminded = (tx: Writer, id: number, days: number) => reminded.run(tx, { id, days })
