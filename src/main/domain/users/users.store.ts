import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'
import type { PeopleSchema } from '../../storage/schema.people.ts'

export type StoredUser = Selectable<PeopleSchema['user']>

const byId = query((q, p: { id: number }) => q.selectFrom('user').selectAll().where('id', '=', p.id))
const byKey = query((q, p: { key: string }) => q.selectFrom('user').selectAll().where('username_key', '=', p.key))
const enabledOwners = query((q, p: { pattern: string }) =>
  q
    .selectFrom('user')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('disabled_at', 'is', null)
    .where('roles', 'like', p.pattern),
)
const signedIn = query((q, p: { id: number; at: number }) =>
  q.updateTable('user').set({ last_signed_in_at: p.at }).where('id', '=', p.id),
)

export const find = (db: Reader, id: number): StoredUser | undefined => byId.get(db, { id })
export const findByKey = (db: Reader, key: string): StoredUser | undefined => byKey.get(db, { key })
export const countOwners = (db: Reader): number => enabledOwners.get(db, { pattern: '%"owner"%' })?.count ?? 0
export const markSignedIn = (tx: Writer, id: number, at: number) => signedIn.run(tx, { id, at })
