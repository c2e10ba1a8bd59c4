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

/** A secret of this database: made once, and never shown. */
export function secretSetting(tx: Writer, key: string, make: () => string): string {
  const found = settings.get(tx, key)
  if (found !== undefined) return found
  const made = make()
  settings.set(tx, key, made)
  return made
}
