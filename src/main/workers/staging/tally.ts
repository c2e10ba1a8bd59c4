/** How many rows of the files had which outcome. `applied` is the rest, after duplicates were found. */
export interface Tally {
  read: number
  quarantined: number
  duplicate: number
  ignored: number
  /** Rows that disagree with an earlier row about the same account or entitlement; the first one counts. */
  disagreeing: number
  /** Rows that name an account and no entitlement. */
  accountsOnly: number
  /** Rows that say that an access is not given. */
  denied: number
  recognised: number
  /** Notes about rows that are used. They are told in each import, so such a file is read whole the next time too. */
  noted: number
  /** Lines without anything but delimiters. */
  blank: number
  comments: number
}

export const emptyTally = (): Tally => ({
  read: 0,
  quarantined: 0,
  duplicate: 0,
  ignored: 0,
  disagreeing: 0,
  accountsOnly: 0,
  denied: 0,
  recognised: 0,
  noted: 0,
  blank: 0,
  comments: 0,
})
