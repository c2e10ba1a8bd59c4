import type { Reader } from '../../../storage/open.ts'
import { type Condition, evaluate, type Expression } from '../expression.ts'
import { peopleSetQueries } from './scan.store.ts'
import { unownedAccounts } from './unowned-accounts.store.ts'

type Accounts = ReadonlySet<number>
const none: Accounts = new Set()

/**
 * Answers for all accounts that nobody is known to own which of them surely meet an expression, whoever owns them: the
 * same as `isSurelyMet` finds one by one, asked from the side of what is held.
 */
export function createUnownedAccounts(db: Reader) {
  const all = unownedAccounts.all(db)
  const everyAccount: Accounts = new Set(all)
  const kept = new Map<string, Accounts>()
  const entitlements = all.length === 0 ? [] : peopleSetQueries.entitlements(db)
  const applications = all.length === 0 ? [] : peopleSetQueries.applications(db)

  const meeting = (condition: Condition): Accounts => {
    const key = JSON.stringify(condition)
    const known = kept.get(key)
    if (known) return known
    const found = new Set(holding(condition).filter((id) => everyAccount.has(id)))
    kept.set(key, found)
    return found
  }
  const holding = (condition: Condition): readonly number[] => {
    if (condition.target === 'entitlements')
      return entitlements
        .filter(({ values }) => evaluate(condition, values))
        .flatMap(({ id }) => unownedAccounts.holders(db, id))
    if (condition.target === 'applications')
      return applications
        .filter(({ value }) => evaluate(condition, [value]))
        .flatMap(({ id }) => unownedAccounts.users(db, id))
    // Everything else is of a person.
    return []
  }
  const surely = (expression: Expression): Accounts => {
    switch (expression.kind) {
      case 'condition':
        return meeting(expression)
      case 'and':
        return inAll(expression.of.map(surely))
      case 'or':
        return inAny(expression.of.map(surely))
      case 'none':
        return inAll(expression.of.map(surelyNot))
      case 'everybody':
        return everyAccount
    }
  }
  const surelyNot = (expression: Expression): Accounts => {
    switch (expression.kind) {
      case 'condition':
      case 'everybody':
        return none
      case 'and':
        return inAny(expression.of.map(surelyNot))
      case 'or':
        return inAll(expression.of.map(surelyNot))
      case 'none':
        return inAny(expression.of.map(surely))
    }
  }
  return {
    count: all.length,
    whoSurelyMeets: (expression: Expression): number[] => [...surely(expression)].toSorted((a, b) => a - b),
  }
}

const inAny = (sets: readonly Accounts[]): Accounts => new Set(sets.flatMap((set) => [...set]))
const inAll = ([first = none, ...rest]: readonly Accounts[]): Accounts =>
  new Set([...first].filter((id) => rest.every((set) => set.has(id))))
