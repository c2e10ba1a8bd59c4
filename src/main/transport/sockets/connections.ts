import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

interface Connection {
  /** Requests that are being answered. */
  active: number
  /** When it was opened, or last finished an answer. */
  since: number
}

/**
 * The connection to give up when there are too many: of those that carry no request, the one that has been idle or has
 * dawdled over its headers for longest. So a crowd of silent sockets never keeps an ordinary client out. Undefined when
 * all are at work.
 */
export function leastWantedConnection<T>(connections: Iterable<readonly [T, Readonly<Connection>]>): T | undefined {
  let longestIdle: readonly [T, Readonly<Connection>] | undefined
  for (const entry of connections) {
    if (entry[1].active === 0 && (longestIdle === undefined || entry[1].since < longestIdle[1].since))
      longestIdle = entry
  }
  return longestIdle?.[0]
}

/** Keeps a server at no more than `most` open connections. */
export function limitConnections(server: Server, most: number, clock: () => number = () => performance.now()): void {
  const open = new Map<Socket, Connection>()
  server.on('connection', (socket: Socket) => {
    if (open.size >= most) {
      const victim = leastWantedConnection(open)
      if (victim === undefined) {
        socket.destroy()
        return
      }
      open.delete(victim)
      victim.destroy()
    }
    open.set(socket, { active: 0, since: clock() })
    socket.once('close', () => open.delete(socket))
  })
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const connection = open.get(request.socket)
    if (connection === undefined) return
    connection.active++
    response.once('close', () => {
      connection.active--
      connection.since = clock()
    })
  })
}
