import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tasksOf } from '../../../../../src/main/domain/access-requests/workflow/approvals.service.ts'
import {
  decideTask,
  recordDecision,
} from '../../../../../src/main/domain/access-requests/approvals/decisions.service.ts'
import { createDelegation } from '../../../../../src/main/domain/access-requests/workflow/delegations.service.ts'
import {
  cancelConsultation,
  consultAdviser,
  createTask,
  reassignTask,
} from '../../../../../src/main/domain/access-requests/approvals/task-changes.service.ts'
import { listEntries } from '../../../../../src/main/domain/audit/audit.service.ts'
import { updateEntry } from '../../../../../src/main/domain/catalogue/catalogue.service.ts'
import { getRequest, itemsOf } from '../../../../../src/main/domain/access-requests/workflow/read-request.service.ts'
import { reopenItem } from '../../../../../src/main/domain/access-requests/workflow/flow.service.ts'
import {
  deleteRequest,
  putRequest,
} from '../../../../../src/main/domain/access-requests/stored-objects/stored-requests.service.ts'
import {
  deleteTask,
  putTask,
} from '../../../../../src/main/domain/access-requests/stored-objects/stored-tasks.service.ts'
import type { Request } from '../../../../../src/main/domain/access-requests/model/request.ts'
import { createRequests } from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import {
  provisionItem,
  updateItems,
} from '../../../../../src/main/domain/access-requests/stored-objects/item-updates.service.ts'
import { runAction } from '../../../../../src/main/domain/access-requests/workflow/action-context.ts'
import { rolePrincipal, personPrincipal } from '../../../../../src/main/domain/roles/principal.ts'
import { longIdOf } from '../../../../../src/main/domain/roles/principals.service.ts'
import { findRole, membershipsOf, takeRole } from '../../../../../src/main/domain/roles/roles.service.ts'
import { changeGovernanceSettings } from '../../../../../src/main/domain/settings/governance-settings.service.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

/** Somebody who asks, or for whom it is, and has a hand in what becomes of it: as an administrator, or in the group. */
let governance: Governance
beforeEach(() => {
  governance = startGovernance()
  for (const [name, manager] of [['boss'], ['eve', 'boss'], ['friend'], ['ann'], ['honest'], ['mate']] as const)
    governance.person(name, manager)
  governance.role('team', ['eve', 'ann', 'mate'])
  governance.role('vault')
  governance.item('vault', { approvers: ['managed/role/team'] })
  governance.role('keys')
  governance.item('keys', { approvers: ['manager'] })
})
afterEach(() => governance.close())

const db = () => governance.env.store.reader
const refusing = (code: string) => expect.objectContaining({ code })
const ask = (requester: string, forWhom: string, itemId = 'vault', fields = {}): Request => {
  const items = [{ itemId, action: 'add', fields }] as const
  const [request] = createRequests(
    governance.env,
    governance.as(requester),
    { people: [forWhom], items, comment: 'please' },
    null,
  )
  if (!request) throw new Error('no request')
  return request
}
const only = (request: Request) => {
  const [task, ...more] = tasksOf(db(), request.id).filter(({ status }) => status === 'in-progress')
  if (!task || more.length > 0) throw new Error(`${more.length + 1} open tasks`)
  return task
}
const yes = { all: 'yes', comment: '' } as const
const approve = (decider: string, request: Request) =>
  decideTask(governance.env, governance.as(decider), { taskKey: only(request).key, revision: null, decided: yes })
const admin = (name: string) => governance.as(name, 'requests:manage', 'repository:manage')
const holds = (name: string, role: string) =>
  membershipsOf(db(), governance.idOf(name)).some(({ idmId }) => idmId === role)
const approverOf = (request: Request) => longIdOf(db(), only(request).approver)
const everybody = () => rolePrincipal(findRole(db(), 'internal', 'openidm-authorized')?.id ?? 0)
const friend = () => personPrincipal(governance.idOf('friend'))
const logged = () => listEntries(db(), Number.MAX_SAFE_INTEGER, 1).items[0]

/** Each way to be a party: who asked, and for whom it is. */
const parties = [['eve', 'ann'] as const, ['honest', 'eve'] as const]

describe.each(parties)('the adviser of a request of %s for %s', (by, forWhom) => {
  it('is neither chosen nor sent away by a party in the approving group', () => {
    const { key } = only(ask(by, forWhom))
    expect(() => consultAdviser(governance.env, governance.as('eve'), key, friend())).toThrow(refusing('forbidden'))
    consultAdviser(
      governance.env,
      admin('honest' === by ? 'boss' : 'honest'),
      key,
      personPrincipal(governance.idOf('boss')),
    )
    expect(() => consultAdviser(governance.env, governance.as('eve'), key, friend())).toThrow(refusing('forbidden'))
    expect(() => cancelConsultation(governance.env, governance.as('eve'), key)).toThrow(refusing('forbidden'))
  })

  it('nor by a party who administers requests', () => {
    const { key } = only(ask(by, forWhom))
    expect(() => consultAdviser(governance.env, admin('eve'), key, friend())).toThrow(refusing('forbidden'))
    consultAdviser(governance.env, admin('boss'), key, personPrincipal(governance.idOf('boss')))
    expect(() => cancelConsultation(governance.env, admin('eve'), key)).toThrow(refusing('forbidden'))
  })
})

describe.each(parties)('who decides on a request of %s for %s', (by, forWhom) => {
  it('is not changed by an administrator who is a party: a friend would say yes', () => {
    const request = ask(by, forWhom)
    const { key } = only(request)
    expect(() => reassignTask(governance.env, admin('eve'), key, friend())).toThrow(refusing('forbidden'))
    expect(() => reassignTask(governance.env, governance.as('eve'), key, friend())).toThrow(refusing('forbidden'))
    const reassignment = { requestId: request.key, itemIds: ['vault'], approver: friend() }
    expect(() => createTask(governance.env, admin('eve'), { ...reassignment, workflowTaskId: null })).toThrow(
      refusing('forbidden'),
    )
    const stored = { ...reassignment, consult: null, dueAt: null, workflowTask: null }
    for (const at of [key, 'another'])
      expect(() => putTask(governance.env, admin('eve'), { key: at, revision: null, input: stored })).toThrow(
        refusing('forbidden'),
      )
    expect(() => deleteTask(governance.env, admin('eve'), key, null)).toThrow(refusing('forbidden'))
    expect(approverOf(request)).toBe('managed/role/team')
    reassignTask(governance.env, admin('boss'), key, friend())
    expect(approverOf(request)).toBe('managed/user/friend')
  })
})

describe('a delegation that somebody else made', () => {
  const always = { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER }
  const standIn = (by: string) =>
    createDelegation(governance.env, admin(by), {
      identity: governance.idOf('boss'),
      delegate: governance.idOf('friend'),
      ...always,
    })

  it('does not count for the requests of who made it, made or received', () => {
    standIn('eve')
    expect(approverOf(ask('eve', 'eve', 'keys'))).toBe('managed/user/boss')
    expect(approverOf(ask('honest', 'eve', 'keys'))).toBe('managed/user/boss')
    governance.person('other', 'boss')
    expect(approverOf(ask('eve', 'other', 'keys'))).toBe('managed/user/boss')
    expect(approverOf(ask('other', 'other', 'keys'))).toBe('managed/user/friend')
  })

  it('counts when the delegator made it, or an officer who has no part in the request', () => {
    standIn('boss')
    expect(approverOf(ask('eve', 'eve', 'keys'))).toBe('managed/user/friend')
    standIn('honest')
    expect(approverOf(ask('eve', 'eve', 'keys'))).toBe('managed/user/friend')
  })

  it('leaves the one that it was laid over in force', () => {
    createDelegation(governance.env, governance.as('boss'), {
      identity: governance.idOf('boss'),
      delegate: governance.idOf('ann'),
      ...always,
    })
    standIn('eve')
    expect(approverOf(ask('eve', 'eve', 'keys'))).toBe('managed/user/ann')
  })

  it('is known in older rows by the name of the user', () => {
    standIn('eve')
    governance.env.store.transact((tx) => {
      tx.prepare(
        `INSERT INTO user (guid, username, username_key, name, identity_guid, roles, password_hash, password_changed_at,
           created_at, created_by, updated_at, revision)
         SELECT 'u', 'Eve.Old', 'eve.old', 'Eve', guid, '[]', '', 0, 0, '', 0, 1 FROM identity WHERE id = ?`,
      ).run(governance.idOf('eve'))
      tx.prepare("UPDATE delegation SET made_by = 'Eve.Old'").run()
    })
    expect(approverOf(ask('eve', 'eve', 'keys'))).toBe('managed/user/boss')
  })
})

describe('everybody who signs in', () => {
  it('gets no task by reassignment, nor one that is added or stored', () => {
    const request = ask('eve', 'eve')
    const { key } = only(request)
    const reassignment = { requestId: request.key, itemIds: ['vault'], approver: everybody() }
    const stored = { ...reassignment, consult: null, dueAt: null, workflowTask: null }
    expect(() => reassignTask(governance.env, admin('boss'), key, everybody())).toThrow(refusing('invalid'))
    expect(() => createTask(governance.env, admin('boss'), { ...reassignment, workflowTaskId: null })).toThrow(
      refusing('invalid'),
    )
    expect(() => putTask(governance.env, admin('boss'), { key, revision: null, input: stored })).toThrow(
      refusing('invalid'),
    )
  })

  it('is neither the default group nor a default approver', () => {
    const set = (change: object) => changeGovernanceSettings(governance.env, admin('boss'), 0, change)
    expect(() => set({ defaultApproverGroup: 'internal/role/openidm-authorized' })).toThrow(refusing('invalid'))
    expect(() => set({ defaultApprovers: ['manager', 'internal/role/openidm-authorized'] })).toThrow(
      refusing('invalid'),
    )
  })

  it('decides no level of a chain: the default group does', () => {
    governance.role('open')
    governance.item('open', { approvers: ['internal/role/openidm-authorized'] })
    expect(approverOf(ask('eve', 'eve', 'open'))).toBe('internal/role/access-request-admin')
  })
})

describe.each(parties)('the request of %s for %s', (by, forWhom) => {
  const parted = () => ({ requester: governance.idOf(by), requestee: governance.idOf(forWhom) })

  it('keeps the fields that it was asked with, though a party administers requests', () => {
    const request = ask(by, forWhom, 'vault', { limit: '10' })
    const change = [{ itemId: 'vault', fields: { limit: '1000000' } }]
    expect(() => updateItems(governance.env, admin('eve'), request.key, change)).toThrow(refusing('forbidden'))
    const put = (more: object) =>
      putRequest(governance.env, admin('eve'), {
        key: request.key,
        revision: null,
        input: { ...parted(), items: [], ...more },
      })
    expect(() => put({ items: [{ itemId: 'vault', action: 'add', fields: { limit: '1000000' } }] })).toThrow(
      refusing('forbidden'),
    )
    expect(() => put({ comment: 'the board wants it' })).toThrow(refusing('forbidden'))
    expect(() => put({ status: 'complete' })).toThrow(refusing('forbidden'))
    expect(itemsOf(db(), request.id)[0]?.fields).toEqual({ limit: '10' })
    expect(() => deleteRequest(governance.env, admin('eve'), request.key, null)).toThrow(refusing('forbidden'))
  })

  it('may be put back as it is, and cancelled, by a party', () => {
    const request = ask(by, forWhom, 'vault', { limit: '10' })
    const put = (more: object) =>
      putRequest(governance.env, admin('eve'), {
        key: request.key,
        revision: null,
        input: { ...parted(), items: [], ...more },
      }).request
    const item = { itemId: 'vault', action: 'add', fields: { limit: '10' }, timesApproved: 0, outcome: null }
    expect(put({ comment: 'please', status: 'in-progress', items: [item] }).status).toBe('in-progress')
    expect(put({ status: 'in-progress', items: [{ ...item, outcome: 'cancelled' }] }).status).toBe('complete')
    expect(() => put({ status: 'in-progress' })).toThrow(refusing('forbidden'))
    expect(() => put({ status: 'cancelled' })).toThrow(refusing('forbidden'))
  })

  it('is not written anew by a party, with nobody to decide on it', () => {
    const items = [{ itemId: 'vault', action: 'add' }] as const
    expect(() =>
      putRequest(governance.env, admin('eve'), { key: 'mine', revision: null, input: { ...parted(), items } }),
    ).toThrow(refusing('forbidden'))
  })
})

describe('what an administrator changes under way', () => {
  it('stands in the log with its old and its new value, in short', () => {
    const request = ask('eve', 'eve', 'vault', { limit: '10', why: 'work' })
    const fields = { limit: 'x'.repeat(5000), odd: 'new' }
    updateItems(governance.env, admin('boss'), request.key, [{ itemId: 'vault', fields, timesApproved: 1 }])
    expect(logged()?.details).toEqual({
      items: [
        {
          item: 'vault',
          outcome: null,
          changed: [
            { what: 'fields.limit', from: '10', to: expect.stringMatching(/^sha256:/) },
            { what: 'fields.odd', from: null, to: 'new' },
            { what: 'timesApproved', from: 0, to: 1 },
          ],
        },
      ],
    })
  })

  it('in storage does so too', () => {
    const request = ask('eve', 'eve', 'vault', { limit: '10' })
    putRequest(governance.env, admin('boss'), {
      key: request.key,
      revision: null,
      input: {
        requester: governance.idOf('eve'),
        requestee: governance.idOf('eve'),
        status: 'cancelled',
        items: [{ itemId: 'vault', action: 'add', fields: { limit: '11' } }],
      },
    })
    expect(logged()).toMatchObject({
      action: 'stored-request.written',
      details: {
        changed: [{ what: 'status', from: 'in-progress', to: 'cancelled' }],
        items: [{ item: 'vault', changed: [{ what: 'fields.limit', from: '10', to: '11' }] }],
      },
    })
    const other = ask('eve', 'eve', 'vault')
    putTask(governance.env, admin('boss'), {
      key: only(other).key,
      revision: null,
      input: {
        requestId: other.key,
        itemIds: ['vault'],
        approver: friend(),
        consult: null,
        dueAt: null,
        workflowTask: null,
      },
    })
    expect(logged()?.details).toEqual({
      changed: [{ what: 'approver', from: 'managed/role/team', to: 'managed/user/friend' }],
    })
  })
})

describe('a request that reads as ended', () => {
  const end = (request: Request, status: 'cancelled' | 'complete' = 'cancelled') =>
    putRequest(governance.env, admin('boss'), {
      key: request.key,
      revision: null,
      input: {
        requester: request.requester,
        requestee: request.requestee,
        status,
        items: [],
      },
    })

  it('leaves nothing to decide', () => {
    const request = ask('eve', 'eve')
    const { key } = only(request)
    end(request)
    expect(tasksOf(db(), request.id).map(({ status }) => status)).toEqual(['cancelled'])
    expect(() =>
      decideTask(governance.env, governance.as('ann'), { taskKey: key, revision: null, decided: yes }),
    ).toThrow(refusing('conflict'))
    expect(holds('eve', 'vault')).toBe(false)
  })

  it.each(['cancelled', 'complete'] as const)('as %s gives nothing, though a task of it was left open', (status) => {
    const request = ask('eve', 'eve')
    const { key } = only(request)
    // As older versions left it.
    governance.env.store.transact((tx) =>
      tx.prepare('UPDATE request SET status = ?, completed_at = 1 WHERE id = ?').run(status, request.id),
    )
    expect(() =>
      decideTask(governance.env, governance.as('ann'), { taskKey: key, revision: null, decided: yes }),
    ).toThrow(refusing('conflict'))
    const paper = () =>
      recordDecision(governance.env, admin('boss'), {
        taskKey: key,
        revision: null,
        decided: yes,
        decider: governance.idOf('ann'),
        evidence: 'mail.pdf',
      })
    expect(paper).toThrow(refusing('conflict'))
    expect(() =>
      provisionItem(governance.env, admin('boss'), { key: request.key, itemId: 'vault', action: 'add' }),
    ).toThrow(refusing('conflict'))
    expect(holds('eve', 'vault')).toBe(false)
  })

  it('still lets work be done again that the data contradicts', () => {
    governance.role('hand')
    governance.item('hand', { approvers: [], provisioner: 'managed/user/ann' })
    const request = ask('eve', 'eve', 'hand')
    approve('ann', request)
    expect(getRequest(db(), request.key).status).toBe('complete')
    const again = () =>
      runAction(governance.env, governance.as('boss'), (ctx) => {
        for (const item of itemsOf(ctx.tx, request.id)) reopenItem(ctx, request, item)
      })
    again()
    end(request, 'complete')
    expect(approve('ann', request).status).toBe('complete')
  })
})

describe('access that was taken back', () => {
  it('is not given again from the request that is finished', () => {
    const request = ask('eve', 'eve')
    approve('ann', request)
    expect(holds('eve', 'vault')).toBe(true)
    const role = findRole(db(), 'managed', 'vault')?.id ?? 0
    governance.env.store.transact((tx) =>
      takeRole(tx, governance.env.clock(), governance.as('boss').actor, {
        identity: governance.idOf('eve'),
        role,
        property: 'roles',
      }),
    )
    expect(() =>
      provisionItem(governance.env, admin('boss'), { key: request.key, itemId: 'vault', action: 'add' }),
    ).toThrow(refusing('conflict'))
    expect(holds('eve', 'vault')).toBe(false)
  })
})

describe('a provisioner who is named in the catalogue under way', () => {
  it.each(['eve', 'honest'])('and is a party, %s, does not carry it out: the default group does', (name) => {
    governance.role('hand')
    const entry = governance.item('hand', { approvers: ['managed/role/team'], provisioner: 'managed/user/boss' })
    const request = ask('honest', 'eve', 'hand')
    const body = { ...entry.body, provisioner: `managed/user/${name}` }
    updateEntry(governance.env, governance.as(null, 'catalogue:write', 'requests:manage'), {
      key: 'hand',
      revision: null,
      body,
    })
    approve('ann', request)
    expect([only(request).kind, approverOf(request)]).toEqual(['provisioning', 'internal/role/access-request-admin'])
  })
})
