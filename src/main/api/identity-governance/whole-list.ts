import { setImmediate as turn } from 'node:timers/promises'
import type { Listed, Resource } from './crest/envelope.ts'
import type { Answer, Call, Operation } from './operation.ts'

/** Rows that are read before somebody else is answered: some 50 ms of people, 200 ms of requests. */
const atATime = 500

/**
 * Makes lists whole that were asked for without paging (D.3). Anybody may ask for everybody, and all of 100,000 people
 * are the work of seconds: so a list is made in pieces with other requests answered between them, and one long list at a time.
 */
export function wholeLists() {
  let before: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(make: () => Promise<T>): Promise<T> => {
    const answer = before.then(make)
    before = answer.catch(() => undefined)
    return answer
  }
  return {
    /** What an operation answers; of a list that is not paged, all of it. @param signal of a caller who may leave */
    async answer(operation: Operation, call: Call, signal: AbortSignal): Promise<Answer> {
      if (call.query.paging !== null || call.query.action !== null) return operation.handle(call)
      const first = await piece(operation, call, 0)
      if (!('list' in first) || first.list.items.length <= atATime) return first
      return { list: await inTurn(() => theRest(operation, call, first.list, signal)) }
    },
  }
}

const piece = async (operation: Operation, call: Call, offset: number): Promise<Answer> =>
  operation.handle({ ...call, query: { ...call.query, paging: { size: atATime, offset } } })

async function theRest(operation: Operation, call: Call, first: Listed, signal: AbortSignal): Promise<Listed> {
  /** By id: what moves to a later place meanwhile comes once. */
  const items = new Map<unknown, Resource>()
  let read = first
  for (let offset = atATime; ; offset += atATime) {
    for (const item of read.items.slice(0, atATime)) items.set(item['_id'], item)
    if (read.items.length <= atATime) return { ...first, items: [...items.values()] }
    await turn()
    // The client is gone.
    if (signal.aborted) return { ...first, items: [] }
    const next = await piece(operation, call, offset)
    if (!('list' in next)) throw new Error('a list became something else')
    read = next.list
  }
}
