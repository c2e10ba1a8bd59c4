import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { scheduleRefresh } from '../../../src/renderer/api/refresh.ts'

/** A visible query, and a host that answers when the test says so. */
let queries: QueryClient
let observer: QueryObserver<string>
let answers: ((state: string) => void)[]
let stop: () => void
beforeEach(() => {
  queries = new QueryClient()
  answers = []
  const ask = () => new Promise<string>((resolve) => answers.push(resolve))
  observer = new QueryObserver<string>(queries, { queryKey: ['imports', '1'], queryFn: ask })
  stop = observer.subscribe(() => {})
})
afterEach(() => {
  stop()
  queries.clear()
})

const notify = () => scheduleRefresh(queries, ['imports'])
const expectCalls = (times: number) => vi.waitFor(() => expect(answers).toHaveLength(times))

test('replaces a first answer that is older than the event', async () => {
  await expectCalls(1)
  notify()
  await new Promise((resolve) => setTimeout(resolve, 100))
  answers[0]?.('reading')
  await expectCalls(2)
  answers[1]?.('staged')
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('staged'))
})

test('refetches visible data once for a burst of events', async () => {
  await expectCalls(1)
  answers[0]?.('reading')
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('reading'))
  notify()
  notify()
  await expectCalls(2)
  answers[1]?.('staged')
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('staged'))
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(answers).toHaveLength(2)
})
