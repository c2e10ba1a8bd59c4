import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'

export interface StoredCheckpoint {
  seq: number
  at: number
  body: string
  signature: string
  public_key: string
  peaks: string
}

const newest = query((q, _: Record<never, never>) =>
  q.selectFrom('audit_checkpoint').selectAll().orderBy('seq', 'desc').limit(1),
)
const all = query((q, _: Record<never, never>) => q.selectFrom('audit_checkpoint').selectAll().orderBy('seq'))
const insertCheckpoint = query((q, p: StoredCheckpoint) =>
  q.insertInto('audit_checkpoint').values({
    seq: p.seq,
    at: p.at,
    body: p.body,
    signature: p.signature,
    public_key: p.public_key,
    peaks: p.peaks,
  }),
)

export const last = (db: Reader) => newest.get(db, {})
/** Oldest first. */
export const list = (db: Reader) => all.all(db, {})
export const insert = (tx: Writer, row: StoredCheckpoint) => insertCheckpoint.run(tx, row)
