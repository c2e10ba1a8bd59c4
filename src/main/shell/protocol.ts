import { Readable } from 'node:stream'
import { protocol, type Session } from 'electron'
import { dropHeader } from '../../contract/bridge.ts'
import type { DroppedFiles } from './dropped-files.ts'
import { isAppUrl, scheme } from './origin.ts'

/** Before the program is ready, or never. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }])
}

/** Answers the page's requests in this process: no socket, no port, nothing that another program could reach. */
export function serveScheme(
  session: Session,
  respond: (request: Request) => Promise<Response>,
  drops: DroppedFiles,
): void {
  session.protocol.handle(scheme, async (request) => {
    if (!isAppUrl(request.url)) return new Response(null, { status: 404 })
    const ticket = request.headers.get(dropHeader)
    return ticket === null ? respond(request) : withDroppedFile(request, ticket, respond, drops)
  })
}

/** Puts the bytes of a dropped file where the page has only a ticket: they go from the disk to the host as a stream. */
async function withDroppedFile(
  request: Request,
  ticket: string,
  respond: (request: Request) => Promise<Response>,
  drops: DroppedFiles,
): Promise<Response> {
  const file = await drops.redeem(ticket)
  if (file === null) {
    const title = 'This file was used already or has changed since. Drop it again.'
    const problem = { type: 'urn:castellan:problem:drop-expired', title, status: 410, requestId: 'window' }
    return Response.json(problem, { status: 410, headers: { 'content-type': 'application/problem+json' } })
  }
  const headers = new Headers(request.headers)
  headers.delete(dropHeader)
  headers.set('content-type', 'application/octet-stream')
  headers.set('x-castellan-upload', '1')
  headers.set('content-length', String(file.size))
  const body = Readable.toWeb(file.stream) as ReadableStream
  return respond(new Request(request.url, { method: request.method, headers, body, duplex: 'half' }))
}
