import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared, query } from '../../../storage/query.ts'

interface StoredCall {
  id: number
  token_id: number
  at: number
  method: string
  path: string
  status: number
  duration_ms: number
  request_id: string
}
type NewCall = Omit<StoredCall, 'id'>

const atOnce = 100
const one = '(?,?,?,?,?,?,?)'
const insertOf = (rows: number): string =>
  `INSERT INTO api_call (token_id, at, method, path, status, duration_ms, request_id) VALUES ${Array.from({ length: rows }, () => one).join(',')}`
const insertMany = insertOf(atOnce)
const insertOne = insertOf(1)
const valuesOf = (c: NewCall): unknown[] => [c.token_id, c.at, c.method, c.path, c.status, c.duration_ms, c.request_id]
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

/** Many rows a statement: noting calls must cost little beside answering them. */
export function insert(tx: Writer, calls: readonly NewCall[]): void {
  let done = 0
  for (; done + atOnce <= calls.length; done += atOnce)
    prepared(tx, insertMany).run(calls.slice(done, done + atOnce).flatMap(valuesOf))
  for (const call of calls.slice(done)) prepared(tx, insertOne).run(valuesOf(call))
}
/** Newest first, older than `before`. */
export const list = (db: Reader, guid: string, before: number, limit: number): StoredCall[] =>
  page.all(db, { guid, before, limit })
export const count = (db: Reader, guid: string): number => counted.get(db, { guid })?.count ?? 0
/** @returns how many were removed; more may be left */
export const prune = (tx: Writer, before: number, limit: number): number => deleteOld.run(tx, { before, limit }).changes
