import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCallLog, listCalls } from '../../../../../src/main/domain/sign-in/tokens/call-log.ts'
import { createToken } from '../../../../../src/main/domain/sign-in/tokens/tokens.service.ts'
import { days, operator, type People, startPeople } from '../../../../support/people.ts'

let people: People
beforeEach(() => {
  people = startPeople()
})
afterEach(() => people.close())

const tokenWithId = async () => {
  const { token, secret } = createToken(people.env, operator, {
    name: 'reports',
    scopes: ['imports:read'],
    expires: { days: 90 },
  })
  const caller = await people.access.identify(`Bearer ${secret}`, 'wire')
  if (caller.kind !== 'token') throw new Error('not proved')
  return { guid: token.id, tokenId: caller.tokenId }
}
const call = (tokenId: number, path: string) => ({
  tokenId,
  method: 'GET',
  path,
  status: 200,
  durationMs: 3.4,
  requestId: 'r',
})

it('writes calls down only when flushed, newest first, outside the audit chain', async () => {
  const { guid, tokenId } = await tokenWithId()
  const before = people.recorded().length
  people.access.noteCall(call(tokenId, '/v1/imports'))
  people.access.noteCall(call(tokenId, '/v1/applications'))
  expect(listCalls(people.env, guid, null, 10).total).toBe(0)
  people.access.flush()
  const page = listCalls(people.env, guid, null, 1)
  expect(page).toMatchObject({ total: 2, items: [{ path: '/v1/applications', status: 200, durationMs: 3 }] })
  expect(listCalls(people.env, guid, page.next, 1).items).toMatchObject([{ path: '/v1/imports' }])
  expect(people.recorded()).toHaveLength(before)
})

it('keeps 90 days, and forgets a long backlog in parts that block nobody', async () => {
  const { guid, tokenId } = await tokenWithId()
  const log = createCallLog(people.env)
  for (let i = 0; i < 12_000; i++) log.note(call(tokenId, '/old'))
  log.flush()
  people.advance(days(91))
  log.note(call(tokenId, '/new'))
  const left = [0, 1, 2].map(() => {
    log.flush()
    return listCalls(people.env, guid, null, 1).total
  })
  expect(left).toEqual([7_001, 2_001, 1])
})

it('a flood of calls is written before it fills the memory', async () => {
  const { guid, tokenId } = await tokenWithId()
  const log = createCallLog(people.env)
  for (let i = 0; i < 5_000; i++) log.note(call(tokenId, '/v1/imports'))
  expect(listCalls(people.env, guid, null, 1).total).toBe(5_000)
})

it('a full disk loses no newer calls than it must, and breaks no request', async () => {
  const { guid, tokenId } = await tokenWithId()
  let full = true
  const store = {
    ...people.env.store,
    transact: <T>(work: Parameters<typeof people.env.store.transact<T>>[0]): T => {
      if (full) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
      return people.env.store.transact(work)
    },
  }
  const log = createCallLog({ ...people.env, store })
  for (let i = 0; i < 5_003; i++) log.note(call(tokenId, `/call/${i}`))
  full = false
  log.flush()
  expect(listCalls(people.env, guid, null, 1)).toMatchObject({ total: 5_000, items: [{ path: '/call/5002' }] })
})
