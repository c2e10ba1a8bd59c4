import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { peersWith } from '../../../../../src/main/domain/access-requests/approvals/recommendations.service.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
})
afterEach(() => governance.close())

describe('peers', () => {
  it('are who has the same manager, each item counted by itself; what is not there nobody holds', () => {
    for (const [name, manager] of [['boss'], ['ana', 'boss'], ['ben', 'boss'], ['cleo', 'boss'], ['dora']] as const)
      governance.person(name, manager)
    governance.role('vault', ['ana', 'ben', 'dora'])
    governance.role('desk', ['ben', 'cleo'])
    const items = [governance.item('vault'), undefined, governance.item('desk')]
    const counts = peersWith(governance.env.store.reader, governance.idOf('ana'), items)
    expect(counts).toEqual([1, 0, 2].map((holders) => ({ holders, peers: 2, by: 'manager' })))
  })

  it('else share a department or a title; somebody without either has none', () => {
    for (const name of ['ana', 'ben', 'cleo']) governance.person(name)
    governance.role('vault', ['ben'])
    const items = [governance.item('vault')]
    const ask = () => peersWith(governance.env.store.reader, governance.idOf('ana'), items)
    const assignAttribute = (column: 'department' | 'title', names: readonly string[]) =>
      governance.env.store.transact((tx) => {
        for (const name of names)
          tx.prepare(
            `UPDATE person_now SET ${column} = 'Lending', department_key = CASE '${column}' WHEN 'department' THEN 'lending' ELSE department_key END WHERE identity_id = ?`,
          ).run(governance.idOf(name))
      })
    expect(ask()).toEqual([{ holders: 0, peers: 0, by: 'nobody' }])
    assignAttribute('title', ['ana', 'ben', 'cleo'])
    expect(ask()).toEqual([{ holders: 1, peers: 2, by: 'title' }])
    assignAttribute('department', ['ana', 'cleo'])
    expect(ask()).toEqual([{ holders: 0, peers: 1, by: 'department' }])
  })
})
