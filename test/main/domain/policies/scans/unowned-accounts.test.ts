import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccountPage } from '../../../../../src/contract/identities.ts'
import { AccountViolationPage, Policy, PolicyList, PolicyScan } from '../../../../../src/contract/policies.ts'
import {
  type Expression,
  evaluateTest,
  isSurelyMet,
  tests,
} from '../../../../../src/main/domain/policies/expression.ts'
import { createUnownedAccounts } from '../../../../../src/main/domain/policies/scans/unowned-accounts.ts'
import { unownedAccounts } from '../../../../../src/main/domain/policies/scans/unowned-accounts.store.ts'
import { openStore } from '../../../../../src/main/storage/store.ts'
import {
  apply,
  createCore,
  extract,
  stage,
  startTestHost,
  switchApi,
  type TestHost,
} from '../../../../support/test-host.ts'

const entitlement = (permission: string) => ({
  operator: 'EQUALS' as const,
  operand: { targetName: 'entitlements', targetValue: `Core Banking/Tellers › ${permission}` },
})

/** Accounts that nobody is known to own are judged by themselves. */
let test: TestHost
let clock = Date.parse('2026-06-30T10:00:00Z')
beforeAll(async () => {
  test = await startTestHost({ importsDir: null, clock: () => clock })
  await switchApi(test, true)
  await createCore(test)
  const grants = extract([
    ['ana', 'Enter'],
    ['ana', 'Release'],
    ['ben', 'Enter'],
    ['svc-batch', 'Enter'],
    ['svc-batch', 'Release'],
    ['svc-batch', 'Vault'],
  ])
  await apply(test, await stage(test, grants), 'it is a test')
})
afterAll(() => test.close())

const condition = fc.record({
  kind: fc.constant('condition' as const),
  test: fc.constantFrom(...tests),
  target: fc.constantFrom('entitlements', 'applications', 'department', 'roles', 'userName'),
  value: fc.constantFrom(
    'Core Banking/Tellers › Enter',
    'Core Banking/Tellers › Release',
    'Core',
    'Vault',
    'Wires',
    'ana',
    'e',
  ),
})
const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    condition,
    fc.constant({ kind: 'everybody' as const }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const, 'none' as const),
      of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}))

describe('what an account alone violates', () => {
  it('is violated by whoever owns it, whatever else they have', () => {
    const values = fc.record({
      entitlements: fc.subarray(['Core Banking/Tellers › Enter', 'Core Banking/Tellers › Release', 'Loans/Vault']),
      applications: fc.subarray(['Core Banking', 'Loans']),
    })
    const more = fc.record({
      entitlements: fc.subarray(['Core Banking/Tellers › Release', 'Loans/Wires', 'Loans/Vault']),
      applications: fc.subarray(['Core Banking', 'Loans']),
      department: fc.subarray(['Core', 'Vault']),
      roles: fc.subarray(['ana', 'e']),
      userName: fc.subarray(['ana']),
    })
    fc.assert(
      fc.property(tree, values, more, (expression, own, others) => {
        const ofAccount = (target: string) => own[target as keyof typeof own] ?? []
        if (!isSurelyMet(expression, ofAccount)) return
        const ofOwner = (target: string) => [...ofAccount(target), ...(others[target as keyof typeof others] ?? [])]
        expect(evaluateTest(expression, ofOwner)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('is found for all at once as for each alone', () => {
    const store = openStore(test.dataDir)
    try {
      const all = unownedAccounts.all(store.reader)
      expect(all).toHaveLength(3)
      const sets = createUnownedAccounts(store.reader)
      const each = all.map((id) => ({ id, values: unownedAccounts.values(store.reader, id) }))
      fc.assert(
        fc.property(tree, (expression) => {
          const alone = each.filter(({ values }) => isSurelyMet(expression, (target) => values.get(target) ?? []))
          expect(sets.whoSurelyMeets(expression)).toEqual(alone.map(({ id }) => id))
        }),
        { numRuns: 500 },
      )
    } finally {
      store.close()
    }
  })
})

describe('a policy', () => {
  const policies = async () => (await test.ask(PolicyList, 'GET', '/v1/policies')).items
  const found = () => test.ask(AccountViolationPage, 'GET', '/v1/policies/account-violations')
  const scan = async () => {
    await test.call('POST', '/v1/policies/scan')
    let status: PolicyScan
    do {
      await new Promise((done) => setTimeout(done, 20))
      status = await test.ask(PolicyScan, 'GET', '/v1/policies/scan')
    } while (status.state === 'running')
    return status
  }

  it('that was not scanned says so; a scan names the accounts; what happens afterwards is told until the next', async () => {
    const expression = { operator: 'AND', operand: [entitlement('Enter'), entitlement('Release')] }
    const made = await test.ask(Policy, 'POST', '/v1/policies', { name: 'Two hands', expression, riskLevel: 8 })
    expect(made).toMatchObject({ standing: 'not-scanned', scannedAt: null, violations: 0, accountsWithoutOwner: 0 })
    expect(await found()).toMatchObject({ items: [], accounts: null })

    clock += 60_000
    expect(await scan()).toMatchObject({ state: 'done', people: 0, found: 0, accounts: 3, accountsFound: 2 })
    expect(await policies()).toMatchObject([{ standing: 'scanned', violations: 0, accountsWithoutOwner: 2 }])
    const page = await found()
    expect([page.accounts, page.total]).toEqual([3, 2])
    expect(page.items.map(({ account }) => account.userName).toSorted()).toEqual(['ana', 'svc-batch'])
    expect(page.items[0]).toMatchObject({
      policy: { name: 'Two hands' },
      account: { application: { name: 'Core Banking' } },
      because: [{ words: 'Core Banking/Tellers › Enter' }, { words: 'Core Banking/Tellers › Release' }],
    })

    // An owner is judged with everything they have: the account alone is nobody's no longer.
    clock += 60_000
    const person = await test.call('PUT', '/openidm/managed/user/ana', { userName: 'ana', sn: 'ana' })
    expect(person.status).toBe(201)
    const { items } = await test.ask(AccountPage, 'GET', '/v1/accounts?q=ana')
    const [account] = items
    const people = (await (await test.call('GET', '/v1/people?q=ana')).json()) as { items: { id: string }[] }
    await test.call(
      'PUT',
      `/v1/accounts/${account?.id}/match`,
      { personId: people.items[0]?.id, reason: 'it is hers' },
      { 'if-match': `"${account?.revision}"` },
    )
    expect(await policies()).toMatchObject([{ standing: 'before-changes', violations: 0, accountsWithoutOwner: 1 }])
    clock += 60_000
    expect(await scan()).toMatchObject({ people: 1, found: 1, accounts: 2, accountsFound: 1 })
    expect(await policies()).toMatchObject([{ standing: 'scanned', violations: 1, accountsWithoutOwner: 1 }])

    // An import that takes it away is not seen by the scan before it.
    clock += 60_000
    const at = new Date(clock).toISOString()
    await apply(test, await stage(test, extract([['ben', 'Enter']]), 'core-2.csv', at), 'it is a test')
    expect((await policies())[0]?.standing).toBe('before-changes')
    clock += 60_000
    await scan()
    expect(await policies()).toMatchObject([{ standing: 'scanned', violations: 0, accountsWithoutOwner: 0 }])

    // A policy that says something else has not been scanned.
    clock += 60_000
    const [policy] = await policies()
    const change = { name: 'Two hands', expression: entitlement('Enter'), riskLevel: 8 }
    const changed = await test.ask(Policy, 'PUT', `/v1/policies/${policy?.id}`, change, {
      'if-match': `"${policy?.revision}"`,
    })
    expect(changed).toMatchObject({ standing: 'not-scanned', scannedAt: null })
  })
})
