import { expect, it } from 'vitest'
import { envelope, pageOf } from '../../../../src/main/api/identity-governance/crest/envelope.ts'
import { readQuery } from '../../../../src/main/api/identity-governance/crest/query.ts'
import type { Call, Operation } from '../../../../src/main/api/identity-governance/operation.ts'
import { wholeLists } from '../../../../src/main/api/identity-governance/whole-list.ts'

const all = Array.from({ length: 1234 }, (_, n) => ({ _id: String(n) }))
const query = (text: string) => readQuery(new URLSearchParams(text))
const call = (text = '') => ({ query: query(text) }) as Call
const operation = (handle: Operation['handle']): Operation => ({
  entries: [],
  method: 'GET',
  path: 'all',
  access: 'anybody',
  handle,
})
const nobodyLeaves = new AbortController().signal

it('a list without paging is whole, and others are answered between its pieces', async () => {
  let others = 0
  let isRunning = true
  const go = () => void (others++, isRunning && setImmediate(go))
  setImmediate(go)
  const othersSeen: number[] = []
  const answer = await wholeLists().answer(
    operation((incoming) => (othersSeen.push(others), { list: pageOf(all, incoming.query) })),
    call(),
    nobodyLeaves,
  )
  isRunning = false
  const { result, pagedResultsCookie } = envelope('list' in answer ? answer.list : { items: [], total: 0 }, query(''))
  expect([result, pagedResultsCookie]).toEqual([all, null])
  expect(othersSeen.map((count, at) => count > (othersSeen[at - 1] ?? -1))).toEqual([true, true, true])
})

it('one long list is made at a time, and short ones do not wait for it', async () => {
  const lists = wholeLists()
  const order: string[] = []
  const long = (name: string) =>
    lists.answer(
      operation((incoming) => {
        order.push(name)
        return { list: pageOf(all, incoming.query) }
      }),
      call(),
      nobodyLeaves,
    )
  const short = lists.answer(
    operation(() => ({ list: { items: [], total: 0 } })),
    call(),
    nobodyLeaves,
  )
  const both = Promise.all([long('first'), long('second')])
  await short
  order.push('short')
  await both
  expect(order).toEqual(['first', 'second', 'short', 'first', 'first', 'second', 'second'])
})

it('what somebody stopped waiting for is not made to its end', async () => {
  const leaving = new AbortController()
  let pieces = 0
  await wholeLists().answer(
    operation((incoming) => {
      if (++pieces === 2) leaving.abort()
      return { list: pageOf(all, incoming.query) }
    }),
    call(),
    leaving.signal,
  )
  expect(pieces).toBe(2)
})

it('a page is fetched once, with the parameters of the call', async () => {
  const queries: unknown[] = []
  const wholeOperation = operation(({ query: { paging } }) => {
    queries.push(paging)
    return { list: pageOf(all, query('_pageSize=1000')) }
  })
  await wholeLists().answer(wholeOperation, call('_pageSize=1000&_pagedResultsOffset=7'), nobodyLeaves)
  expect(queries).toEqual([{ size: 1000, offset: 7 }])
})
