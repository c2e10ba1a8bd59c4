import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Expression,
  evaluateTest,
  matchedConditions,
  readExpression,
  smallestRemedy,
  tests,
} from '../../../../src/main/domain/policies/expression.ts'
import { createPeopleSets } from '../../../../src/main/domain/policies/scans/people-sets.ts'
import { createPolicy } from '../../../../src/main/domain/policies/policies.service.ts'
import { profileOf } from '../../../../src/main/domain/policies/profile.service.ts'
import { scanPeople } from '../../../../src/main/domain/policies/scans/scan.service.ts'
import { listViolations } from '../../../../src/main/domain/policies/violations.service.ts'
import { giveRole, takeRole } from '../../../../src/main/domain/roles/roles.service.ts'
import { type Governance, startGovernance } from '../../../support/governance.ts'

const term = (value: string, target = 'roles') => ({
  operator: 'EQUALS',
  operand: { targetName: target, targetValue: value },
})
const read = (written: object) => {
  const { expression, errors } = readExpression(written as never)
  expect(errors).toEqual([])
  return expression
}

describe('an expression', () => {
  it('is read as an object or as JSON text, and reports all problems together', () => {
    expect(readExpression(JSON.stringify(term('managed/role/1')))).toEqual(
      readExpression(term('managed/role/1') as never),
    )
    const bad = {
      operator: 'AND',
      operand: [{ operator: 'LIKE', operand: {} }, term(''), { operator: 'NOT', operand: [] }],
    }
    expect(readExpression(bad as never).errors.map(({ field }) => field)).toEqual([
      'expression.operand.0.operator',
      'expression.operand.1.operand.targetValue',
      'expression.operand.2.operand',
    ])
  })

  it('says what meets, and the smallest change that would be clean', () => {
    const expression = read({
      operator: 'AND',
      operand: [term('a'), { operator: 'OR', operand: [term('b'), term('c')] }],
    })
    const has =
      (...roles: string[]) =>
      (target: string) =>
        target === 'roles' ? roles : []
    expect([evaluateTest(expression, has('a', 'b')), evaluateTest(expression, has('b', 'c'))]).toEqual([true, false])
    expect(matchedConditions(expression, has('a', 'b', 'c')).map(({ value }) => value)).toEqual(['a', 'b', 'c'])
    expect(smallestRemedy(expression, has('a', 'b', 'c')).map(({ value }) => value)).toEqual(['a'])
    expect(smallestRemedy(expression, has('a', 'c')).map(({ value }) => value)).toEqual(['c'])
  })

  it('no longer holds once its remedy is carried out', () => {
    const condition = fc.record({
      kind: fc.constant('condition' as const),
      test: fc.constantFrom(...tests),
      target: fc.constantFrom('roles', 'title'),
      value: fc.constantFrom('a', 'b', 'ab'),
    })
    const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        condition,
        fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const, 'none' as const),
          of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        }),
      ),
    }))
    const values = fc.record({ roles: fc.subarray(['a', 'b', 'ab']), title: fc.subarray(['a', 'ab']) })
    fc.assert(
      fc.property(tree, values, (expression, having) => {
        const valuesOf = (target: string) => having[target as 'roles'] ?? []
        if (!evaluateTest(expression, valuesOf)) return
        const remedy = smallestRemedy(expression, valuesOf)
        if (remedy.length > 0) expect(evaluateTest(expression, valuesOf, new Set(remedy))).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})

describe('everybody at once', () => {
  let governance: Governance
  beforeEach(() => {
    governance = startGovernance()
  })
  afterEach(() => governance.close())

  it('is exactly everybody one by one', () => {
    const people = ['boss', 'ana', 'ben', 'cleo', 'dora']
    for (const name of people) governance.person(name, name === 'boss' ? '' : 'boss')
    const roles = ['r1', 'r2', 'r3']
    governance.role('r1', ['ana', 'ben'])
    governance.role('r2', ['ben', 'cleo'])
    governance.role('r3', ['boss'])
    const db = governance.env.store.reader
    const everybody = createPeopleSets(db)
    const profiles = people.map((name) => ({
      id: governance.idOf(name),
      profile: profileOf(db, governance.idOf(name)),
    }))
    const condition = fc.record({
      kind: fc.constant('condition' as const),
      test: fc.constantFrom(...tests),
      target: fc.constantFrom(
        'roles',
        'givenName',
        'mail',
        'manager',
        'accountStatus',
        'applications',
        'entitlements',
        'jobCode',
        'userName',
      ),
      value: fc.constantFrom(
        'managed/role/r1',
        'managed/role/r2',
        'r',
        'managed/user/boss',
        'ACTIVE',
        'ana',
        'cu.example',
        'n',
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
    fc.assert(
      fc.property(tree, (expression) => {
        const oneByOne = profiles.filter(({ profile }) =>
          evaluateTest(expression, (target) => profile.get(target) ?? []),
        )
        expect(everybody.whoMeets(expression)).toEqual(oneByOne.map(({ id }) => id).toSorted((a, b) => a - b))
      }),
      { numRuns: 400 },
    )
    expect(roles).toHaveLength(3)
  })

  it('stores new violations, confirms old ones, and closes remediated ones', () => {
    governance.person('ana')
    const [r1, r2] = [governance.role('r1', ['ana']), governance.role('r2', ['ana'])]
    expect(r1).not.toBe(r2)
    const admin = governance.as(null, 'policies:manage')
    const expression = { operator: 'AND', operand: [term('managed/role/r1'), term('managed/role/r2')] }
    createPolicy(governance.env, admin, {
      name: 'Two',
      description: '',
      expression,
      riskLevel: 5,
      owner: null,
      remediationProcess: '',
      active: true,
    })
    const scan = () =>
      governance.env.store.transact((tx) =>
        scanPeople(
          tx,
          { at: governance.env.clock(), target: { operator: 'ALL', operand: [] }, policies: [], dueAt: null },
          { inSteps: (work) => work(tx), newId: governance.env.newId, tell: () => undefined },
        ),
      )
    const all = { status: null, policy: null, identity: null }
    const states = () =>
      listViolations(governance.env.store.reader, {
        question: all,
        now: governance.env.clock(),
        offset: 0,
        limit: 10,
      }).items.map(({ status }) => status)
    expect([scan().fresh, scan().fresh, states()]).toEqual([1, 0, ['active']])
    const holding = { identity: governance.idOf('ana'), role: r2, property: 'roles' } as const
    governance.env.store.transact((tx) => takeRole(tx, governance.env.clock(), admin.actor, holding))
    expect([scan().remediated, states()]).toEqual([1, ['remediated']])
    governance.env.store.transact((tx) => giveRole(tx, governance.env.clock() + 1, admin.actor, holding))
    expect([scan().fresh, states()]).toEqual([1, ['active', 'remediated']])
  })
})
