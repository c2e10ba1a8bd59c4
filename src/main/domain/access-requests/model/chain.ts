import type { Principal } from '../../roles/principal.ts'
import type { EntryRules } from '../../catalogue/entry.ts'
import { type Action, takesAway } from '../../catalogue/item-action.ts'

/** One level of a chain: the word that named the approver, and whom it meant. */
export interface Level {
  readonly name: string
  readonly approver: Principal
}

/** The words of an item's chain (C.3). An empty list: nobody need decide. A missing one: the default approvers. */
export function approverNames(rules: EntryRules, action: Action, defaults: readonly string[]): readonly string[] {
  const own = takesAway(action) ? (rules.removalApprovers ?? rules.approvers) : rules.approvers
  return own ?? defaults
}

/** How the words of a chain are looked up, in the order in which they are tried. */
interface ChainContext {
  readonly requestee: Principal
  /** A single relationship property of the requestee, as `manager`. */
  readonly ofRequestee: (name: string) => Principal | undefined
  /** A long id that the entry keeps under this key, as `entitlementOwner`. */
  readonly ofEntry: (name: string) => Principal | undefined
  readonly byLongId: (id: string) => Principal | undefined
  readonly defaultGroup: Principal
}

/** `self`, a property of the requestee, a long id, a key of the entry, else the default group. */
export const resolveLevels = (names: readonly string[], context: ChainContext): Level[] =>
  names.map((name) => ({
    name,
    approver:
      name === 'self'
        ? context.requestee
        : (context.ofRequestee(name) ??
          (name.includes('/') ? context.byLongId(name) : undefined) ??
          context.ofEntry(name) ??
          context.defaultGroup),
  }))
