import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { scheduleRefresh } from '../../../src/renderer/api/refresh.ts'

/** One thing that is shown, and a host whose answers come when the test says so. */
let queries: QueryClient
let shown: QueryObserver<string>
let answers: ((state: string) => void)[]
let stop: () => void
beforeEach(() => {
  queries = new QueryClient()
  answers = []
  const ask = () => new Promise<string>((resolve) => answers.push(resolve))
  shown = new QueryObserver<string>(queries, { queryKey: ['imports', '1'], queryFn: ask })
  stop = shown.subscribe(() => {})
})
afterEach(() => {
  stop()
  queries.clear()
})

const told = () => scheduleRefresh(queries, ['imports'])
const asked = (times: number) => vi.waitFor(() => expect(answers).toHaveLength(times))

test('a first answer that was written before the event does not stay', async () => {
  await asked(1)
  told()
  await new Promise((resolve) => setTimeout(resolve, 100))
  answers[0]?.('reading')
  await asked(2)
  answers[1]?.('staged')
  await vi.waitFor(() => expect(shown.getCurrentResult().data).toBe('staged'))
})

test('what is shown already is asked for once for a burst of events', async () => {
  await asked(1)
  answers[0]?.('reading')
  await vi.waitFor(() => expect(shown.getCurrentResult().data).toBe('reading'))
  told()
  told()
  await asked(2)
  answers[1]?.('staged')
  await vi.waitFor(() => expect(shown.getCurrentResult().data).toBe('staged'))
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(answers).toHaveLength(2)
})
