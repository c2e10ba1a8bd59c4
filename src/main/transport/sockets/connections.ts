import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

interface Connection {
  /** Requests that are being answered. */
  active: number
  /** Of these, whose body has not come to its end. */
  arriving: number
  /** When it was opened, or last finished an answer. */
  since: number
  /** Whether a credential was proved on it. */
  proved: boolean
}

type Entry<T, Of> = readonly [T, Of]
type Idling = Pick<Readonly<Connection>, 'active' | 'since'>

/**
 * The connection to give up when there are too many: of those that carry no request, the one that has been idle or has
 * dawdled over its headers for longest. So a crowd of silent sockets never keeps an ordinary client out. Undefined when
 * all are at work.
 */
export const leastWantedConnection = <T>(connections: Iterable<Entry<T, Idling>>): T | undefined =>
  oldest(connections, ({ active }) => active === 0)

/**
 * The one to give up when too many have proved nothing: one that waits for its body, or for a request, before one that is
 * being answered. Undefined when none is unproved.
 */
export const leastWantedUnproved = <T>(connections: Iterable<Entry<T, Readonly<Connection>>>): T | undefined => {
  const unproved = Array.from(connections).filter(([, { proved }]) => !proved)
  return oldest(unproved, ({ active, arriving }) => active === 0 || arriving > 0) ?? oldest(unproved, () => true)
}

function oldest<T, Of extends Idling>(
  connections: Iterable<Entry<T, Of>>,
  counts: (one: Of) => boolean,
): T | undefined {
  let first: Entry<T, Of> | undefined
  for (const entry of connections)
    if (counts(entry[1]) && (first === undefined || entry[1].since < first[1].since)) first = entry
  return first?.[0]
}

export interface ConnectionLimit {
  /** Open connections of all. */
  readonly most: number
  /** Of these, such as have proved no credential. */
  readonly mostUnproved?: number
  readonly clock?: () => number
}

export interface ConnectionLimiter {
  /** A credential was proved on this connection. */
  proved(socket: Socket): void
}

/** Keeps a server at no more than so many open connections; a new one is let in for the least wanted. */
export function limitConnections(
  server: Server,
  { most, mostUnproved = most, clock = () => performance.now() }: ConnectionLimit,
): ConnectionLimiter {
  const open = new Map<Socket, Connection>()
  let unproved = 0

  function forget(socket: Socket): void {
    const connection = open.get(socket)
    if (connection === undefined) return
    open.delete(socket)
    if (!connection.proved) unproved--
  }
  function giveUp(socket: Socket): void {
    forget(socket)
    socket.destroy()
  }

  server.on('connection', (socket: Socket) => {
    if (unproved >= mostUnproved) {
      const victim = leastWantedUnproved(open)
      if (victim !== undefined) giveUp(victim)
    }
    if (open.size >= most) {
      const victim = leastWantedConnection(open) ?? leastWantedUnproved(open)
      if (victim === undefined) {
        socket.destroy()
        return
      }
      giveUp(victim)
    }
    open.set(socket, { active: 0, arriving: 0, since: clock(), proved: false })
    unproved++
    socket.once('close', () => forget(socket))
  })
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const connection = open.get(request.socket)
    if (connection === undefined) return
    connection.active++
    connection.arriving++
    let arrived = false
    const arrive = (): void => {
      if (!arrived) connection.arriving--
      arrived = true
    }
    if (request.complete) arrive()
    else request.once('end', arrive)
    response.once('close', () => {
      arrive()
      connection.active--
      connection.since = clock()
    })
  })
  return {
    proved(socket) {
      const connection = open.get(socket)
      if (connection === undefined || connection.proved) return
      connection.proved = true
      unproved--
    },
  }
}
