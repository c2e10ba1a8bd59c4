import type { EntitlementKey } from '../../identities/access-facts.ts'

/** What one row says, or why it says nothing. */
export type Row = FactsRow | UnreadableRow | { readonly kind: 'ignored'; readonly reason: string }

/** Blank entitlement fields mean that the row only names the account. */
export interface FactsRow {
  readonly kind: 'facts'
  readonly userName: string
  readonly attributes: readonly string[]
  readonly entitlement: EntitlementKey
  readonly described: readonly string[]
  readonly access: string
  /** The grants of a row that may give several or none; null where `entitlement` and `access` say its only one. */
  readonly several: readonly RowGrant[] | null
  /** The row says that the account does not have the access: it names the account and grants nothing. */
  readonly denied: boolean
  /** What the key columns hold; null where the rules name none. */
  readonly key: string | null
  /** Which of several rows about one person counts: the larger text. Empty where no column ranks them. */
  readonly rank: string
  /** What was noticed in cells that name a person or an account, and was not believed; null is nearly every row. */
  readonly notes: readonly string[] | null
  /** It ends before the header does: cells that are not there are read as blank, which is no proof that they are. */
  readonly isShort: boolean
}

export interface RowGrant {
  readonly entitlement: EntitlementKey
  readonly access: string
}

/** A row that can't be used. What it would have said is unknown, which is not the same as nothing. */
export interface UnreadableRow {
  readonly kind: 'unreadable'
  readonly reason: string
  readonly whose: Whose | null
}

/** The account that an unreadable row is about. */
export interface Whose {
  readonly userName: string
  /** False where the cells may have moved: then it is believed only of an account that exists. */
  readonly isSure: boolean
}
