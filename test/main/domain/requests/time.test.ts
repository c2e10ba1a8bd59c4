import { afterEach, beforeEach, expect, it } from 'vitest'
import { passTime } from '../../../../src/main/domain/requests/clock.ts'
import { createRequests, itemsOf, listRequests } from '../../../../src/main/domain/requests/requests.service.ts'
import { membershipsOf } from '../../../../src/main/domain/roles/roles.service.ts'
import { days } from '../../../support/people.ts'
import { type Governance, startGovernance } from '../../../support/governance.ts'

let room: Governance
beforeEach(() => {
  room = startGovernance()
  room.person('ana')
})
afterEach(() => room.close())

it('access that was given until a day is taken back on that day, once, and nobody need approve', () => {
  room.role('vault')
  room.item('vault', { approvers: [] })
  const endsAt = room.env.clock() + days(3)
  const wish = { itemId: 'vault', action: 'add', fields: {}, endsAt } as const
  createRequests(room.env, room.as('ana'), { userIds: ['ana'], items: [wish], comment: '' }, null)
  const db = room.env.store.reader
  const held = () => membershipsOf(db, room.idOf('ana')).map(({ idmId }) => idmId)
  expect([passTime(room.env), held()]).toEqual([0, ['vault']])
  room.people.advance(days(3))
  expect([passTime(room.env), held(), passTime(room.env)]).toEqual([1, [], 0])
  const none = {
    party: null,
    status: null,
    approver: null,
    requester: null,
    requestee: null,
    item: null,
    key: null,
    filter: null,
  }
  const { items } = listRequests(db, { ...none, sort: [], offset: 0, limit: null }, false)
  expect(items.map(({ requester, status }) => [requester, status])).toEqual([
    [null, 'complete'],
    [room.idOf('ana'), 'complete'],
  ])
  expect(itemsOf(db, items[0]?.id ?? 0)[0]).toMatchObject({ action: 'remove', outcome: 'provisioned' })
})
