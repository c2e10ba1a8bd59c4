import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { peersWith } from '../../../../../src/main/domain/access-requests/approvals/recommendations.service.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

let room: Governance
beforeEach(() => {
  room = startGovernance()
})
afterEach(() => room.close())

describe('peers', () => {
  it('are who has the same manager, each item counted by itself; what is not there nobody holds', () => {
    for (const [name, manager] of [['boss'], ['ana', 'boss'], ['ben', 'boss'], ['cleo', 'boss'], ['dora']] as const)
      room.person(name, manager)
    room.role('vault', ['ana', 'ben', 'dora'])
    room.role('desk', ['ben', 'cleo'])
    const items = [room.item('vault'), undefined, room.item('desk')]
    const counts = peersWith(room.env.store.reader, room.idOf('ana'), items)
    expect(counts).toEqual([1, 0, 2].map((holders) => ({ holders, peers: 2, by: 'manager' })))
  })

  it('else share a department or a title; somebody without either has none', () => {
    for (const name of ['ana', 'ben', 'cleo']) room.person(name)
    room.role('vault', ['ben'])
    const items = [room.item('vault')]
    const ask = () => peersWith(room.env.store.reader, room.idOf('ana'), items)
    const place = (column: 'department' | 'title', names: readonly string[]) =>
      room.env.store.transact((tx) => {
        for (const name of names)
          tx.prepare(`UPDATE person_now SET ${column} = 'Lending' WHERE identity_id = ?`).run(room.idOf(name))
      })
    expect(ask()).toEqual([{ holders: 0, peers: 0, by: 'nobody' }])
    place('title', ['ana', 'ben', 'cleo'])
    expect(ask()).toEqual([{ holders: 1, peers: 2, by: 'title' }])
    place('department', ['ana', 'cleo'])
    expect(ask()).toEqual([{ holders: 0, peers: 1, by: 'department' }])
  })
})
