import type { SortKey } from '../../shared/filter-sql.ts'
import type { Filter } from '../../shared/filter.ts'
import type { Principal } from '../../roles/principal.ts'

/** What lists of requests and of tasks ask for alike; null leaves it open. */
export interface ListFilter {
  readonly approver: Principal | null
  readonly requester: number | null
  readonly requestee: number | null
  /** The id of an entry, or of the object behind it. */
  readonly item: string | null
  readonly key: string | null
  readonly filter: Filter | null
  readonly sort: readonly SortKey[]
  readonly offset: number
  /** Null: all of them. */
  readonly limit: number | null
}

/** Leaves everything open: what a question narrows. */
export const emptyFilter: ListFilter = {
  approver: null,
  requester: null,
  requestee: null,
  item: null,
  key: null,
  filter: null,
  sort: [],
  offset: 0,
  limit: null,
}
