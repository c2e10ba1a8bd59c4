import { foldSearch } from '../../../storage/fold.ts'
import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { EventKind, EventStatus } from '../model/event.ts'

/** Which events a list shows; null leaves it open. */
export interface EventFilter {
  readonly identity: number | null
  readonly kind: EventKind | null
  readonly status: EventStatus | null
  readonly ended: boolean | null
  readonly words: string | null
}

const statusConditions: Readonly<Record<EventStatus, string>> = {
  pending: "e.stage = 'approval'",
  scheduled:
    "((e.stage = 'provision' AND e.begun_at IS NULL) OR (e.stage = 'removal' AND e.removal_begun_at IS NULL AND e.end_on IS NOT NULL))",
  snoozed: "(e.stage = 'removal' AND e.removal_begun_at IS NULL AND e.end_on IS NULL)",
  open: "((e.stage = 'provision' AND e.begun_at IS NOT NULL) OR (e.stage = 'removal' AND e.removal_begun_at IS NOT NULL))",
  resolved: "e.stage = 'verification'",
  completed: "e.stage = 'completed'",
  canceled: "e.stage IN ('rejected','cancelled')",
}

function conditionOf({ identity, kind, status, ended, words }: EventFilter) {
  const parts: string[] = []
  const values: (string | number)[] = []
  const add = (sql: string, ...bound: (string | number)[]) => {
    parts.push(sql)
    values.push(...bound)
  }
  if (identity !== null) add('e.identity_id = ?', identity)
  if (kind !== null) add('e.kind = ?', kind)
  if (status !== null) add(statusConditions[status])
  if (ended !== null) add(`e.ended_at IS ${ended ? 'NOT ' : ''}NULL`)
  const folded = foldSearch(words?.trim() ?? '')
  if (folded !== '')
    add(
      `instr(fold_search(coalesce((SELECT n.full_name FROM person_now n WHERE n.identity_id = e.identity_id),
        coalesce(json_extract(e.person, '$.firstName'), '') || ' ' || coalesce(json_extract(e.person, '$.lastName'), ''))) || ' #' || e.id, ?) > 0`,
      folded,
    )
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values }
}

export const eventLists = {
  /** Ids, latest date first. @param limit null: all */
  page(db: Reader, filter: EventFilter, { offset, limit }: { readonly offset: number; readonly limit: number | null }) {
    const { sql, values } = conditionOf(filter)
    return prepared<{ id: number }>(
      db,
      `SELECT e.id FROM personnel_event e ${sql} ORDER BY e.effective_on DESC, e.id DESC LIMIT ? OFFSET ?`,
    )
      .all(...values, limit ?? -1, offset)
      .map(({ id }) => id)
  },
  count(db: Reader, filter: EventFilter): number {
    const { sql, values } = conditionOf(filter)
    return prepared<{ n: number }>(db, `SELECT count(*) AS n FROM personnel_event e ${sql}`).get(...values)?.n ?? 0
  },
}
