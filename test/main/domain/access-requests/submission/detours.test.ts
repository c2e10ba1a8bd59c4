import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tasksOf } from '../../../../../src/main/domain/access-requests/workflow/approvals.service.ts'
import { decideTask } from '../../../../../src/main/domain/access-requests/approvals/decisions.service.ts'
import {
  consultAdviser,
  reassignTask,
} from '../../../../../src/main/domain/access-requests/approvals/task-changes.service.ts'
import { removeManagedUser } from '../../../../../src/main/domain/managed-users/change-managed-user.service.ts'
import { createPolicy } from '../../../../../src/main/domain/policies/policies.service.ts'
import { refuseViolations } from '../../../../../src/main/domain/access-requests/submission/policy-check.service.ts'
import { applyDeadlines } from '../../../../../src/main/domain/access-requests/workflow/deadlines.ts'
import { requestDetail } from '../../../../../src/main/domain/access-requests/reading/detail.service.ts'
import { itemsOf } from '../../../../../src/main/domain/access-requests/workflow/read-request.service.ts'
import {
  cancelRequest,
  createRequests,
} from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import type { CreateItemInput } from '../../../../../src/main/domain/access-requests/submission/create-input.service.ts'
import { findRole, membershipsOf } from '../../../../../src/main/domain/roles/roles.service.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'
import { days } from '../../../../support/people.ts'

/** What nobody may get by asking for it must not come by a detour either. */
let governance: Governance
beforeEach(() => {
  governance = startGovernance()
  for (const [name, manager] of [['boss'], ['ann'], ['ana', 'boss']] as const) governance.person(name, manager)
  for (const id of ['vault', 'keys']) {
    governance.role(id)
    governance.item(id, { approvers: ['managed/user/ann'] })
  }
})
afterEach(() => governance.close())

const db = () => governance.env.store.reader
const ask = (itemIds: readonly string[], more: Partial<CreateItemInput> = {}) => {
  const items = itemIds.map((itemId) => ({ itemId, action: 'add', fields: {}, ...more }) as const)
  const requestInput = { people: ['ana'], items, comment: '' }
  const [request] = createRequests(governance.env, governance.as('ana'), requestInput, refuseViolations)
  if (!request) throw new Error('no request')
  return request
}
const approve = (request: { id: number }) => {
  for (const { key, status } of tasksOf(db(), request.id))
    if (status === 'in-progress')
      decideTask(governance.env, governance.as('ann'), {
        taskKey: key,
        revision: null,
        decided: { all: 'yes', comment: '' },
      })
}
const held = () =>
  membershipsOf(db(), governance.idOf('ana'))
    .map(({ idmId }) => idmId)
    .sort()
const leave = (name: string) => removeManagedUser(governance.env, governance.as(null).actor, { id: name, seen: null })

describe('a policy', () => {
  beforeEach(() => {
    const has = (targetValue: string) =>
      ({ operator: 'EQUALS', operand: { targetName: 'roles', targetValue: `managed/role/${targetValue}` } }) as const
    createPolicy(governance.env, governance.as(null, 'policies:manage'), {
      name: 'Not both',
      description: '',
      riskLevel: 8,
      owner: null,
      remediationProcess: '',
      active: true,
      expression: { operator: 'AND', operand: [has('vault'), has('keys')] },
    })
  })

  it('is not passed by asking for one thing after the other', () => {
    expect(() => ask(['vault', 'keys'])).toThrow(expect.objectContaining({ code: 'forbidden' }))
    const first = ask(['vault'])
    expect(() => ask(['keys'])).toThrow(expect.objectContaining({ code: 'forbidden' }))
    cancelRequest(governance.env, governance.as('ana'), first.key, '')
    approve(ask(['keys']))
    expect(held()).toEqual(['keys'])
  })
})

describe('somebody who has left', () => {
  it('gets nothing any more: neither what is asked for nor what was under way', () => {
    const request = ask(['vault'])
    leave('ana')
    approve(request)
    expect([held(), itemsOf(db(), request.id)[0]?.outcome]).toEqual([[], 'not-provisioned'])
    expect(() => ask(['keys'])).toThrow(expect.objectContaining({ code: 'invalid' }))
  })

  it('is not waited for: what would go to them goes to the default group', () => {
    leave('ann')
    const [task] = tasksOf(db(), ask(['vault']).id)
    expect(task?.approver.kind).toBe('role')
  })
})

it('a permanent or longer grant before the first end replaces it', () => {
  approve(ask(['vault'], { endsAt: governance.env.clock() + days(3) }))
  approve(ask(['keys'], { endsAt: governance.env.clock() + days(3) }))
  governance.people.advance(days(1))
  const [forGood, longer] = [ask(['vault']), ask(['keys'], { endsAt: governance.env.clock() + days(6) })]
  approve(forGood)
  approve(longer)
  expect(itemsOf(db(), forGood.id)[0]?.outcome).toBe('provisioned')
  governance.people.advance(days(3))
  expect([applyDeadlines(governance.env), held()]).toEqual([0, ['keys', 'vault']])
  governance.people.advance(days(4))
  expect([applyDeadlines(governance.env), held()]).toEqual([1, ['vault']])
})

it('who decides about one item reads neither answers nor reasons of the others', () => {
  governance.person('bea')
  governance.role('safe')
  governance.item('safe', { approvers: ['managed/user/bea'] })
  const request = ask(['vault', 'safe'])
  const [annsTask] = tasksOf(db(), request.id).filter(({ approver }) => approver.id === governance.idOf('ann'))
  decideTask(governance.env, governance.as('ann'), {
    taskKey: annsTask?.key ?? '',
    revision: null,
    decided: { all: 'no', comment: 'She was warned twice.' },
  })
  const seenBy = (name: string) => JSON.stringify(requestDetail(db(), governance.as(name), request.key))
  expect(seenBy('ann')).toContain('warned twice')
  expect(seenBy('bea')).not.toContain('warned twice')
})

it('a task is neither given to somebody who has left nor put to them for advice', () => {
  const [task] = tasksOf(db(), ask(['vault']).id)
  leave('boss')
  const away = { kind: 'identity', id: governance.idOf('boss') } as const
  const refused = expect.objectContaining({ code: 'invalid' })
  const key = task?.key ?? ''
  expect(() => reassignTask(governance.env, governance.as(null, 'requests:manage'), key, away)).toThrow(refused)
  expect(() => consultAdviser(governance.env, governance.as('ann'), key, away)).toThrow(refused)
  // Nor to everybody, who would be shown all that helps to decide.
  const everybody = { kind: 'role', id: findRole(db(), 'internal', 'openidm-authorized')?.id ?? 0 } as const
  expect(() => consultAdviser(governance.env, governance.as('ann'), key, everybody)).toThrow(refused)
})
