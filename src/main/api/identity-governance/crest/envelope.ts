import type { SortKey } from '../../../domain/shared/filter-sql.ts'
import { foldSearch } from '../../../domain/shared/fold.ts'
import { valuesAt } from '../../../domain/shared/filter.ts'
import { cookieAt, type CrestQuery } from './query.ts'

/** A stored object as it goes over the wire. */
export type Resource = Readonly<Record<string, unknown>>

/** One page of a list, and how many there are in all; null when nobody counted. */
export interface Listed {
  /** One more than the page holds says that there is another. */
  readonly items: readonly Resource[]
  readonly total: number | null
  /** Further members beside the framework's. */
  readonly more?: Resource
}

/** The framework's frame around every list (D.3). */
export function envelope({ items, total, more = {} }: Listed, query: CrestQuery): Resource {
  const { paging, exact } = query
  const shown = paging ? items.slice(0, paging.size) : items
  const next = paging && items.length > paging.size ? paging.offset + paging.size : null
  return {
    _id: '',
    result: shown.map((item) => select(item, query.fields)),
    resultCount: shown.length,
    pagedResultsCookie: next === null ? null : cookieAt(next),
    totalPagedResultsPolicy: exact ? 'EXACT' : 'NONE',
    totalPagedResults: exact ? (total ?? shown.length) : -1,
    remainingPagedResults: -1,
    ...more,
  }
}

/** Which rows a page needs, and one more; null takes all. */
export const rowsOf = ({ paging }: CrestQuery): { readonly offset: number; readonly limit: number | null } => ({
  offset: paging?.offset ?? 0,
  limit: paging ? paging.size + 1 : null,
})

/** Sorts and cuts a list that is whole in memory. */
export function pageOf(all: readonly Resource[], query: CrestQuery): Listed {
  const sorted = query.sort.length === 0 ? all : all.toSorted((a, b) => compare(a, b, query.sort))
  const { paging } = query
  const items = paging ? sorted.slice(paging.offset, paging.offset + paging.size + 1) : sorted
  return { items, total: all.length }
}

/** Missing values come last either way; strings compare without case; of several values the smallest counts. */
function compare(a: Resource, b: Resource, keys: readonly SortKey[]): number {
  for (const { field, descending } of keys) {
    const [x, y] = [smallest(a, field), smallest(b, field)]
    if (x === y) continue
    if (x === undefined) return 1
    if (y === undefined) return -1
    const order = typeof x === typeof y ? (x < y ? -1 : 1) : typeof x < typeof y ? -1 : 1
    return descending ? -order : order
  }
  return 0
}

function smallest(object: Resource, field: string): string | number | undefined {
  let least: string | number | undefined
  for (const value of valuesAt(object, field)) {
    const comparable = typeof value === 'string' ? foldSearch(value) : Number(value)
    if (least === undefined || comparable < least) least = comparable
  }
  return least
}

const isReference = (value: unknown): boolean => typeof value === 'object' && value !== null && '_ref' in value
const relationships = new Set(['manager', 'reports', 'roles', 'authzRoles', 'members'])

/** The fields that were asked for; `_id` and `_rev` always. A nested one is returned under its last segment; `*_ref` means the relationships. */
export function select(object: Resource, fields: readonly string[] | null): Resource {
  if (fields === null || fields.includes('*')) return object
  const selected: Record<string, unknown> = {}
  for (const name of ['_id', '_rev']) if (name in object) selected[name] = object[name]
  const wantsRelated = fields.some((field) => field.split('/')[0] === '*_ref')
  for (const [name, value] of Object.entries(wantsRelated ? object : {}))
    if (relationships.has(name) || isReference(value)) selected[name] = value
  for (const field of fields) {
    const steps = field.split('/')
    const value = steps.reduce<unknown>(
      (at, step) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Resource)[step] : undefined,
      object,
    )
    if (value !== undefined) selected[steps.at(-1) ?? field] = value
  }
  return selected
}
