/** One privilege that an item of an application changes. */
export interface PrivilegeChange {
  /** The account that has it; null for an account that is still to be made. */
  readonly account: number | null
  /** Null: the account itself. */
  readonly entitlement: number | null
  /** The access before; null when it was not held. */
  readonly before: string | null
  /** The access after; null when it is not held any more. */
  readonly after: string | null
}

/** What the data says of an account. */
export interface AccountState {
  readonly active: boolean
  readonly locked: boolean
}

/** What the data of an application says of one privilege of somebody. */
export interface PrivilegeFound {
  /** The account that the change names, or any of the person's for an account to be made; null when there is none. */
  readonly account: AccountState | null
  /** The access held; null when it is not held. Always null for the account itself. */
  readonly access: string | null
}

/**
 * Whether the data shows that a change was carried out. A suspended account keeps its privileges and can't use them. An
 * account whose removal is asked may stay as a disabled one without access: many systems never delete.
 */
export function isCarriedOut(
  action: 'add' | 'change' | 'remove' | 'suspend' | 'restore',
  change: PrivilegeChange,
  { account, access }: PrivilegeFound,
): boolean {
  const canBeUsed = account !== null && account.active && !account.locked
  if (action === 'suspend') return !canBeUsed || (change.entitlement !== null && access === null)
  if (change.entitlement === null) return change.after === null ? account === null || !account.active : canBeUsed
  return change.after === null ? access === null : access === change.after
}
