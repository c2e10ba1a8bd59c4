import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decideTask } from '../../../../../src/main/domain/access-requests/approvals/decisions.service.ts'
import { moveStuckTasks } from '../../../../../src/main/domain/access-requests/approvals/stuck-tasks.service.ts'
import { reassignTask } from '../../../../../src/main/domain/access-requests/approvals/task-changes.service.ts'
import type { Request } from '../../../../../src/main/domain/access-requests/model/request.ts'
import type { EntryBody } from '../../../../../src/main/domain/catalogue/entry.ts'
import { createRequests } from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import { tasksOf } from '../../../../../src/main/domain/access-requests/workflow/approvals.service.ts'
import { createDelegation } from '../../../../../src/main/domain/access-requests/workflow/delegations.service.ts'
import { history } from '../../../../../src/main/domain/access-requests/workflow/history.store.ts'
import { personPrincipal } from '../../../../../src/main/domain/roles/principal.ts'
import { longIdOf } from '../../../../../src/main/domain/roles/principals.service.ts'
import {
  findRole,
  giveRole,
  membersOf,
  removeRole,
  takeRole,
} from '../../../../../src/main/domain/roles/roles.service.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

/** Nothing waits for somebody who can't act, and nobody says of their own request that it was carried out. */
let governance: Governance
const begin = () => {
  governance = startGovernance()
  for (const name of ['ana', 'ben', 'boss', 'mate', 'other']) governance.person(name, name === 'boss' ? '' : 'boss')
  governance.role('team', ['mate', 'other'])
  governance.role('keepers', ['ben', 'ana'])
  governance.role('vault')
}
const actor = { kind: 'person', name: 'test', via: 'password' } as const
const db = () => governance.env.store.reader
const teamOf = () => findRole(db(), 'managed', 'team')?.id ?? 0
const refusing = (code: string) => expect.objectContaining({ code })

const setStatus = (name: string, status: 'Active' | 'Disabled' | 'Removed') =>
  governance.env.store.transact((tx) =>
    tx.prepare('UPDATE person_now SET status = ? WHERE identity_id = ?').run(status, governance.idOf(name)),
  )
const take = (name: string) =>
  governance.env.store.transact((tx) =>
    takeRole(tx, governance.env.clock(), actor, { identity: governance.idOf(name), role: teamOf(), property: 'roles' }),
  )
const give = (name: string) =>
  governance.env.store.transact((tx) =>
    giveRole(tx, governance.env.clock(), actor, { identity: governance.idOf(name), role: teamOf(), property: 'roles' }),
  )
function ask(body: EntryBody, forWhom = 'ana', by = 'ana'): Request {
  const id = `item${++asked}`
  governance.role(id)
  governance.item(id, body)
  const items = [{ itemId: id, action: 'add', fields: {} }] as const
  const [request] = createRequests(governance.env, governance.as(by), { people: [forWhom], items, comment: '' }, null)
  if (!request) throw new Error('no request')
  return request
}
let asked = 0
const open = (request: Request) => tasksOf(db(), request.id).filter(({ status }) => status === 'in-progress')
const approverOf = (request: Request) => open(request).map(({ approver }) => longIdOf(db(), approver))
const lastWords = (request: Request) => history.list(db(), request.id).at(-1)?.content

describe('a task', () => {
  beforeEach(begin)
  afterEach(() => governance.close())
  const administrators = 'internal/role/access-request-admin'

  it.each([
    ['has left', () => setStatus('boss', 'Removed'), 'they have left'],
    ['is disabled', () => setStatus('boss', 'Disabled'), 'they are disabled'],
  ])('moves to the default group when its approver %s, and says why', (_how, happens, why) => {
    const request = ask({ approvers: ['manager'] })
    expect([approverOf(request), moveStuckTasks(governance.env)]).toEqual([['managed/user/boss'], 0])
    happens()
    expect(moveStuckTasks(governance.env)).toBe(1)
    expect(approverOf(request)).toEqual([administrators])
    expect(lastWords(request)).toContain(why)
    expect(moveStuckTasks(governance.env)).toBe(0)
  })

  it.each([
    ['is empty', () => (take('mate'), take('other')), 'nobody in the group can act'],
    [
      'has only disabled members',
      () => (setStatus('mate', 'Disabled'), setStatus('other', 'Removed')),
      'nobody in the group',
    ],
    ['has only parties', () => (take('mate'), take('other'), give('ana')), 'nobody in the group'],
    [
      'is gone',
      () => removeRole(governance.env, actor, { kind: 'managed', idmId: 'team', revision: null }),
      'the group is gone',
    ],
  ])('moves when its group %s', (_how, happens, why) => {
    const request = ask({ approvers: ['managed/role/team'] })
    expect(approverOf(request)).toEqual(['managed/role/team'])
    happens()
    expect(moveStuckTasks(governance.env)).toBe(1)
    expect([approverOf(request), lastWords(request)]).toEqual([[administrators], expect.stringContaining(why)])
  })

  it('is not even opened for somebody who can’t act', () => {
    setStatus('boss', 'Disabled')
    take('mate')
    take('other')
    expect(approverOf(ask({ approvers: ['manager'] }))).toEqual([administrators])
    expect(approverOf(ask({ approvers: ['managed/role/team'] }))).toEqual([administrators])
    expect(approverOf(ask({ approvers: [], provisioner: 'managed/role/team' }))).toEqual([administrators])
  })

  it('goes to a delegate who can act, not to one who can’t', () => {
    const always = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER }
    createDelegation(governance.env, governance.as('boss'), {
      identity: governance.idOf('boss'),
      delegate: governance.idOf('mate'),
      ...always,
    })
    expect(approverOf(ask({ approvers: ['manager'] }))).toEqual(['managed/user/mate'])
    setStatus('mate', 'Removed')
    expect(approverOf(ask({ approvers: ['manager'] }))).toEqual(['managed/user/boss'])
  })

  it('is one for one approver of a level, for themselves and for whom they stand in', () => {
    const always = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER }
    const [boss, mate] = [governance.idOf('boss'), governance.idOf('mate')]
    createDelegation(governance.env, governance.as('boss'), { identity: boss, delegate: mate, ...always })
    for (const id of ['one', 'two']) governance.role(id)
    governance.item('one', { approvers: ['managed/user/boss'] })
    governance.item('two', { approvers: ['managed/user/mate'] })
    const items = (['one', 'two'] as const).map((itemId) => ({ itemId, action: 'add', fields: {} }) as const)
    const input = { people: ['ana'], items, comment: '' }
    const [request] = createRequests(governance.env, governance.as('ben'), input, null)
    expect(request && approverOf(request)).toEqual(['managed/user/mate'])
  })
})

describe('who asks or receives', () => {
  beforeEach(begin)
  afterEach(() => governance.close())

  it('carries out nothing, alone, through a group or by reassignment', () => {
    const request = ask({ approvers: [], provisioner: 'managed/role/keepers' }, 'ana', 'boss')
    const [task] = open(request)
    if (!task) throw new Error('no task')
    const decided = { all: 'yes', comment: 'I did it.' } as const
    const says = (name: string) => () =>
      decideTask(governance.env, governance.as(name), { taskKey: task.key, revision: null, decided })
    expect(says('ana')).toThrow(refusing('forbidden'))
    const admin = governance.as('other', 'requests:manage')
    const ana = personPrincipal(governance.idOf('ana'))
    expect(() => reassignTask(governance.env, admin, task.key, ana)).toThrow(refusing('invalid'))
    says('ben')()
    expect(open(request)).toEqual([])
  })
})

describe('whatever happens to people and groups', () => {
  it('no task waits for somebody who can’t act, and none is moved without need', () => {
    const aStep = fc.oneof(
      fc.record({
        kind: fc.constant('status' as const),
        who: fc.constantFrom('boss', 'mate', 'other', 'ben', 'ana'),
        status: fc.constantFrom('Active' as const, 'Disabled' as const, 'Removed' as const),
      }),
      fc.record({
        kind: fc.constant('membership' as const),
        joins: fc.boolean(),
        who: fc.constantFrom('mate', 'other', 'ana', 'ben'),
      }),
      fc.record({
        kind: fc.constant('ask' as const),
        chain: fc.constantFrom(['manager'], ['managed/role/team'], ['managed/user/ben']),
        by: fc.constantFrom('ana', 'ben', 'other'),
      }),
    )
    fc.assert(
      fc
        .property(fc.array(aStep, { minLength: 3, maxLength: 14 }), (steps) => {
          const statuses = new Map(['ana', 'ben', 'boss', 'mate', 'other'].map((name) => [name, 'Active']))
          const nameOf = (id: number) => [...statuses.keys()].find((name) => governance.idOf(name) === id) ?? ''
          const able = (id: number, request: Request) =>
            statuses.get(nameOf(id)) === 'Active' && id !== request.requester && id !== request.requestee
          const requests: Request[] = []
          for (const step of steps) {
            if (step.kind === 'status') {
              setStatus(step.who, step.status)
              statuses.set(step.who, step.status)
            } else if (step.kind === 'membership') {
              if (step.joins) give(step.who)
              else take(step.who)
            } else if (statuses.get('ana') !== 'Removed') requests.push(ask({ approvers: step.chain }, 'ana', step.by))
            const before = requests.flatMap((request) => open(request).map((task) => ({ request, task })))
            moveStuckTasks(governance.env)
            for (const { request, task } of before) {
              const [now] = open(request)
              const { approver } = task
              const members = approver.kind === 'identity' ? [approver.id] : membersOf(db(), approver.id)
              const isBuiltIn = approver.kind === 'role' && approver.id !== teamOf()
              const stays = isBuiltIn || members.some((id) => able(id, request))
              expect(now?.approver.id === approver.id && now.approver.kind === approver.kind).toBe(stays)
            }
          }
        })
        .beforeEach(begin)
        .afterEach(() => governance.close()),
      { numRuns: 25 },
    )
  })
})
