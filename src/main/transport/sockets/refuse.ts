import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { apiPolicy, wireHeaders } from '../guards/response-headers.ts'
import { newRequestId, problemBody, type ApiProblem } from '../../api/http/problem.ts'
import { refusalResponse } from '../../api/refusal-response.ts'

/** How long a refused client may go on sending what nobody reads, so that it gets to see the answer. */
const patienceMs = 500

/** Answers a refusal without reading the body. A client that was sending one is cut off soon after. */
export async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: ApiProblem,
  pathname: string,
): Promise<void> {
  const answer = refusalResponse(refusal, pathname)
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  if (!request.complete) {
    response.setHeader('connection', 'close')
    request.resume()
    setTimeout(() => request.socket.destroy(), patienceMs).unref()
  }
  response.statusCode = refusal.status
  response.end(request.method === 'HEAD' ? undefined : await answer.text())
}

const notHttp: ApiProblem = { status: 400, code: 'malformed-request', title: 'This is not a valid HTTP request.' }
const byCode: Readonly<Record<string, ApiProblem>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers-too-large', title: 'The headers of this request are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request-timeout', title: 'The request took too long to arrive.' },
}

/** Answers what Node's parser could not make a request of, without repeating any of it. */
export function refuseUnparsed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || socket.bytesWritten > 0 || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  refuseRaw(socket, byCode[error.code ?? ''] ?? notHttp)
}

/** Writes a refusal to a bare socket and closes it. */
export function refuseRaw(socket: Socket, refusal: ApiProblem): void {
  const body = JSON.stringify(problemBody(refusal, newRequestId()))
  const headers = {
    ...wireHeaders,
    'content-security-policy': apiPolicy,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...refusal.headers,
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.end(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}
