export interface RowPage<T> {
  readonly items: readonly T[]
  readonly total: number
  /** Cursor of the next page; undefined on the last. */
  readonly next?: string | undefined
}

/** Which page of a list: its position, its cursor, and the page before it, to which no cursor leads back. */
export interface PageParam {
  readonly index: number
  readonly cursor: string | undefined
  readonly before: PageParam | undefined
}

/** The pages of a list that are held: some that follow each other, not always from the start. */
export interface PageWindow<T> {
  readonly pages: readonly RowPage<T>[]
  readonly pageParams: readonly PageParam[]
}

/** Maximum number of pages held of one list. */
export const heldPages = 20

export const firstPage: PageParam = { index: 0, cursor: undefined, before: undefined }

export const nextPage = (
  { next }: RowPage<unknown>,
  _pages: readonly unknown[],
  param: PageParam,
): PageParam | undefined => (next === undefined ? undefined : { index: param.index + 1, cursor: next, before: param })

export const previousPage = (
  _page: unknown,
  _pages: readonly unknown[],
  { before }: PageParam,
): PageParam | undefined => before

const startOf = ({ pageParams }: PageWindow<unknown>): number => pageParams[0]?.index ?? 0

/** The row at an index of the whole list; undefined if its page is not held. */
export const rowIn = <T>(window: PageWindow<T>, index: number, pageSize: number): T | undefined =>
  window.pages[Math.floor(index / pageSize) - startOf(window)]?.items[index % pageSize]

/** Number of rows of the whole list. A list that became shorter than its reported total ends with its last page. */
export function totalOf(window: PageWindow<unknown>, pageSize: number): number {
  const last = window.pages.at(-1)
  if (last === undefined) return 0
  return last.next === undefined
    ? (startOf(window) + window.pages.length - 1) * pageSize + last.items.length
    : last.total
}

/**
 * What to fetch so that the visible rows come closer; undefined if they are held. If the start of the list is nearer
 * than the pages that are held, it is read again from its start.
 */
export function stepTowards(
  { first, last }: { readonly first: number; readonly last: number },
  window: PageWindow<unknown>,
  pageSize: number,
): 'next' | 'previous' | 'restart' | undefined {
  const start = startOf(window)
  const end = start + window.pages.length - 1
  const firstWanted = Math.floor(Math.max(0, first) / pageSize)
  const lastWanted = Math.floor(Math.max(0, last) / pageSize)
  if (firstWanted < start) return firstWanted < start - firstWanted ? 'restart' : 'previous'
  return lastWanted > end && window.pages.at(-1)?.next !== undefined ? 'next' : undefined
}
