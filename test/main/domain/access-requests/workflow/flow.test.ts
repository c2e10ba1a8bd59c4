import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  getTask,
  taskItems,
  tasksOf,
} from '../../../../../src/main/domain/access-requests/workflow/approvals.service.ts'
import {
  decideTask,
  recordDecision,
} from '../../../../../src/main/domain/access-requests/approvals/decisions.service.ts'
import { expireTasks } from '../../../../../src/main/domain/access-requests/approvals/expiry.service.ts'
import { createDelegation } from '../../../../../src/main/domain/access-requests/workflow/delegations.service.ts'
import {
  createTask,
  reassignTask,
} from '../../../../../src/main/domain/access-requests/approvals/task-changes.service.ts'
import { findPrincipal, longIdOf } from '../../../../../src/main/domain/roles/principals.service.ts'
import { membershipsOf } from '../../../../../src/main/domain/roles/roles.service.ts'
import { personPrincipal } from '../../../../../src/main/domain/roles/principal.ts'
import {
  cancelRequest,
  createRequests,
} from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import { getRequest, itemsOf } from '../../../../../src/main/domain/access-requests/workflow/read-request.service.ts'
import type { CreateItemInput } from '../../../../../src/main/domain/access-requests/submission/create-input.service.ts'
import { createEntry } from '../../../../../src/main/domain/catalogue/catalogue.service.ts'
import {
  provisionItem,
  updateItems,
} from '../../../../../src/main/domain/access-requests/stored-objects/item-updates.service.ts'
import type { Request } from '../../../../../src/main/domain/access-requests/model/request.ts'
import {
  changeGovernanceSettings,
  type GovernanceSettings,
} from '../../../../../src/main/domain/settings/governance-settings.service.ts'
import { days } from '../../../../support/people.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
  for (const [name, manager] of [['boss'], ['ana', 'boss'], ['ben', 'boss'], ['cleo'], ['dora']] as const)
    governance.person(name, manager)
})
afterEach(() => governance.close())

const db = () => governance.env.store.reader
const refusing = (code: string) => expect.objectContaining({ code })
const asking = (itemId: string, more: Partial<CreateItemInput> = {}): CreateItemInput => ({
  itemId,
  action: 'add',
  fields: {},
  ...more,
})
const ask = (requester: string, forWhom: string, ...items: CreateItemInput[]): Request => {
  const [request] = createRequests(
    governance.env,
    governance.as(requester),
    { people: [forWhom], items, comment: 'for work' },
    null,
  )
  if (!request) throw new Error('no request')
  return request
}
const open = (request: Request) => tasksOf(db(), request.id).filter(({ status }) => status === 'in-progress')
const only = (request: Request) => {
  const [task, ...more] = open(request)
  if (!task || more.length > 0) throw new Error(`${more.length + 1} open tasks`)
  return task
}
const approverOf = (request: Request) => longIdOf(db(), only(request).approver)
const decide = (decider: string, request: Request, all: 'yes' | 'no', comment = '') =>
  decideTask(governance.env, governance.as(decider), {
    taskKey: only(request).key,
    revision: null,
    decided: { all, comment },
  })
const now = (request: Request) => getRequest(db(), request.key)
const outcomes = (request: Request) => itemsOf(db(), request.id).map(({ outcome }) => outcome)
const set = (change: Partial<GovernanceSettings>) =>
  changeGovernanceSettings(governance.env, governance.as('cleo', 'requests:manage'), 0, change)
const holds = (name: string, role: string) => {
  const rolePrincipal = findPrincipal(db(), `managed/role/${role}`)
  return membershipsOf(db(), governance.idOf(name)).some(
    ({ roleId, property }) => roleId === rolePrincipal?.id && property === 'roles',
  )
}

describe('a request', () => {
  it('goes from level to level, then gives the role, and is proved at once', () => {
    governance.role('vault')
    governance.role('owners', ['cleo'])
    governance.item('vault', { approvers: ['manager', 'entitlementOwner'], entitlementOwner: 'managed/role/owners' })
    const request = ask('ana', 'ana', asking('vault'))
    expect(approverOf(request)).toBe('managed/user/boss')
    decide('boss', request, 'yes')
    expect(approverOf(request)).toBe('managed/role/owners')
    expect(itemsOf(db(), request.id)[0]).toMatchObject({ timesApproved: 1, step: 'approval', outcome: null })
    decide('cleo', request, 'yes')
    expect(now(request).status).toBe('complete')
    expect(itemsOf(db(), request.id)[0]).toMatchObject({
      timesApproved: 2,
      outcome: 'provisioned',
      verification: 'proved',
    })
    expect(holds('ana', 'vault')).toBe(true)
  })

  it('is one for each person, each with tasks of its own', () => {
    governance.role('vault')
    governance.item('vault')
    const requests = createRequests(
      governance.env,
      governance.as('cleo'),
      { people: ['ana', 'managed/user/ben'], items: [asking('vault')], comment: '' },
      null,
    )
    expect(requests.map(({ requestee }) => requestee)).toEqual([governance.idOf('ana'), governance.idOf('ben')])
    expect(requests.flatMap(open)).toHaveLength(2)
  })

  it('puts items with the same approver into one task, and asks all levels at once where the item says so', () => {
    for (const id of ['a', 'b', 'c']) governance.role(id)
    governance.role('owners', ['cleo'])
    governance.item('a')
    governance.item('b')
    governance.item('c', { approvers: ['manager', 'managed/role/owners'], parallelApproval: true })
    const request = ask('ana', 'ana', asking('a'), asking('b'), asking('c'))
    const [owners, ...more] = open(request).filter(({ approver }) => approver.kind === 'role')
    expect([open(request).length, more.length]).toEqual([3, 0])
    decideTask(governance.env, governance.as('cleo'), {
      taskKey: owners?.key ?? '',
      revision: null,
      decided: { all: 'yes', comment: '' },
    })
    expect(outcomes(request)).toEqual([null, null, null])
    for (const task of open(request))
      decideTask(governance.env, governance.as('boss'), {
        taskKey: task.key,
        revision: null,
        decided: { all: 'yes', comment: '' },
      })
    expect(outcomes(request)).toEqual(['provisioned', 'provisioned', 'provisioned'])
  })

  it('denied by one is denied for all, and other approvers need not look', () => {
    governance.role('a')
    governance.role('owners', ['cleo'])
    governance.item('a', { approvers: ['manager', 'managed/role/owners'], parallelApproval: true })
    const request = ask('ana', 'ana', asking('a'))
    const [first] = open(request)
    decideTask(governance.env, governance.as('boss'), {
      taskKey: first?.key ?? '',
      revision: null,
      decided: { all: 'no', comment: 'too much' },
    })
    expect([outcomes(request), now(request).status, open(request)]).toEqual([['denied'], 'complete', []])
    expect(holds('ana', 'a')).toBe(false)
  })

  it('needs no approval with an empty chain, and the default approvers without a chain', () => {
    for (const id of ['free', 'plain', 'lost']) governance.role(id)
    governance.item('free', { approvers: [] })
    governance.item('plain')
    governance.item('lost', { approvers: ['nobodyKnows'] })
    expect(now(ask('ana', 'ana', asking('free'))).status).toBe('complete')
    expect(approverOf(ask('ana', 'ana', asking('plain')))).toBe('managed/user/boss')
    expect(approverOf(ask('ana', 'ana', asking('lost')))).toBe('internal/role/access-request-admin')
    expect(approverOf(ask('ana', 'cleo', asking('plain')))).toBe('internal/role/access-request-admin')
  })

  it('for removal follows the removal chain, and what is not held is not provisioned', () => {
    governance.role('vault', ['ana'])
    governance.item('vault', { approvers: ['manager'], removalApprovers: [] })
    expect(outcomes(ask('ana', 'ana', asking('vault', { action: 'remove' })))).toEqual(['provisioned'])
    expect(holds('ana', 'vault')).toBe(false)
    expect(outcomes(ask('ana', 'ana', asking('vault', { action: 'remove' })))).toEqual(['not-provisioned'])
  })

  it('that Castellan can’t carry out becomes a task for its provisioner, after all approvals', () => {
    governance.role('it', ['dora'])
    governance.role('vault')
    governance.item('vault', { provisioner: 'managed/role/it' })
    const request = ask('ana', 'ana', asking('vault'))
    decide('boss', request, 'yes')
    expect([only(request).kind, approverOf(request)]).toEqual(['provisioning', 'managed/role/it'])
    decide('dora', request, 'yes')
    // A role is Castellan's own: no import will ever prove it, so nothing waits for one.
    expect(itemsOf(db(), request.id)[0]).toMatchObject({ outcome: 'provisioned', verification: 'none' })
  })

  it('cannot be proved if a script carries it out, whether added or removed', () => {
    governance.role('it', ['dora'])
    const body = { system: 'vault', objectType: 'account', attributeName: 'group', attributeValue: 'tellers' }
    const entryInput = {
      ...body,
      displayName: 'Tellers',
      requestable: true,
      approvers: [],
      provisioner: 'managed/role/it',
    }
    createEntry(governance.env, governance.as(null, 'catalogue:write', 'requests:manage'), {
      key: 'far',
      class: 'system-value',
      body: entryInput,
    })
    for (const action of ['add', 'remove'] as const) {
      const request = ask('ana', 'ana', asking('far', { action }))
      decide('dora', request, 'yes')
      expect(itemsOf(db(), request.id)[0]).toMatchObject({ outcome: 'provisioned', verification: 'none' })
    }
  })

  it('set by an administrator is proved where the role shows it', () => {
    governance.role('a')
    governance.item('a', { requestWorkflow: 'myFlow' })
    const admin = governance.as('cleo', 'requests:manage')
    const verificationAfter = (isGiven: boolean) => {
      const request = ask('ana', 'ana', asking('a'))
      if (isGiven) provisionItem(governance.env, admin, { key: request.key, itemId: 'a', action: 'add' })
      updateItems(governance.env, admin, request.key, [{ itemId: 'a', outcome: 'provisioned' }])
      return itemsOf(db(), request.id)[0]?.verification
    }
    expect([verificationAfter(false), verificationAfter(true)]).toEqual(['none', 'proved'])
    // In the other order too: the outcome is a call of its own.
    const late = ask('ben', 'ben', asking('a'))
    updateItems(governance.env, admin, late.key, [{ itemId: 'a', outcome: 'provisioned' }])
    expect(provisionItem(governance.env, admin, { key: late.key, itemId: 'a', action: 'add' }).outcome).toBe(
      'provisioned',
    )
  })

  it('with a custom workflow or a script waits, visibly', () => {
    governance.role('a')
    governance.role('b')
    governance.item('a', { requestWorkflow: 'myFlow' })
    governance.item('b', { approvers: [], provisionScript: 'give.js' })
    const request = ask('ana', 'ana', asking('a'), asking('b'))
    expect(itemsOf(db(), request.id).map(({ step }) => step)).toEqual(['custom-workflow', 'script'])
    expect(open(request)).toEqual([])
    const admin = governance.as('cleo', 'requests:manage')
    updateItems(governance.env, admin, request.key, [
      { itemId: 'a', outcome: 'provisioned' },
      { itemId: 'b', outcome: 'not-provisioned' },
    ])
    expect(now(request).status).toBe('complete')
  })

  it('keeps what was done when it is cancelled, and closes the remaining tasks', () => {
    governance.role('a')
    governance.role('b')
    governance.item('a', { approvers: [] })
    governance.item('b')
    const request = ask('ana', 'ana', asking('a'), asking('b'))
    cancelRequest(governance.env, governance.as('ana'), request.key, '')
    expect([now(request).status, outcomes(request), open(request)]).toEqual([
      'cancelled',
      ['provisioned', 'cancelled'],
      [],
    ])
    expect(() => cancelRequest(governance.env, governance.as('ana'), request.key, '')).toThrow(refusing('conflict'))
    expect(() => cancelRequest(governance.env, governance.as('dora'), request.key, '')).toThrow(refusing('forbidden'))
  })

  it('names everything that is wrong with it at once, and stores nothing', () => {
    governance.role('a')
    governance.item('a', { requestFields: ['Justification'] })
    const requestInput = {
      people: ['ana', 'nobody'],
      items: [asking('a'), asking('a'), asking('unheard')],
      comment: '',
    }
    expect(() => createRequests(governance.env, governance.as('ana'), requestInput, null)).toThrow(
      expect.objectContaining({
        code: 'invalid',
        errors: expect.arrayContaining([{ field: 'items', message: 'names a twice' }]),
      }),
    )
    expect(() =>
      createRequests(governance.env, governance.as('ana'), { ...requestInput, items: [asking('a')] }, null),
    ).toThrow(refusing('not-found'))
    expect(db().prepare('SELECT count(*) FROM request').pluck().get()).toBe(0)
  })
})

describe('self-approval', () => {
  beforeEach(() => {
    governance.role('vault')
    governance.item('vault', { approvers: ['manager'] })
  })

  it('not as the manager who asks: the default group does', () => {
    const request = ask('boss', 'ana', asking('vault'))
    expect(approverOf(request)).toBe('internal/role/access-request-admin')
    expect(only(request).original).toEqual(personPrincipal(governance.idOf('boss')))
    expect(() =>
      decideTask(governance.env, governance.as('boss', 'requests:manage'), {
        taskKey: only(request).key,
        revision: null,
        decided: { all: 'yes', comment: '' },
      }),
    ).toThrow(refusing('forbidden'))
  })

  it('not as `self`, nor as a member of the approving group', () => {
    governance.role('team', ['ana', 'ben'])
    governance.role('x')
    governance.item('x', { approvers: ['managed/role/team'] })
    governance.role('y')
    governance.item('y', { approvers: ['self'] })
    expect(approverOf(ask('ben', 'ana', asking('y')))).toBe('internal/role/access-request-admin')
    const request = ask('ana', 'dora', asking('x'))
    expect(() => decide('ana', request, 'yes')).toThrow(refusing('forbidden'))
    decide('ben', request, 'yes')
    expect(outcomes(request)).toEqual(['provisioned'])
  })

  it('not by delegation: a delegate who asks is passed over', () => {
    const from = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER }
    createDelegation(governance.env, governance.as('boss'), {
      identity: governance.idOf('boss'),
      delegate: governance.idOf('ben'),
      ...from,
    })
    expect(approverOf(ask('ana', 'ana', asking('vault')))).toBe('managed/user/ben')
    expect(approverOf(ask('ben', 'ana', asking('vault')))).toBe('managed/user/boss')
  })

  it('nor does the delegate whom they chose, as the manager who asks or as `self`', () => {
    governance.role('y')
    governance.item('y', { approvers: ['self'] })
    const from = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER }
    for (const name of ['boss', 'ana'])
      createDelegation(governance.env, governance.as(name), {
        identity: governance.idOf(name),
        delegate: governance.idOf('dora'),
        ...from,
      })
    expect(approverOf(ask('boss', 'ana', asking('vault')))).toBe('internal/role/access-request-admin')
    expect(approverOf(ask('ben', 'ana', asking('y')))).toBe('internal/role/access-request-admin')
    expect(approverOf(ask('ben', 'ana', asking('vault')))).toBe('managed/user/dora')
  })

  it('not by reassignment, nor after a task expired into their group', () => {
    const request = ask('ana', 'ana', asking('vault'))
    const admin = governance.as('cleo', 'requests:manage')
    expect(() =>
      reassignTask(governance.env, admin, only(request).key, personPrincipal(governance.idOf('ana'))),
    ).toThrow(refusing('invalid'))
    governance.people.advance(days(15))
    expect(expireTasks(governance.env)).toBe(1)
    expect(expireTasks(governance.env)).toBe(0)
    expect(approverOf(request)).toBe('internal/role/access-request-admin')
    expect(() =>
      decideTask(governance.env, governance.as('ana', 'requests:manage'), {
        taskKey: only(request).key,
        revision: null,
        decided: { all: 'yes', comment: '' },
      }),
    ).toThrow(refusing('forbidden'))
  })

  it('not by setting the outcome as an administrator', () => {
    const request = ask('cleo', 'ana', asking('vault'))
    const self = governance.as('cleo', 'requests:manage')
    expect(() => updateItems(governance.env, self, request.key, [{ itemId: 'vault', outcome: 'provisioned' }])).toThrow(
      refusing('forbidden'),
    )
    expect(outcomes(request)).toEqual([null])
  })

  it('not by recording a decision on paper, as decider or as recorder', () => {
    const request = ask('cleo', 'ana', asking('vault'))
    const task = only(request)
    const yes = { all: 'yes', comment: '' } as const
    const record = (recorder: string, decider: string) =>
      recordDecision(governance.env, governance.as(recorder, 'requests:manage'), {
        taskKey: task.key,
        revision: null,
        decided: yes,
        decider: governance.idOf(decider),
        evidence: 'mail.pdf',
      })
    expect(() => record('cleo', 'boss')).toThrow(refusing('forbidden'))
    expect(() => record('dora', 'ana')).toThrow(refusing('forbidden'))
    expect(() => record('dora', 'ben')).toThrow(refusing('invalid'))
    expect(record('dora', 'boss')).toMatchObject({
      completedBy: governance.idOf('boss'),
      recordedBy: governance.idOf('dora'),
    })
  })

  it('not past the program either: the database refuses', () => {
    const request = ask('ana', 'ben', asking('vault'))
    const { id } = only(request)
    for (const name of ['ana', 'ben'])
      expect(() =>
        governance.env.store.transact((tx) =>
          tx
            .prepare("UPDATE approval_task SET status = 'complete', completed_at = 1, completed_by = ? WHERE id = ?")
            .run(governance.idOf(name), id),
        ),
      ).toThrow('nobody_decides_on_their_own_request')
    expect(() =>
      governance.env.store.transact((tx) =>
        tx
          .prepare("UPDATE request_item SET step = 'done', outcome = 'provisioned', outcome_at = 1, outcome_by = ?")
          .run(governance.idOf('ana')),
      ),
    ).toThrow('nobody decides on a request')
  })

  it('unless the setting for auto-approval says so', () => {
    set({ enableAutoApproval: true })
    const request = ask('boss', 'ana', asking('vault'))
    expect(outcomes(request)).toEqual(['provisioned'])
  })
})

describe('a task', () => {
  beforeEach(() => {
    for (const id of ['a', 'b']) {
      governance.role(id)
      governance.item(id)
    }
  })

  it('is decided item by item, all of them or none', () => {
    const request = ask('ana', 'ana', asking('a'), asking('b'))
    const task = only(request)
    const decision = { itemId: 'a', outcome: 'approved', comment: '' } as const
    expect(() =>
      decideTask(governance.env, governance.as('boss'), { taskKey: task.key, revision: null, decided: [decision] }),
    ).toThrow(refusing('invalid'))
    decideTask(governance.env, governance.as('boss'), {
      taskKey: task.key,
      revision: null,
      decided: [decision, { itemId: 'managed/role/b', outcome: 'rejected', comment: 'no' }],
    })
    expect(outcomes(request)).toEqual(['provisioned', 'denied'])
  })

  it('is decided once, by who saw it as it is', () => {
    const request = ask('ana', 'ana', asking('a'))
    const task = only(request)
    expect(() =>
      decideTask(governance.env, governance.as('boss'), {
        taskKey: task.key,
        revision: task.revision + 1,
        decided: { all: 'yes', comment: '' },
      }),
    ).toThrow(refusing('stale'))
    decide('boss', request, 'yes')
    expect(() =>
      decideTask(governance.env, governance.as('boss'), {
        taskKey: task.key,
        revision: null,
        decided: { all: 'yes', comment: '' },
      }),
    ).toThrow(refusing('conflict'))
    expect(getTask(db(), task.key)).toMatchObject({ status: 'complete', completedBy: governance.idOf('boss') })
  })

  it('that a script adds is about each item once, by whichever of its ids it is named', () => {
    const request = ask('ana', 'ana', asking('a'), asking('b'))
    const added = createTask(governance.env, governance.as('cleo', 'requests:manage'), {
      requestId: request.key,
      itemIds: ['a', 'managed/role/a'],
      approver: personPrincipal(governance.idOf('dora')),
      workflowTaskId: null,
    })
    expect(taskItems(db(), added.id)).toHaveLength(1)
  })

  it('has one outcome for an item: an administrator who names it twice is refused', () => {
    const request = ask('ana', 'ana', asking('a'))
    const twice = (['denied', 'provisioned'] as const).map((outcome) => ({ itemId: 'a', outcome }))
    expect(() => updateItems(governance.env, governance.as('cleo', 'requests:manage'), request.key, twice)).toThrow(
      refusing('invalid'),
    )
    expect(outcomes(request)).toEqual([null])
  })

  it('tells whoever it is given to what kind of work it is', () => {
    governance.role('a2')
    governance.item('by-hand', { objectId: 'managed/role/a2', approvers: [], provisioner: 'managed/user/dora' })
    const admin = governance.as('cleo', 'requests:manage')
    const messagesTo = (name: string) =>
      db().prepare('SELECT template FROM outbox WHERE identity_id = ? ORDER BY id').pluck().all(governance.idOf(name))
    const work = ask('ana', 'ana', asking('by-hand'))
    reassignTask(governance.env, admin, only(work).key, personPrincipal(governance.idOf('ben')))
    reassignTask(
      governance.env,
      admin,
      only(ask('ana', 'ana', asking('a'))).key,
      personPrincipal(governance.idOf('ben')),
    )
    expect(messagesTo('ben')).toEqual(['PROVISIONING_TASK_CREATED', 'APPROVAL_TASK_CREATED'])
  })

  it('asks for a comment where the settings do', () => {
    set({ requireCommentOnReject: true })
    const request = ask('ana', 'ana', asking('a'))
    expect(() => decide('boss', request, 'no')).toThrow(refusing('invalid'))
    decide('boss', request, 'no', 'not his work')
    expect(outcomes(request)).toEqual(['denied'])
  })
})
