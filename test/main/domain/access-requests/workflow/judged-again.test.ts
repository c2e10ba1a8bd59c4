import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decideTask } from '../../../../../src/main/domain/access-requests/approvals/decisions.service.ts'
import type { Request } from '../../../../../src/main/domain/access-requests/model/request.ts'
import { createRequests } from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import { tasksOf } from '../../../../../src/main/domain/access-requests/workflow/approvals.service.ts'
import { history } from '../../../../../src/main/domain/access-requests/workflow/history.store.ts'
import {
  putRequest,
  type StoredRequest,
} from '../../../../../src/main/domain/access-requests/stored-objects/stored-requests.service.ts'
import { itemsOf, requestOf } from '../../../../../src/main/domain/access-requests/workflow/read-request.service.ts'
import { refuseViolations } from '../../../../../src/main/domain/access-requests/submission/policy-check.service.ts'
import { createPolicy } from '../../../../../src/main/domain/policies/policies.service.ts'
import { giveRole, membershipsOf } from '../../../../../src/main/domain/roles/roles.service.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

/** A request of {remove A, add B} that was allowed as a whole, of which only a part is approved. */
let governance: Governance
const db = () => governance.env.store.reader
const actor = { kind: 'person', name: 'test', via: 'password' } as const

function begin() {
  governance = startGovernance()
  for (const name of ['ana', 'ann', 'bob']) governance.person(name)
  const vault = governance.role('vault')
  governance.role('keys')
  governance.item('vault', { approvers: ['managed/user/ann'] })
  governance.item('keys', { approvers: ['managed/user/bob'] })
  governance.env.store.transact((tx) =>
    giveRole(tx, governance.env.clock(), actor, {
      identity: governance.idOf('ana'),
      role: vault,
      property: 'roles',
    }),
  )
  const has = (role: string) =>
    ({ operator: 'EQUALS', operand: { targetName: 'roles', targetValue: `managed/role/${role}` } }) as const
  createPolicy(governance.env, governance.as(null, 'policies:manage'), {
    name: 'Not both',
    description: '',
    riskLevel: 8,
    owner: null,
    remediationProcess: '',
    active: true,
    expression: { operator: 'AND', operand: [has('vault'), has('keys')] },
  })
}

function swap(): Request {
  const items = [
    { itemId: 'vault', action: 'remove', fields: {} },
    { itemId: 'keys', action: 'add', fields: {} },
  ] as const
  const input = { people: ['ana'], items, comment: '' }
  const [request] = createRequests(governance.env, governance.as('ana'), input, refuseViolations)
  if (!request) throw new Error('no request')
  return request
}
const held = () => membershipsOf(db(), governance.idOf('ana')).map(({ idmId }) => idmId)
const outcomes = (request: Request) => itemsOf(db(), request.id).map(({ outcome }) => outcome)
const words = (request: Request) => history.list(db(), request.id).map(({ content }) => content)

function decide(request: Request, who: 'ann' | 'bob', all: 'yes' | 'no') {
  const task = tasksOf(db(), request.id).find(
    ({ status, approver }) =>
      status === 'in-progress' && approver.kind === 'identity' && approver.id === governance.idOf(who),
  )
  if (task)
    decideTask(governance.env, governance.as(who), {
      taskKey: task.key,
      revision: null,
      decided: { all, comment: '' },
    })
}

describe('an addition that only a removal of the same request makes clean', () => {
  beforeEach(begin)
  afterEach(() => governance.close())

  it('waits while the removal is not decided, and is given with it', () => {
    const request = swap()
    decide(request, 'bob', 'yes')
    expect([held(), outcomes(request)]).toEqual([['vault'], [null, null]])
    expect(itemsOf(db(), request.id).map(({ step }) => step)).toEqual(['approval', 'scheduled'])
    expect(words(request).at(-1)).toMatch(/waits until the removal of vault is decided.*Not both/)
    decide(request, 'ann', 'yes')
    expect([held(), outcomes(request)]).toEqual([['keys'], ['provisioned', 'provisioned']])
  })

  it('is not given when the removal is denied, before or after its own approval', () => {
    const after = swap()
    decide(after, 'bob', 'yes')
    decide(after, 'ann', 'no')
    expect([held(), outcomes(after)]).toEqual([['vault'], ['denied', 'not-provisioned']])
    expect(words(after)).toContainEqual(expect.stringContaining('Without the removal of vault, Not both'))
    const before = swap()
    decide(before, 'ann', 'no')
    expect([held(), outcomes(before)]).toEqual([['vault'], ['denied', 'not-provisioned']])
    expect(tasksOf(db(), before.id).map(({ status }) => status)).not.toContain('in-progress')
  })

  const write = (request: Request, written: Partial<StoredRequest>) =>
    putRequest(governance.env, governance.as(null, 'repository:manage'), {
      key: request.key,
      revision: null,
      input: { requester: request.requester, requestee: request.requestee, items: [], ...written },
    })

  it('does not wait for a removal that was ended by writing the stored request', () => {
    for (const outcome of ['denied', 'cancelled'] as const) {
      const request = swap()
      decide(request, 'bob', 'yes')
      write(request, { items: [{ itemId: 'vault', action: 'remove', outcome }] })
      expect([held(), outcomes(request)]).toEqual([['vault'], [outcome, 'not-provisioned']])
      expect(requestOf(db(), request.id).status).toBe('complete')
    }
  })

  it('is not given by the write that ends the whole request', () => {
    const request = swap()
    decide(request, 'bob', 'yes')
    write(request, { status: 'cancelled', items: [{ itemId: 'vault', action: 'remove', outcome: 'provisioned' }] })
    expect([held(), requestOf(db(), request.id).status]).toEqual([['vault'], 'cancelled'])
  })

  it('never meets what it excludes, in whichever order things are decided', () => {
    const aDecision = fc.record({
      who: fc.constantFrom('ann' as const, 'bob' as const),
      all: fc.constantFrom('yes' as const, 'no' as const),
    })
    fc.assert(
      fc
        .property(fc.array(aDecision, { minLength: 1, maxLength: 5 }), (decisions) => {
          const request = swap()
          for (const { who, all } of decisions) {
            decide(request, who, all)
            expect(held().toSorted()).not.toEqual(['keys', 'vault'])
          }
          const first = (who: string) => decisions.find((one) => one.who === who)?.all
          const removed = first('ann') === 'yes'
          expect(held()).toEqual(removed ? (first('bob') === 'yes' ? ['keys'] : []) : ['vault'])
        })
        .beforeEach(() => {
          governance.close()
          begin()
        }),
      { numRuns: 20 },
    )
  })
})
