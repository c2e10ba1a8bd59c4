import { asOf, type Moment } from '../../../storage/cut.ts'
import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { known, person, type PersonRow, when } from '../people.store.ts'

/** Which people are asked about; null leaves it open. */
export interface PeopleFilter {
  /** Folded for comparison. */
  readonly department: string | null
  readonly title: string | null
  readonly leavers: boolean
}

const amongThese = 'IN (SELECT value FROM json_each(@ids))'
const some = asOf((kind) => `${person(kind, (column) => `${column} ${amongThese}`)} WHERE i.id ${amongThese}`)
const matching = `(@title IS NULL OR fold_case(coalesce(title, '')) = @title)`
const idsNow = `SELECT identity_id AS id FROM person_now
  WHERE (@department IS NULL OR department_key = @department) AND ${matching} AND (@leavers = 0 OR status <> 'Active')`
const idsThen = asOf(
  (kind) => `SELECT id FROM (${known(kind)}) WHERE ${matching}
    AND (@leavers = 0 OR coalesce(set_status, CASE active WHEN 'yes' THEN 'Active' ELSE 'Removed' END) <> 'Active')`,
)

export const peopleAt = {
  /** Some people, by their rows, as they were at a moment. */
  some(db: Reader, moment: Moment, ids: readonly number[]): PersonRow[] {
    const { sql, at } = some(moment)
    return prepared<PersonRow>(db, sql).all({ ids: JSON.stringify(ids), at, when: when(moment) })
  },
  /** The rows of those whom a filter finds at a moment. */
  ids(db: Reader, moment: Moment, { department, title, leavers }: PeopleFilter): number[] {
    const values = { department, title, leavers: Number(leavers) }
    const { sql, at } = idsThen(moment)
    const rows =
      moment.kind === 'now'
        ? prepared<{ id: number }>(db, idsNow).all(values)
        : prepared<{ id: number }>(db, sql).all({ ...values, words: null, at, when: when(moment) })
    return rows.map(({ id }) => id)
  },
}
