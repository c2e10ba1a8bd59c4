import { connect } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

/** What a thread of its own does to the server until it is ended: its work must not slow those who measure. */
export interface WorstCaller {
  readonly port: number
  readonly attack: AttackName
  readonly token: string
  readonly person: string
  readonly login: { readonly username: string; readonly password: string }
  readonly people: readonly string[]
  readonly items: readonly string[]
}

export type AttackName = keyof typeof attacks

const statuses: Record<string, number> = {}
const noted = (status: number | string): void => void (statuses[status] = (statuses[status] ?? 0) + 1)
const facts = workerData as WorstCaller

/** One caller with a request after another, for good. */
async function loop(next: () => { path: string; method?: string; body?: unknown; bearer?: string | null }) {
  for (;;) {
    const { path, method = 'GET', body, bearer = facts.token } = next()
    const headers = {
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    try {
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
      const response = await fetch(`http://127.0.0.1:${facts.port}${path}`, init)
      await response.arrayBuffer()
      noted(response.status)
      // A flood that is refused at once would measure this thread, not the server.
      if (response.status === 429) await new Promise((done) => setTimeout(done, 5))
    } catch (error) {
      noted(error instanceof Error ? error.name : 'error')
    }
  }
}

const loops = (count: number, next: Parameters<typeof loop>[0]): void => {
  for (let i = 0; i < count; i++) void loop(next)
}

/** Connections that are opened again as soon as they are closed. */
function hold(count: number, headers: readonly string[], drip: string): void {
  const open = (): void => {
    const socket = connect(facts.port, '127.0.0.1', () =>
      socket.write([...headers, `Host: 127.0.0.1:${facts.port}`, '', ''].join('\r\n') + drip),
    )
    const dripping = setInterval(() => socket.write(drip), 5000)
    socket.resume()
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(dripping)
      noted('closed')
      setTimeout(open, 50)
    })
  }
  for (let i = 0; i < count; i++) open()
}

let turn = 0
const some = <T>(list: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, i) => list[(turn + i) % list.length] as T)
const wishes = (more: object = {}) => {
  turn += 17
  return {
    people: some(facts.people, 500).map((id) => `managed/user/${id}`),
    items: facts.items.slice(0, 20).map((itemId) => ({ itemId })),
    comment: 'x'.repeat(1000),
    ...more,
  }
}
const word = () => String.fromCharCode(97 + (turn++ % 26))

const attacks = {
  'slow bodies': () =>
    hold(
      200,
      [
        'POST /v1/session HTTP/1.1',
        'Content-Type: application/octet-stream',
        'X-Castellan-Upload: 1',
        'Transfer-Encoding: chunked',
      ],
      '1\r\n \r\n',
    ),
  'event streams': () => hold(200, ['GET /v1/events HTTP/1.1', `Authorization: Bearer ${facts.token}`], ''),
  'HEAD on event streams': () => loops(50, () => ({ path: '/v1/events', method: 'HEAD' })),
  'previews of 500 people and 20 items': () =>
    loops(8, () => ({ path: '/v1/requests/preview', method: 'POST', body: wishes(), bearer: facts.person })),
  'requests of 500 people and 20 items': () =>
    loops(8, () => ({ path: '/v1/requests', method: 'POST', body: wishes(), bearer: facts.person })),
  'policy checks of 500 people': () =>
    loops(8, () => ({
      path: '/openidm/access-request/request/policy',
      method: 'POST',
      body: { userIds: wishes().people, items: wishes().items },
      bearer: facts.person,
    })),
  'proofs of the log': () => loops(150, () => ({ path: '/v1/audit/verify', method: 'POST', body: {} })),
  'sign-ins': () => loops(16, () => ({ path: '/v1/session', method: 'POST', body: facts.login, bearer: null })),
  'sign-ins with wrong passwords': () =>
    loops(100, () => ({
      path: '/v1/session',
      method: 'POST',
      body: { username: `nobody.${turn++}`, password: 'not this one either' },
      bearer: null,
    })),
  'searches of /v1': () =>
    loops(20, () => ({ path: `/v1/people?q=${word()}%20${word()}%20${word()}`, bearer: facts.person })),
  'searches of /openidm': () =>
    loops(20, () => ({
      path: `/openidm/access-request/user?queryString=${word()}+${word()}+${word()}`,
      bearer: facts.person,
    })),
  'whole lists of /openidm': () => loops(8, () => ({ path: '/openidm/access-request/user', bearer: facts.person })),
  'pages of /api': () => loops(50, () => ({ path: `/api/identities?page=${1 + (turn++ % 900)}` })),
}

export const attackNames = Object.keys(attacks) as AttackName[]

if (parentPort !== null && (workerData as Partial<WorstCaller> | null)?.attack !== undefined) {
  attacks[facts.attack]()
  parentPort.on('message', () => parentPort?.postMessage(statuses))
}
