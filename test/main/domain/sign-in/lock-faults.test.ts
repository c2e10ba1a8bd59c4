import { afterEach, beforeEach, expect, it } from 'vitest'
import { failingStore } from '../../../support/failing-store.ts'
import { type People, startPeople } from '../../../support/people.ts'

const layer = failingStore()
let people: People
beforeEach(() => {
  layer.heal()
  people = startPeople({ wrapWriter: layer.wrapWriter })
})
afterEach(() => people.close())

it('a full disk keeps nobody’s session open when the machine is locked, and the lock is written once there is room', async () => {
  const ana = await people.person('ana', ['owner'])
  layer.failAlways('SQLITE_FULL')
  expect(() => people.access.lockAll()).not.toThrow()
  expect((await ana.caller()).kind).toBe('locked')
  layer.heal()
  people.access.flush()
  people.restart()
  expect((await ana.caller()).kind).toBe('locked')
})

it('a session that is locked on a full disk is locked, though the answer says that it could not be written', async () => {
  const ana = await people.person('ana', ['owner'])
  const before = await ana.caller()
  layer.failAlways('SQLITE_IOERR_WRITE')
  await expect(people.access.lock(before)).rejects.toMatchObject({ code: 'SQLITE_IOERR_WRITE' })
  expect((await ana.caller()).kind).toBe('locked')
  layer.heal()
  expect(await people.access.stepUp(await ana.caller(), ana.password)).toBe('done')
  expect((await ana.caller()).kind).toBe('person')
  people.access.flush()
  expect((await ana.caller()).kind).toBe('person')
})
