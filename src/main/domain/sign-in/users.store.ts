import { type Selectable, sql } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'
import type { PeopleSchema } from '../../storage/schema.people.ts'

export type StoredUser = Selectable<PeopleSchema['user']>
type NewUser = Omit<StoredUser, 'id' | 'last_signed_in_at' | 'disabled_at'>
type Changed = Pick<StoredUser, 'name' | 'roles' | 'identity_guid' | 'disabled_at' | 'updated_at'>

const byId = query((q, p: { id: number }) => q.selectFrom('user').selectAll().where('id', '=', p.id))
const byGuid = query((q, p: { guid: string }) => q.selectFrom('user').selectAll().where('guid', '=', p.guid))
const byKey = query((q, p: { key: string }) => q.selectFrom('user').selectAll().where('username_key', '=', p.key))
const byIdentity = query((q, p: { guid: string }) =>
  q.selectFrom('user').selectAll().where('identity_guid', '=', p.guid).orderBy('id').limit(1),
)
const enabledOwners = query((q, _: Record<never, never>) =>
  q
    .selectFrom('user')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('disabled_at', 'is', null)
    .where(sql<boolean>`EXISTS (SELECT 1 FROM json_each(user.roles) WHERE value = 'owner')`),
)
const insertUser = query((q, p: NewUser) =>
  q.insertInto('user').values({
    guid: p.guid,
    username: p.username,
    username_key: p.username_key,
    name: p.name,
    identity_guid: p.identity_guid,
    roles: p.roles,
    password_hash: p.password_hash,
    password_changed_at: p.password_changed_at,
    created_at: p.created_at,
    created_by: p.created_by,
    updated_at: p.updated_at,
    revision: p.revision,
  }),
)
const updateUser = query((q, p: Changed & { id: number }) =>
  q
    .updateTable('user')
    .set((e) => ({
      name: p.name,
      roles: p.roles,
      identity_guid: p.identity_guid,
      disabled_at: p.disabled_at,
      updated_at: p.updated_at,
      revision: e('revision', '+', 1),
    }))
    .where('id', '=', p.id),
)
const updatePassword = query((q, p: { id: number; hash: string; at: number }) =>
  q
    .updateTable('user')
    .set((e) => ({
      password_hash: p.hash,
      password_changed_at: p.at,
      updated_at: p.at,
      revision: e('revision', '+', 1),
    }))
    .where('id', '=', p.id),
)
const updateHash = query((q, p: { id: number; before: string; hash: string }) =>
  q.updateTable('user').set({ password_hash: p.hash }).where('id', '=', p.id).where('password_hash', '=', p.before),
)
const signedIn = query((q, p: { id: number; at: number }) =>
  q.updateTable('user').set({ last_signed_in_at: p.at }).where('id', '=', p.id),
)

interface Filter {
  /** Words of the user name or the name, folded for searches; null matches everybody. */
  readonly words: string | null
}
const matches = (p: Filter) =>
  sql<boolean>`(${p.words} IS NULL OR instr(fold_search(username), ${p.words}) > 0 OR instr(fold_search(name), ${p.words}) > 0)`
const page = query((q, p: Filter & { after: number; limit: number }) =>
  q.selectFrom('user').selectAll().where('id', '>', p.after).where(matches(p)).orderBy('id').limit(p.limit),
)
const counted = query((q, p: Filter) =>
  q
    .selectFrom('user')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where(matches(p)),
)

export const find = (db: Reader, id: number): StoredUser | undefined => byId.get(db, { id })
export const findByGuid = (db: Reader, guid: string): StoredUser | undefined => byGuid.get(db, { guid })
export const findByKey = (db: Reader, key: string): StoredUser | undefined => byKey.get(db, { key })
/** Who signs in as a person of the rosters. */
export const findByIdentity = (db: Reader, guid: string): StoredUser | undefined => byIdentity.get(db, { guid })
export const countOwners = (db: Reader): number => enabledOwners.get(db, {})?.count ?? 0
export const insert = (tx: Writer, user: NewUser) => insertUser.run(tx, user).lastInsertRowid
export const update = (tx: Writer, id: number, changed: Changed) => updateUser.run(tx, { id, ...changed })
export const setPassword = (tx: Writer, id: number, hash: string, at: number) =>
  updatePassword.run(tx, { id, hash, at })
/** Puts a stronger hash of the same password in place. @returns false when the password changed meanwhile */
export const replaceHash = (tx: Writer, id: number, before: string, hash: string): boolean =>
  updateHash.run(tx, { id, before, hash }).changes === 1
export const markSignedIn = (tx: Writer, id: number, at: number) => signedIn.run(tx, { id, at })
export const list = (db: Reader, filter: Filter, after: number, limit: number): StoredUser[] =>
  page.all(db, { ...filter, after, limit })
export const count = (db: Reader, filter: Filter): number => counted.get(db, filter)?.count ?? 0
