import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'

const find = query((q, p: { key: string }) => q.selectFrom('setting').select('value').where('key', '=', p.key))
const put = query((q, p: { key: string; value: string }) =>
  q
    .insertInto('setting')
    .values({ key: p.key, value: p.value })
    .onConflict((c) => c.column('key').doUpdateSet({ value: p.value })),
)

export const settings = {
  get: (db: Reader, key: string): string | undefined => find.get(db, { key })?.value,
  set: (tx: Writer, key: string, value: string) => put.run(tx, { key, value }),
}
