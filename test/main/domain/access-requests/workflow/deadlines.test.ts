import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyFilter } from '../../../../../src/main/domain/access-requests/model/list-filter.ts'
import { applyDeadlines } from '../../../../../src/main/domain/access-requests/workflow/deadlines.ts'
import { tasksOf } from '../../../../../src/main/domain/access-requests/workflow/approvals.service.ts'
import { decideTask } from '../../../../../src/main/domain/access-requests/approvals/decisions.service.ts'
import {
  attachFile,
  removeAttachment,
} from '../../../../../src/main/domain/access-requests/reading/attachments.service.ts'
import { deleteRequest } from '../../../../../src/main/domain/access-requests/stored-objects/stored-requests.service.ts'
import {
  provisionItem,
  updateItems,
} from '../../../../../src/main/domain/access-requests/stored-objects/item-updates.service.ts'
import { createRequests } from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import { itemsOf, listRequests } from '../../../../../src/main/domain/access-requests/workflow/read-request.service.ts'
import type { CreateItemInput } from '../../../../../src/main/domain/access-requests/submission/create-input.service.ts'
import { membershipsOf } from '../../../../../src/main/domain/roles/roles.service.ts'
import { days } from '../../../../support/people.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
  governance.person('ana')
})
afterEach(() => governance.close())

it('access with an end date is removed on that day, once, without approval', () => {
  governance.role('vault')
  governance.item('vault', { approvers: [] })
  const endsAt = governance.env.clock() + days(3)
  const itemInput = { itemId: 'vault', action: 'add', fields: {}, endsAt } as const
  createRequests(governance.env, governance.as('ana'), { people: ['ana'], items: [itemInput], comment: '' }, null)
  const db = governance.env.store.reader
  const held = () => membershipsOf(db, governance.idOf('ana')).map(({ idmId }) => idmId)
  expect([applyDeadlines(governance.env), held()]).toEqual([0, ['vault']])
  governance.people.advance(days(3))
  expect([applyDeadlines(governance.env), held(), applyDeadlines(governance.env)]).toEqual([1, [], 0])
  const { items } = listRequests(db, { ...emptyFilter, party: null, status: null }, false)
  expect(items.map(({ requester, status }) => [requester, status])).toEqual([
    [null, 'complete'],
    [governance.idOf('ana'), 'complete'],
  ])
  expect(itemsOf(db, items[0]?.id ?? 0)[0]).toMatchObject({ action: 'remove', outcome: 'provisioned' })
})

const ask = (requester: string, item: Partial<CreateItemInput>) => {
  const itemInput = { itemId: 'vault', action: 'add', fields: {}, ...item } as const
  const [request] = createRequests(
    governance.env,
    governance.as(requester),
    { people: ['ana'], items: [itemInput], comment: '' },
    null,
  )
  if (!request) throw new Error('no request')
  return request
}
const refusing = (code: string) => expect.objectContaining({ code })
const heldRoles = () => membershipsOf(governance.env.store.reader, governance.idOf('ana')).map(({ idmId }) => idmId)

it('an end that passed, or of what is taken away, is refused', () => {
  governance.role('vault', ['ana'])
  governance.item('vault', { approvers: [] })
  const now = governance.env.clock()
  for (const item of [{ endsAt: now }, { action: 'remove', endsAt: now + days(1) }] as const)
    expect(() => ask('ana', item)).toThrow(refusing('invalid'))
})

it('access that was taken back and given anew does not end on the day of the first', () => {
  governance.role('vault')
  governance.item('vault', { approvers: [] })
  ask('ana', { endsAt: governance.env.clock() + days(3) })
  governance.people.advance(days(1))
  ask('ana', { action: 'remove' })
  ask('ana', {})
  governance.people.advance(days(5))
  expect([applyDeadlines(governance.env), heldRoles()]).toEqual([0, ['vault']])
})

it('a task that was removed from storage is not overdue', () => {
  governance.person('boss')
  governance.role('vault')
  governance.item('vault', { approvers: ['managed/user/boss'] })
  const request = ask('ana', {})
  deleteRequest(governance.env, governance.as(null, 'repository:manage', 'requests:manage'), request.key, null)
  governance.people.advance(days(30))
  expect(applyDeadlines(governance.env)).toBe(0)
})

it('what ended keeps its files, and access that was denied is not provisioned by hand', () => {
  governance.person('boss')
  governance.person('admin')
  governance.role('vault')
  governance.item('vault', { approvers: ['managed/user/boss'] })
  const request = ask('ana', {})
  const file = { requestId: request.key, itemIds: [], fileName: 'why.txt', fileType: 'text/plain', content: 'aGk=' }
  attachFile(governance.env, governance.as('ana'), file)
  const [task] = tasksOf(governance.env.store.reader, request.id)
  decideTask(governance.env, governance.as('boss'), {
    taskKey: task?.key ?? '',
    revision: null,
    decided: { all: 'no', comment: '' },
  })
  const admin = governance.as('admin', 'requests:manage')
  expect(() => removeAttachment(governance.env, admin, request.key, 'why.txt')).toThrow(refusing('conflict'))
  expect(() => attachFile(governance.env, admin, { ...file, fileName: 'late.txt' })).toThrow(refusing('conflict'))
  expect(() => provisionItem(governance.env, admin, { key: request.key, itemId: 'vault', action: 'add' })).toThrow(
    refusing('conflict'),
  )
  expect(heldRoles()).toEqual([])
})

it('an outcome that is set without a task is credited to the caller who set it', () => {
  governance.person('admin')
  governance.role('vault')
  governance.item('vault', { requestWorkflow: 'flow' })
  const messages = () =>
    governance.env.store.reader.prepare("SELECT count(*) FROM outbox WHERE template = 'OUTCOME_UPDATE'").pluck().get()
  const admin = governance.as('admin', 'requests:manage')
  const set = updateItems(governance.env, admin, ask('ana', {}).key, [{ itemId: 'vault', outcome: 'provisioned' }])
  expect([set.status, messages()]).toEqual(['complete', 0])
  governance.role('free')
  governance.item('free', { approvers: [] })
  expect([ask('ana', { itemId: 'free' }).status, messages()]).toEqual(['complete', 1])
})
