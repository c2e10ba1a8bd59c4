import type { SortKey } from '../../../domain/shared/filter-sql.ts'
import { fieldsIn, type Filter } from '../../../domain/shared/filter.ts'
import { badRequest, CrestError } from './error.ts'
import { FilterError, parseFilter } from './parse-filter.ts'

interface Paging {
  readonly size: number
  readonly offset: number
}

/** What an address says, in both dialects of paging. */
export interface CrestQuery {
  /** Null when there is none; its letters as sent. */
  readonly action: string | null
  readonly filter: Filter | null
  readonly queryId: 'query-all' | 'query-all-ids' | null
  /** Null means the defaults. */
  readonly fields: readonly string[] | null
  /** Fields are JSON pointers without their leading slash. */
  readonly sort: readonly SortKey[]
  /** Null: the whole list, as the framework answers without paging. */
  readonly paging: Paging | null
  /** Whether the true total is to be counted. */
  readonly exact: boolean
  readonly pretty: boolean
  /** A parameter that is the endpoint's own, by its exact name; an empty one counts as absent. */
  own(name: string): string | null
  /** The same, empty ones too. */
  raw(name: string): string | null
}

const single = [
  '_action',
  '_fields',
  '_pageSize',
  '_pagedResultsCookie',
  '_pagedResultsOffset',
  '_pagedResultsOffser',
  '_prettyPrint',
  '_queryExpression',
  '_queryFilter',
  '_queryId',
  '_sortKeys',
  '_totalPagedResultsPolicy',
]
const mostAtOnce = 1000
const defaultPage = 10
/** Every key takes part in each comparison of two rows. */
const mostSortKeys = 5
const mostFields = 100
/** Each word is searched in each object of a list. */
const longestSearch = 250

/**
 * Reads the query of an address (D.1, D.3): underscore names and `queryString` ignore case, each may come once.
 * @throws CrestError 400 naming the parameter
 */
export function readQuery(search: URLSearchParams): CrestQuery {
  const namesByKey = new Map([...single, 'queryString'].map((name) => [name.toLowerCase(), name]))
  const parameters = new Map<string, string>()
  for (const [name, value] of search) {
    const canonical = namesByKey.get(name.toLowerCase()) ?? name
    if (parameters.has(canonical)) throw badRequest(`The parameter ${canonical} may come once.`)
    parameters.set(canonical, value)
  }
  const get = (name: string) => parameters.get(name) || null
  if (get('_queryExpression') !== null) throw new CrestError(403, 'Query expressions are not accepted.')
  if ((get('queryString')?.length ?? 0) > longestSearch)
    throw badRequest(`queryString must be at most ${longestSearch} characters.`)
  // An empty filter is a wrong one: whoever sends it means something.
  const text = parameters.get('_queryFilter') ?? null
  const queryId = get('_queryId')
  if (text !== null && queryId !== null) throw badRequest('Ask with _queryFilter or with _queryId, not with both.')
  if (queryId !== null && queryId !== 'query-all' && queryId !== 'query-all-ids')
    throw badRequest(`The query ${queryId} is not known; there are query-all and query-all-ids.`)
  const numbered = parameters.has('pageSize') || parameters.has('pageNumber')
  return {
    action: get('_action'),
    filter: text === null ? null : readFilter(text, '_queryFilter'),
    queryId,
    fields: readFields(get('_fields')),
    sort: readSort(get('_sortKeys') ?? get('sortBy')),
    paging: readPaging(get, numbered),
    exact: readPolicy(get('_totalPagedResultsPolicy')) || numbered,
    pretty: get('_prettyPrint')?.toLowerCase() === 'true',
    own: get,
    raw: (name) => parameters.get(name) ?? null,
  }
}

/** @throws CrestError 400 with the place of what is wrong */
export function readFilter(text: string, parameter: string): Filter {
  try {
    return parseFilter(text)
  } catch (error) {
    if (error instanceof FilterError) throw badRequest(`${parameter}: ${error.message}.`)
    throw error
  }
}

function readFields(text: string | null): readonly string[] | null {
  if (text === null || text.trim() === '') return null
  const fields = text
    .split(',')
    .map((field) => field.trim().replace(/^\//, ''))
    .filter((field) => field !== '')
  if (fields.length > mostFields) throw badRequest(`_fields names at most ${mostFields} fields.`)
  return fields
}

/** An unescaped `+` arrives as a space. */
function readSort(text: string | null): readonly SortKey[] {
  if (text === null) return []
  const keys = text.split(',')
  if (keys.length > mostSortKeys) throw badRequest(`_sortKeys names at most ${mostSortKeys} fields.`)
  return keys.map((key) => {
    const [, sign = '', field = ''] = /^([+\- ]?)\s*\/?(.*?)\s*$/.exec(key) ?? []
    if (field === '') throw badRequest('_sortKeys names an empty field.')
    return { field, descending: sign === '-' }
  })
}

function readPolicy(text: string | null): boolean {
  if (text === null || /^none$/i.test(text)) return false
  if (/^(exact|estimate)$/i.test(text)) return true
  throw badRequest('_totalPagedResultsPolicy must be NONE, EXACT or ESTIMATE.')
}

function readPaging(get: (name: string) => string | null, numbered: boolean): Paging | null {
  const offset = get('_pagedResultsOffset') ?? get('_pagedResultsOffser')
  const cookie = get('_pagedResultsCookie')
  if (offset !== null && cookie !== null)
    throw badRequest('_pagedResultsOffset and _pagedResultsCookie exclude each other.')
  const underscored = get('_pageSize') !== null || offset !== null || cookie !== null
  if (!underscored && !numbered) return null
  const size = Math.min(
    mostAtOnce,
    number(get, underscored ? '_pageSize' : 'pageSize') ?? number(get, 'pageSize') ?? defaultPage,
  )
  if (size === 0) return null
  if (cookie !== null) return { size, offset: readCookie(cookie) }
  if (underscored)
    return { size, offset: number(get, '_pagedResultsOffset') ?? number(get, '_pagedResultsOffser') ?? 0 }
  return { size, offset: (number(get, 'pageNumber') ?? 0) * size }
}

function number(get: (name: string) => string | null, name: string): number | null {
  const text = get(name)
  if (text === null) return null
  if (!/^\d{1,9}$/.test(text)) throw badRequest(`${name} must be a whole number, from 0.`)
  return Number(text)
}

/** Opaque to clients: the offset of the next page. */
export const cookieAt = (offset: number): string => Buffer.from(`o${offset}`).toString('base64url')

function readCookie(cookie: string): number {
  const text = Buffer.from(cookie, 'base64url').toString()
  if (!/^o\d{1,9}$/.test(text)) throw badRequest('_pagedResultsCookie is not valid.')
  return Number(text.slice(1))
}

/** Every field that a query filters or sorts by. */
export const fieldsOf = ({ filter, sort }: Pick<CrestQuery, 'filter' | 'sort'>): string[] => [
  ...(filter === null ? [] : fieldsIn(filter)),
  ...sort.map(({ field }) => field),
]
