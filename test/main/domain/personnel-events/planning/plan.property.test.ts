import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Holdings,
  joinPlans,
  planAdditions,
  type PlannedChange,
  planRemovalOfAll,
  planRestoration,
  planSuspension,
  planWithdrawals,
} from '../../../../../src/main/domain/personnel-events/planning/plan.ts'

/** Plans over generated accounts and grants, applied to a model of what the applications hold. */
const application = fc.integer({ min: 1, max: 4 })
const holdings: fc.Arbitrary<Holdings> = fc
  .uniqueArray(
    fc.record({
      account: fc.integer({ min: 1, max: 30 }),
      application,
      active: fc.constantFrom(0 as const, 1 as const),
      locked: fc.constantFrom(0 as const, 1 as const),
      entitlements: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('', 'Y', 'Full')), {
        maxLength: 5,
        selector: ([one]) => one,
      }),
    }),
    { maxLength: 6, selector: ({ account }) => account },
  )
  .map((made) => ({
    accounts: made.map(({ account, application: where, active, locked }) => ({
      account,
      application: where,
      userName: `u${account}`,
      active,
      locked,
    })),
    grants: made.flatMap(({ account, application: where, entitlements }) =>
      entitlements.map(([number, access]) => ({
        account,
        application: where,
        entitlement: where * 100 + number,
        access,
        others: 0,
      })),
    ),
  }))

/** What can be used: of each account that is neither disabled nor locked, its grants. */
type State = Map<string, string>
const stateOf = ({ accounts, grants }: Holdings): State => {
  const usable = new Set(
    accounts.filter(({ active, locked }) => active === 1 && locked === 0).map(({ account }) => account),
  )
  return new Map([
    ...[...usable].map((account) => [`${account}`, ''] as const),
    ...grants.flatMap(({ account, entitlement, access }) =>
      usable.has(account) ? [[`${account} ${entitlement}`, access] as const] : [],
    ),
  ])
}
function carriedOut(state: State, changes: readonly PlannedChange[]): State {
  const next = new Map(state)
  for (const { account, entitlement, after } of changes.flatMap(({ privileges }) => privileges)) {
    const key = entitlement === null ? `${account}` : `${account} ${entitlement}`
    if (after === null) next.delete(key)
    else next.set(key, after)
  }
  return next
}
const sorted = (state: State) => [...state].toSorted(([a], [b]) => (a < b ? -1 : 1))

test('to suspend and then to restore with nothing between changes nothing', () => {
  fc.assert(
    fc.property(holdings, (held) => {
      const suspended = planSuspension(held)
      const between = carriedOut(stateOf(held), suspended)
      expect(between.size).toBe(0)
      const restored = carriedOut(
        between,
        planRestoration(suspended, () => false),
      )
      expect(sorted(restored)).toEqual(sorted(stateOf(held)))
    }),
  )
})

test('what was revoked meanwhile is not given back, and everything else is', () => {
  fc.assert(
    fc.property(holdings, fc.func(fc.boolean()), (held, isRevoked) => {
      const suspended = planSuspension(held)
      const back = planRestoration(suspended, ({ entitlement }) => entitlement !== null && isRevoked(entitlement))
      const given = new Set(
        back.flatMap(({ privileges }) => privileges.map((row) => `${row.account} ${row.entitlement}`)),
      )
      for (const { account, entitlement } of suspended.flatMap(({ privileges }) => privileges))
        expect(given.has(`${account} ${entitlement}`)).toBe(entitlement === null || !isRevoked(entitlement))
    }),
  )
})

test('an offboarding leaves no account and no grant unlisted, disabled and locked ones neither', () => {
  fc.assert(
    fc.property(holdings, (held) => {
      const rows = planRemovalOfAll(held).flatMap(({ application: where, privileges }) =>
        privileges.map(({ account, entitlement }) => `${where} ${account} ${entitlement}`),
      )
      const all = [
        ...held.accounts.map(({ application: where, account }) => `${where} ${account} null`),
        ...held.grants.map(({ application: where, account, entitlement }) => `${where} ${account} ${entitlement}`),
      ]
      expect(rows.toSorted()).toEqual(all.toSorted())
      expect(new Set(planRemovalOfAll(held).map(({ application: where }) => where)).size).toBe(
        planRemovalOfAll(held).length,
      )
    }),
  )
})

const ideal = fc
  .uniqueArray(fc.tuple(application, fc.integer({ min: 1, max: 9 })), { selector: ([a, b]) => a * 100 + b })
  .map(
    (pairs) =>
      new Map(
        pairs.map(([where, number]) => [
          where * 100 + number,
          { entitlement: where * 100 + number, application: where, access: '', models: ['M'] },
        ]),
      ),
  )

test('a transition gives what the new role lacks and takes only what the old role’s models gave', () => {
  fc.assert(
    fc.property(holdings, ideal, ideal, (held, before, after) => {
      const added = planAdditions(held, after)
      const taken = planWithdrawals(held, before, after)
      const had = new Set(held.grants.map(({ entitlement }) => entitlement))
      const gives = added.flatMap(({ privileges }) => privileges.flatMap(({ entitlement }) => entitlement ?? []))
      const missing = [...after.keys()].filter((entitlement) => !had.has(entitlement))
      const ascending = (a: number, b: number) => a - b
      expect(gives.toSorted(ascending)).toEqual(missing.toSorted(ascending))
      for (const { entitlement } of taken.flatMap(({ privileges }) => privileges)) {
        if (entitlement === null) continue
        expect(before.has(entitlement)).toBe(true)
        expect(after.has(entitlement)).toBe(false)
      }
      // Together: one item for each application, and no account goes in which something is given.
      const joined = joinPlans(added, taken)
      expect(new Set(joined.map(({ application: where }) => where)).size).toBe(joined.length)
      for (const { privileges } of joined)
        if (privileges.some(({ entitlement, after: to }) => entitlement !== null && to !== null))
          expect(privileges.some(({ entitlement, after: to }) => entitlement === null && to === null)).toBe(false)
    }),
  )
})
