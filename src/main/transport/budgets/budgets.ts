import type { Caller } from '../../api/http/caller.ts'
import { credentialName } from '../../api/credential-name.ts'
import { pathOf } from '../../api/http/address.ts'
import { isHeavy } from '../../api/heavy-calls.ts'
import type { BudgetNumbers } from '../../api/http/limits.ts'
import type { ApiProblem } from '../../api/http/problem.ts'
import { refusalResponse } from '../../api/refusal-response.ts'
import { createLane, type Leave } from './lanes.ts'
import { rateLimitFields, tookTooLong, tooManyAtOnce, tooManyCalls, tooManyStreams } from './rate-limit-fields.ts'
import { createMinuteCounts } from './window.ts'

/** What the budgets need to know of a call besides the request, and what they do to its connection. */
export interface WireCall {
  readonly upload: boolean
  /** A credential was proved: its connection and its body have the time of somebody who is known. */
  proved(): void
  /** Calls back once the answer was sent or its connection has gone, at once where it has gone already. */
  onEnd(done: () => void): void
}

export interface BudgetedCall {
  readonly request: Request
  readonly caller: Caller
  readonly wire: WireCall
  readonly perform: () => Promise<Response>
}

export interface Budgets {
  answer(call: BudgetedCall): Promise<Response>
}

const safeMethods = ['GET', 'HEAD']

/**
 * The budgets of one listener: everybody who comes by the wire has their own, and all together leave room for others.
 * @param clock one that only goes forward
 */
export function createBudgets(most: BudgetNumbers, clock: () => number): Budgets {
  const count = createMinuteCounts(clock)
  const timeOf = (kind: Kind): number => (kind === 'heavy' ? most.heavyTime : most.callTime)
  const lanes = {
    call: createLane({ atOnce: most.callsAtOnce, waiting: most.callsWaiting }),
    upload: createLane({ atOnce: most.uploadsAtOnce, waiting: most.uploadsWaiting }),
    heavy: createLane({ atOnce: most.heavyAtOnce, waiting: most.heavyWaiting, ofAll: most.heavyAtOnceOfAll }),
    stream: createLane({ atOnce: most.streams, waiting: 0, ofAll: most.streamsOfAll }),
  }

  function countCall(name: string, { caller, request }: BudgetedCall): Counted {
    if (caller.kind === 'operator') return { refusal: null, fields: {} }
    const isPerson = caller.kind === 'person' || caller.kind === 'locked'
    // Scripts that were written for other products know no limit and do not wait; they have as many as a page.
    const isFacade = /^\/(?:api|openidm)(?:\/|$)/.test(pathOf(request.url))
    const quota = isFacade ? most.facadeCallsAMinute : isPerson ? most.personsCallsAMinute : most.callsAMinute
    const calls = count(name, quota)
    const isChange = !safeMethods.includes(request.method)
    const changes =
      isChange && calls.allowed
        ? count(`${name} changes`, Math.ceil((quota * most.changesAMinute) / most.callsAMinute))
        : null
    const fields = rateLimitFields(calls, changes)
    if (!calls.allowed) return { refusal: tooManyCalls('calls', calls), fields }
    return { refusal: changes?.allowed === false ? tooManyCalls('changes', changes) : null, fields }
  }

  async function answer(call: BudgetedCall): Promise<Response> {
    const { request, caller, wire, perform } = call
    if (caller.kind !== 'anonymous') wire.proved()
    const name = credentialName(caller, request.headers)
    const kind = kindOf(request, wire)
    // Who proves nothing has few connections and little time; hashing their passwords has a queue of its own.
    if (name === null) return kind === 'upload' ? perform() : inTime(perform(), timeOf(kind), request)
    const { refusal, fields } = countCall(name, call)
    if (refusal !== null) return withFields(refused(refusal, request), fields)
    const leave = await lanes[kind].enter(name)
    if (leave === undefined)
      return withFields(refused(kind === 'stream' ? tooManyStreams : tooManyAtOnce, request), fields)
    const work = perform()
    leaveAfter(work, wire, leave, kind === 'heavy' ? most.heavyRest : 0)
    const response = await (kind === 'upload' ? work : inTime(work, timeOf(kind), request))
    return withFields(response, fields)
  }

  return { answer }
}

interface Counted {
  readonly refusal: ApiProblem | null
  readonly fields: Readonly<Record<string, string>>
}

type Kind = 'call' | 'upload' | 'heavy' | 'stream'

function kindOf(request: Request, wire: WireCall): Kind {
  if (wire.upload) return 'upload'
  const { method, url } = request
  if (method === 'GET' && pathOf(url) === '/v1/events') return 'stream'
  return isHeavy(method, url.slice(url.indexOf('/', 'http://'.length))) ? 'heavy' : 'call'
}

/**
 * The place is free once the work is done and its answer has gone: an answer that nobody fetches lies in memory. After a
 * heavy call the place rests as long as the work took. The next one would begin before anything that arrived meanwhile
 * had been read, and a row of them would keep everybody waiting for all of it.
 */
function leaveAfter(work: Promise<Response>, wire: WireCall, leave: Leave, longestRest: number): void {
  const began = performance.now()
  const rest = (): void => {
    const took = performance.now() - began
    if (longestRest === 0) leave()
    else setTimeout(leave, Math.min(took, longestRest))
  }
  void work.then(() => wire.onEnd(rest), rest)
}

const refused = (refusal: ApiProblem, request: Request): Response => refusalResponse(refusal, pathOf(request.url))

async function inTime(work: Promise<Response>, time: number, request: Request): Promise<Response> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Response>((resolve) => {
    timer = setTimeout(() => {
      // What it answers in the end is read by nobody; a fault of it is one of a call that was given up.
      work.then(
        (answer) => answer.body?.cancel(),
        () => undefined,
      )
      resolve(refused(tookTooLong, request))
    }, time)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function withFields(response: Response, fields: Readonly<Record<string, string>>): Response {
  for (const name in fields) response.headers.set(name, fields[name] ?? '')
  return response
}
