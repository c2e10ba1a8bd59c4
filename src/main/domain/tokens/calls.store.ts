import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'

export interface StoredCall {
  id: number
  token_id: number
  at: number
  method: string
  path: string
  status: number
  duration_ms: number
  request_id: string
}

const insertCall = query((q, p: Omit<StoredCall, 'id'>) =>
  q.insertInto('api_call').values({
    token_id: p.token_id,
    at: p.at,
    method: p.method,
    path: p.path,
    status: p.status,
    duration_ms: p.duration_ms,
    request_id: p.request_id,
  }),
)
const page = query((q, p: { guid: string; before: number; limit: number }) =>
  q
    .selectFrom('api_call as c')
    .innerJoin('api_token as t', 't.id', 'c.token_id')
    .selectAll('c')
    .where('t.guid', '=', p.guid)
    .where('c.id', '<', p.before)
    .orderBy('c.id', 'desc')
    .limit(p.limit),
)
const counted = query((q, p: { guid: string }) =>
  q
    .selectFrom('api_call as c')
    .innerJoin('api_token as t', 't.id', 'c.token_id')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('t.guid', '=', p.guid),
)
const deleteOld = query((q, p: { before: number; limit: number }) =>
  q
    .deleteFrom('api_call')
    .where('id', 'in', (e) =>
      e.selectFrom('api_call').select('id').where('at', '<', p.before).orderBy('at').limit(p.limit),
    ),
)

export const insert = (tx: Writer, call: Omit<StoredCall, 'id'>) => insertCall.run(tx, call)
/** Newest first, older than `before`. */
export const list = (db: Reader, guid: string, before: number, limit: number): StoredCall[] =>
  page.all(db, { guid, before, limit })
export const count = (db: Reader, guid: string): number => counted.get(db, { guid })?.count ?? 0
/** @returns how many were removed; more may be left */
export const prune = (tx: Writer, before: number, limit: number): number => deleteOld.run(tx, { before, limit }).changes
