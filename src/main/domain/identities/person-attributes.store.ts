import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { prepared, query } from '../../storage/query.ts'
import type { Schema } from '../../storage/schema.ts'

export type SetRow = Selectable<Schema['person_attribute']>

const forever = 9007199254740991
const at = query((q, p: { identity: number; at: number }) =>
  q
    .selectFrom('person_attribute')
    .selectAll()
    .where('identity_id', '=', p.identity)
    .where('from_at', '<=', p.at)
    .where('to_at', '>', p.at),
)
const insert = query((q, p: Omit<SetRow, 'to_at'>) =>
  q.insertInto('person_attribute').values({
    identity_id: p.identity_id,
    attribute: p.attribute,
    from_at: p.from_at,
    value: p.value,
    instead_of: p.instead_of,
    set_by: p.set_by,
    by_script: p.by_script,
    reason: p.reason,
  }),
)
const close = `UPDATE person_attribute SET to_at = @at WHERE identity_id = @identity AND attribute = @attribute AND to_at = ${forever}`
/** A second decision in the same millisecond replaces the first. */
const dropEmpty =
  'DELETE FROM person_attribute WHERE identity_id = @identity AND attribute = @attribute AND from_at = to_at'

export const personAttributes = {
  /** What was set of a person, as it stood at an instant; null for now. */
  inForce: (db: Reader, identity: number, instant: number | null): SetRow[] =>
    at.all(db, { identity, at: instant ?? forever - 1 }),
  set: (tx: Writer, row: Omit<SetRow, 'to_at'>) => insert.run(tx, row),
  end(tx: Writer, identity: number, attribute: string, instant: number): boolean {
    const { changes } = prepared(tx, close).run({ identity, attribute, at: instant })
    prepared(tx, dropEmpty).run({ identity, attribute })
    return changes > 0
  },
}
