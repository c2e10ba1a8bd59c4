import type { Scope } from '../../../contract/scopes.ts'

/** Something that exists, as the palette lists it. */
export interface SearchHit {
  readonly id: string
  readonly title: string
  /** What tells it from another with the same title. */
  readonly note?: string
  readonly path: string
}

/** Finds what an area holds by words. */
export interface Finder {
  /** Without it nothing is asked. */
  readonly scope: Exclude<Scope, '*'>
  readonly find: (words: string, signal: AbortSignal) => Promise<readonly SearchHit[]>
}
