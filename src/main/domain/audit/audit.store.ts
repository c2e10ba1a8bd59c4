import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'

export interface StoredEntry {
  seq: number
  at: number
  entry: string
  previous_hash: string
  hash: string
}

const lastEntry = query((q, _: Record<never, never>) =>
  q.selectFrom('audit_entry').selectAll().orderBy('seq', 'desc').limit(1),
)

const insertEntry = query((q, p: StoredEntry) =>
  q
    .insertInto('audit_entry')
    .values({ seq: p.seq, at: p.at, entry: p.entry, previous_hash: p.previous_hash, hash: p.hash }),
)

const entriesBefore = query((q, p: { before: number; limit: number }) =>
  q.selectFrom('audit_entry').selectAll().where('seq', '<', p.before).orderBy('seq', 'desc').limit(p.limit),
)

const entriesFrom = query((q, p: { from: number; limit: number }) =>
  q.selectFrom('audit_entry').selectAll().where('seq', '>=', p.from).orderBy('seq').limit(p.limit),
)

export const head = (db: Reader) => lastEntry.get(db, {})
export const append = (tx: Writer, entry: StoredEntry) => insertEntry.run(tx, entry)
/** Newest first, older than `before`. */
export const before = (db: Reader, seq: number, limit: number) => entriesBefore.all(db, { before: seq, limit })
/** Oldest first, from `from` on. */
export const from = (db: Reader, seq: number, limit: number) => entriesFrom.all(db, { from: seq, limit })
