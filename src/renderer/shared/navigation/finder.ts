import type { Scope } from '../../../contract/scopes.ts'

/** A record in the palette. */
export interface SearchHit {
  readonly id: string
  readonly title: string
  /** Tells apart records with the same title. */
  readonly note?: string
  readonly path: string
}

/** Searches the records of a feature. */
export interface Finder {
  /** Permission needed to search. */
  readonly scope: Exclude<Scope, '*'>
  readonly find: (query: string, signal: AbortSignal) => Promise<readonly SearchHit[]>
}
