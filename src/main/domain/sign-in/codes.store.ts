import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'

interface StoredCode {
  secret_hash: Buffer
  kind: 'link' | 'kept'
  user_id: number | null
  created_at: number
  expires_at: number
  used_at: number | null
  refusals: number
}

const byHash = query((q, p: { hash: Buffer }) =>
  q.selectFrom('one_time_code').selectAll().where('secret_hash', '=', p.hash),
)
const insertCode = query((q, p: Omit<StoredCode, 'used_at' | 'refusals'>) =>
  q.insertInto('one_time_code').values({
    secret_hash: p.secret_hash,
    kind: p.kind,
    user_id: p.user_id,
    created_at: p.created_at,
    expires_at: p.expires_at,
    used_at: null,
  }),
)
const useCode = query((q, p: { hash: Buffer; at: number }) =>
  q
    .updateTable('one_time_code')
    .set({ used_at: p.at })
    .where('secret_hash', '=', p.hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', p.at),
)
const refuseCode = query((q, p: { hash: Buffer }) =>
  q
    .updateTable('one_time_code')
    .set((e) => ({ refusals: e('refusals', '+', 1) }))
    .where('secret_hash', '=', p.hash),
)
const deleteKeptCodesOf = query((q, p: { userId: number }) =>
  q.deleteFrom('one_time_code').where('user_id', '=', p.userId).where('kind', '=', 'kept'),
)
const deleteCodesOf = query((q, p: { userId: number }) => q.deleteFrom('one_time_code').where('user_id', '=', p.userId))
const deleteOldCodes = query((q, p: { before: number }) =>
  q.deleteFrom('one_time_code').where('expires_at', '<', p.before),
)

export const find = (db: Reader, hash: Buffer): StoredCode | undefined => byHash.get(db, { hash })
export const insert = (tx: Writer, code: Omit<StoredCode, 'used_at' | 'refusals'>) => insertCode.run(tx, code)
/** Uses the code up. @returns false when it was used before or has run out */
export const use = (tx: Writer, hash: Buffer, at: number) => useCode.run(tx, { hash, at }).changes === 1
export const refuse = (tx: Writer, hash: Buffer) => refuseCode.run(tx, { hash })
export const forgetKeptOf = (tx: Writer, userId: number) => deleteKeptCodesOf.run(tx, { userId })
export const forgetAllOf = (tx: Writer, userId: number) => deleteCodesOf.run(tx, { userId })
export const prune = (tx: Writer, before: number) => deleteOldCodes.run(tx, { before })
