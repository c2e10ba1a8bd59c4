import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'
import type { ScriptsSchema } from '../../storage/schema.scripts.ts'

type StoredResponseRow = ScriptsSchema['kept_answer']
type Key = Pick<StoredResponseRow, 'caller' | 'key_hash'>

const find = query((q, p: Key) =>
  q.selectFrom('kept_answer').selectAll().where('caller', '=', p.caller).where('key_hash', '=', p.key_hash),
)
const begin = query((q, p: Key & { at: number; nothing: Buffer }) =>
  q
    .insertInto('kept_answer')
    .values({ caller: p.caller, key_hash: p.key_hash, request_hash: p.nothing, begun_at: p.at }),
)
const end = query((q, p: Omit<StoredResponseRow, 'begun_at'>) =>
  q
    .updateTable('kept_answer')
    .set({ request_hash: p.request_hash, status: p.status, headers: p.headers, body: p.body })
    .where('caller', '=', p.caller)
    .where('key_hash', '=', p.key_hash),
)
const forget = query((q, p: Key) =>
  q.deleteFrom('kept_answer').where('caller', '=', p.caller).where('key_hash', '=', p.key_hash),
)
const prune = query((q, p: { before: number }) => q.deleteFrom('kept_answer').where('begun_at', '<', p.before))

export const storedResponses = {
  find: (db: Reader, key: Key): StoredResponseRow | undefined => find.get(db, key),
  begin: (tx: Writer, key: Key, at: number) => begin.run(tx, { ...key, at, nothing: Buffer.alloc(0) }),
  end: (tx: Writer, row: Omit<StoredResponseRow, 'begun_at'>) => end.run(tx, row),
  forget: (tx: Writer, key: Key) => forget.run(tx, key),
  prune: (tx: Writer, before: number) => prune.run(tx, { before }),
}
