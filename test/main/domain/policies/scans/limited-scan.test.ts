import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decideViolation, listViolations } from '../../../../../src/main/domain/policies/violations.service.ts'
import { evaluateTest, readExpression } from '../../../../../src/main/domain/policies/expression.ts'
import { createPolicy } from '../../../../../src/main/domain/policies/policies.service.ts'
import { profileOf } from '../../../../../src/main/domain/policies/profile.service.ts'
import { applyDeadlines } from '../../../../../src/main/domain/access-requests/workflow/deadlines.ts'
import { type ScanInput, scanPeople } from '../../../../../src/main/domain/policies/scans/scan.service.ts'
import { scanPerson } from '../../../../../src/main/domain/policies/scans/scan-person.service.ts'
import { giveRole, takeRole } from '../../../../../src/main/domain/roles/roles.service.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'
import { days } from '../../../../support/people.ts'

const people = ['boss', 'ana', 'ben', 'cleo', 'dora'] as const
const roles = ['r1', 'r2', 'r3'] as const
const term = (targetName: string, targetValue: string, operator = 'EQUALS') => ({
  operator,
  operand: { targetName, targetValue },
})
const all = { operator: 'ALL', operand: [] }

let governance: Governance
let roleIds: Readonly<Record<(typeof roles)[number], number>>
let policies: string[]
beforeEach(() => {
  governance = startGovernance()
  for (const name of people) governance.person(name, name === 'boss' ? '' : 'boss')
  roleIds = {
    r1: governance.role('r1', ['ana', 'ben']),
    r2: governance.role('r2', ['ben', 'cleo']),
    r3: governance.role('r3', ['ana']),
  }
  policies = ['r1', 'r2', 'r3'].map(
    (role, i) =>
      createPolicy(governance.env, governance.as(null, 'policies:manage'), {
        name: `Nobody has ${role}`,
        description: '',
        expression: term('roles', `managed/role/${role}`),
        riskLevel: i + 1,
        owner: null,
        remediationProcess: '',
        active: true,
      }).key,
  )
})
afterEach(() => governance.close())

const scan = (input: Partial<ScanInput> = {}) =>
  governance.env.store.transact((tx) =>
    scanPeople(
      tx,
      { at: governance.env.clock(), target: all, policies: [], dueAt: null, ...input },
      { inSteps: (work) => work(tx), newId: governance.env.newId, tell: () => undefined },
    ),
  )
const every = { status: null, policy: null, identity: null }
const list = (status: 'overdue' | 'exception' | null = null) =>
  listViolations(governance.env.store.reader, {
    question: { ...every, status },
    now: governance.env.clock(),
    offset: 0,
    limit: 100,
  }).items
const move = (name: string, role: (typeof roles)[number], has: boolean) => {
  const holding = { identity: governance.idOf(name), role: roleIds[role], property: 'roles' } as const
  const { actor } = governance.as(null)
  governance.env.store.transact((tx) => (has ? giveRole : takeRole)(tx, governance.env.clock(), actor, holding))
}

describe('a scan of some people against some policies', () => {
  it('does inside what the scan of everybody does, and nothing outside', () => {
    const target = fc.oneof(
      fc.constant(all),
      fc
        .tuple(fc.constantFrom('OR', 'AND', 'NOT'), fc.subarray([...people], { minLength: 1 }))
        .map(([operator, names]) => ({ operator, operand: names.map((name) => term('givenName', name)) })),
      fc.constantFrom(...roles).map((role) => term('roles', `managed/role/${role}`)),
      fc.constant(term('manager', 'managed/user/boss')),
    )
    const change = fc.record({
      name: fc.constantFrom(...people),
      role: fc.constantFrom(...roles),
      has: fc.boolean(),
    })
    const { env } = governance
    const rows = () =>
      env.store.reader.prepare('SELECT * FROM violation ORDER BY policy_id, identity_id, id').all() as {
        policy_id: number
        identity_id: number
        status: string
        guid: string
      }[]
    const policyIds = new Map(
      policies.map((key) => [
        key,
        env.store.reader.prepare('SELECT id FROM policy WHERE idm_id = ?').pluck().get(key) as number,
      ]),
    )
    scan()
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        target,
        fc.subarray([0, 1, 2]),
        (changes, whom, which) => {
          for (const { name, role, has } of changes) move(name, role, has)
          governance.people.advance(1000)
          const chosen = which.map((i) => policies[i] ?? '')
          const meets = readExpression(whom).expression
          const within = new Set(
            people
              .map((name) => governance.idOf(name))
              .filter((id) => {
                const profile = profileOf(env.store.reader, id)
                return evaluateTest(meets, (name) => profile.get(name) ?? [])
              }),
          )
          const counted = new Set(chosen.length === 0 ? policyIds.values() : chosen.map((key) => policyIds.get(key)))
          const isInside = (row: { policy_id: number; identity_id: number }) =>
            within.has(row.identity_id) && counted.has(row.policy_id)
          const before = rows()
          const outcome = scan({ target: whom, policies: chosen })
          const after = rows()
          expect(after.filter((row) => !isInside(row))).toEqual(before.filter((row) => !isInside(row)))
          expect(outcome.people).toBe(within.size)
          const open = (all: typeof after) =>
            all.filter((row) => row.status === 'active').map((row) => `${row.policy_id} ${row.identity_id}`)
          const limited = open(after.filter(isInside))
          expect(outcome.found).toBe(limited.length)
          scan()
          expect(open(rows().filter(isInside))).toEqual(limited)
        },
      ),
      { numRuns: 120 },
    )
  })

  it('passes over policies that are out of use', () => {
    expect(scan({ policies: [policies[2] ?? ''] })).toMatchObject({ people: 5, found: 1 })
    governance.env.store.transact((tx) => tx.prepare('UPDATE policy SET active = 0 WHERE idm_id = ?').run(policies[2]))
    expect(scan({ policies: [policies[2] ?? ''] })).toMatchObject({ found: 0, remediated: 0 })
  })
})

describe('the day until which a violation is to be settled', () => {
  it('is set when it is found and stays; then it is overdue, unless somebody let it stand', () => {
    const dueAt = governance.env.clock() + days(15)
    scan({ dueAt, policies: [policies[0] ?? ''] })
    scan({ dueAt: dueAt + days(15), policies: [policies[0] ?? ''] })
    const due = new Date(dueAt).toISOString()
    expect(list().map((violation) => [violation.dueAt, violation.overdue])).toEqual([
      [due, false],
      [due, false],
    ])
    governance.people.advance(days(15))
    expect([list('overdue').length, list().every(({ overdue }) => overdue)]).toEqual([2, true])
    const [violation] = list()
    const decision = {
      decision: 'exception',
      until: governance.env.clock() + days(1),
      comment: 'Until the move',
    } as const
    decideViolation(governance.env, governance.as(null, 'policies:manage'), {
      guid: violation?.id ?? '',
      revision: violation?.revision ?? 0,
      decision,
    })
    expect(list('overdue')).toHaveLength(1)
    expect([applyDeadlines(governance.env), list('exception').length]).toEqual([0, 1])
    governance.people.advance(days(1))
    expect([applyDeadlines(governance.env), list('exception').length, applyDeadlines(governance.env)]).toEqual([
      1, 0, 0,
    ])
    expect(list('overdue')).toHaveLength(2)
    expect(governance.people.recorded().at(-1)).toMatchObject({
      actor: { kind: 'system' },
      action: 'violation.exception-over',
      object: { type: 'violation', id: violation?.id },
    })
  })

  it('is given to one that was found before such days were set', () => {
    scan()
    expect(list().map((violation) => violation.dueAt)).toEqual(list().map(() => null))
    scan({ dueAt: governance.env.clock() + days(1) })
    expect(list().every(({ dueAt }) => dueAt !== null)).toBe(true)
  })
})

describe('one person, looked at now', () => {
  it('gets the violations that a scan would store, and other people are unchanged', () => {
    const participant = governance.as(null, 'policies:manage')
    expect(scanPerson(governance.env, participant, governance.idOf('ana'))).toMatchObject({ fresh: 2, remediated: 0 })
    expect(list().map(({ person, dueAt }) => [person.name, dueAt === null])).toEqual([
      ['ana', false],
      ['ana', false],
    ])
    move('ana', 'r3', false)
    expect(scanPerson(governance.env, participant, governance.idOf('ana'))).toMatchObject({ fresh: 0, remediated: 1 })
    expect(scan({ target: term('givenName', 'ana') })).toMatchObject({ found: 1, fresh: 0 })
    const [last] = governance.people
      .recorded()
      .filter(({ action }) => action === 'policies.scanned')
      .slice(-1)
    expect(last?.details).toEqual({ people: 1, found: 1, fresh: 0, remediated: 1 })
    expect(() => scanPerson(governance.env, governance.as(null, 'policies:read'), 1)).toThrow(
      'Your roles don’t allow this.',
    )
  })
})
