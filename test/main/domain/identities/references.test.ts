import { afterEach, beforeEach, expect, it } from 'vitest'
import { managerOf, reportsOf } from '../../../../src/main/domain/identities/references.service.ts'
import { type Governance, startGovernance } from '../../../support/governance.ts'

let room: Governance
beforeEach(() => {
  room = startGovernance()
})
afterEach(() => room.close())

const call = (id: number, first: string, last: string) =>
  room.env.store.transact((tx) =>
    tx
      .prepare('UPDATE person_now SET first_name = ?, last_name = ?, sort_name = lower(?) WHERE identity_id = ?')
      .run(first, last, `${last}, ${first}`, id),
  )

it('a namesake of somebody’s manager is given none of the reports, and sees none of their access', () => {
  const { reader } = room.env.store
  const boss = room.person('boss')
  call(boss, 'Ana', 'Silva')
  const report = room.person('report', 'Silva, Ana')
  const other = room.person('other', 'boss')
  expect([managerOf(reader, report), reportsOf(reader, boss)]).toEqual([boss, [other, report]])
  const namesake = room.person('namesake')
  call(namesake, 'Ana', 'Silva')
  expect([managerOf(reader, report), reportsOf(reader, namesake)]).toEqual([undefined, []])
  // Whom a number means stays theirs.
  expect(reportsOf(reader, boss)).toEqual([other])
})

it('whose employee number is somebody’s user name or long id takes none of their reports', () => {
  const { reader } = room.env.store
  const boss = room.person('boss')
  const report = room.person('report', 'managed/user/boss')
  const eve = room.person('managed/user/boss')
  expect([managerOf(reader, report), reportsOf(reader, boss), reportsOf(reader, eve)]).toEqual([boss, [report], []])
})
