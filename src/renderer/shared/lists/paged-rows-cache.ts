import { type ApiProblem, asProblem } from '../../api/problem.ts'

export interface RowPage<T> {
  items: readonly T[]
  total: number
  next?: string | undefined
}

/** Fetches the page at a cursor, or the first page. */
export type FetchPage<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<RowPage<T>>

/** Maximum number of cached pages. Pages farthest from the visible rows are dropped and fetched again when needed. */
const cachedPages = 60

/** Caches the pages of a long list. */
export class PagedRowsCache<T> {
  total: number | undefined
  problem: ApiProblem | undefined
  readonly #fetchPage: FetchPage<T>
  readonly #size: number
  readonly #pages = new Map<number, readonly T[]>()
  /** The start cursor of each page, as far as known. */
  readonly #starts: (string | undefined)[] = [undefined]
  #wanted: readonly [number, number] = [0, 0]
  #working: AbortController | undefined
  #version = 0
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Increases with each change, for useSyncExternalStore. */
  readonly version = () => this.#version

  constructor(fetchPage: FetchPage<T>, size: number) {
    this.#fetchPage = fetchPage
    this.#size = size
  }

  rowAt(index: number): T | undefined {
    return this.#pages.get(Math.floor(index / this.#size))?.[index % this.#size]
  }

  request(first: number, last: number) {
    this.#wanted = [Math.floor(Math.max(0, first) / this.#size), Math.floor(Math.max(0, last) / this.#size)]
    if (this.problem === undefined) this.#work()
  }

  retry() {
    this.problem = undefined
    this.#work()
    this.#tell()
  }

  stop() {
    this.#working?.abort()
    this.#working = undefined
  }

  #missing(): number | undefined {
    const [first, last] = this.#wanted
    for (let page = first; page <= last; page += 1) {
      if (!this.#pages.has(page) && page < this.#pageCount()) return Math.min(page, this.#starts.length - 1)
    }
    return
  }

  #pageCount(): number {
    return this.total === undefined ? 1 : Math.ceil(this.total / this.#size)
  }

  #work() {
    if (this.#working !== undefined) return
    const call = new AbortController()
    this.#working = call
    void this.#fill(call).finally(() => {
      if (this.#working === call) this.#working = undefined
    })
  }

  async #fill(call: AbortController) {
    try {
      for (let page = this.#missing(); page !== undefined; page = this.#missing()) {
        const { items, total, next } = await this.#fetchPage(this.#starts[page], call.signal)
        if (call.signal.aborted) return
        this.total = total
        this.#pages.set(page, items)
        if (page === this.#starts.length - 1 && next !== undefined) this.#starts.push(next)
        // The list became shorter than its reported total: it ends here.
        if (next === undefined) this.total = page * this.#size + items.length
        this.#forget()
        this.#tell()
      }
    } catch (thrown) {
      if (call.signal.aborted) return
      this.problem = asProblem(thrown)
      this.#tell()
    }
  }

  #tell() {
    this.#version += 1
    for (const listener of this.#listeners) listener()
  }

  #forget() {
    if (this.#pages.size <= cachedPages) return
    const middle = (this.#wanted[0] + this.#wanted[1]) / 2
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle))
    for (const page of far.slice(0, this.#pages.size - cachedPages)) this.#pages.delete(page)
  }
}
