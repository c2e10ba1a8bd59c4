import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'
import type { Schema } from '../../storage/schema.ts'

export type WatchedRootRow = Selectable<Schema['watched_root']>

const all = query((q, _: Record<never, never>) => q.selectFrom('watched_root').selectAll().orderBy('id'))
const byGuid = query((q, p: { guid: string }) => q.selectFrom('watched_root').selectAll().where('guid', '=', p.guid))
const insert = query((q, p: Omit<WatchedRootRow, 'id' | 'revision'>) =>
  q.insertInto('watched_root').values({
    guid: p.guid,
    path: p.path,
    at_start: p.at_start,
    polling: p.polling,
    interval_seconds: p.interval_seconds,
    created_at: p.created_at,
    created_by: p.created_by,
  }),
)
const update = query((q, p: { id: number; polling: number; interval: number }) =>
  q
    .updateTable('watched_root')
    .set((e) => ({ polling: p.polling, interval_seconds: p.interval, revision: e('revision', '+', 1) }))
    .where('id', '=', p.id),
)
const remove = query((q, p: { id: number }) => q.deleteFrom('watched_root').where('id', '=', p.id))

export const roots = {
  all: (db: Reader): WatchedRootRow[] => all.all(db, {}),
  get: (db: Reader, guid: string): WatchedRootRow | undefined => byGuid.get(db, { guid }),
  insert: (tx: Writer, row: Omit<WatchedRootRow, 'id' | 'revision'>) => insert.run(tx, row),
  update: (tx: Writer, row: { id: number; polling: number; interval: number }) => update.run(tx, row),
  remove: (tx: Writer, id: number) => remove.run(tx, { id }),
}
